"""Thematic plans (КТП): written by teachers, copied, attached to courses (S3-2.2a, S3-4.4.7a)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum import rules
from parta.domain.curriculum.actions import sittings
from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.errors import CourseMismatch, PlanChanged, PlanEmpty, TopicTaught
from parta.domain.curriculum.models import Course, PlanSitting, PlanTopic, PlanUnit, Subject, ThematicPlan
from parta.domain.curriculum.permissions import require_attach, require_plan_edit, require_plan_subject
from parta.domain.curriculum.queries import plan_lines, plan_topics, plan_version, topics_in_use, units_of
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.rules.programmes import programme
from parta.lib import clock
from parta.lib.errors import InvalidInput

SHIFT = 10_000
"""Positions are unique: rows step aside by this much before they take their new places."""
PlanFollower = Callable[[User, Sequence[Course]], None]
_followers: list[PlanFollower] = []


@transaction.atomic
def create_plan(
    actor: User,
    *,
    subject: Subject,
    grade_level: int,
    title: str = "",
    topics: Iterable[PlanLine] = (),
    source: str = "",
    section_hours: Mapping[str, int | None] | None = None,
) -> ThematicPlan:
    """A draft plan of a subject and grade from its lines (section, topic, homework, kind), in order.

    An empty plan is allowed: it is filled on its page. Without a title: «Алгебра, 7 класс». source: where the topics
    come from; section_hours: what the programme gives the sections, to be compared with later.
    """
    require_plan_subject(actor, subject)
    lines = _checked(topics)
    plan = ThematicPlan.objects.create(
        subject=subject,
        grade_level=grade_level,
        title=" ".join(title.split())[:200] or f"{subject.name}, {grade_level} класс",
        author=actor,
        created_at=clock.now(),
        source=source[:200],
    )
    write_lines(plan, lines, [None] * len(lines), section_hours)
    audit.record(actor, "curriculum.plan.created", subject=plan, title=plan.title, after={"topics": len(lines)})
    return plan


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What the editor is told: the sign of what stands now, and the topic of every line sent (None: an empty line)."""

    version: str
    ids: list[int | None]


def edit_plan_topics(
    actor: User, *, plan: ThematicPlan, topics: Iterable[PlanLine], base: str | None = None
) -> ThematicPlan:
    """Replace the whole list of topics; topics that stay keep their ids, and with them the records of given lessons.

    base: `queries.plan_version` of what the editor saw; another version now raises PlanChanged, unless the lines say
    what stands already. None: no check (imports read the plan inside their own transaction). The audit entry keeps the
    lines that changed.
    """
    with transaction.atomic():
        plan, old, lines = _replace_topics(actor, plan, topics, base)
        sittings.saved(actor, plan, old, lines)
    return plan


def keep_plan_draft(actor: User, *, plan: ThematicPlan, topics: Iterable[PlanLine], base: str) -> KeptDraft:
    """The editor's own save, a few seconds after typing: the same write, one audit entry for a sitting (adr/0016)."""
    sent = list(topics)
    with transaction.atomic():
        plan, old, lines = _replace_topics(actor, plan, sent, base)
        if not rules.same_words(old, lines):
            sittings.go_on(actor, plan, old)
        present = plan_topics(plan)
    ids = iter([topic.pk for topic in present])
    return KeptDraft(plan_version(present), [next(ids) if rules.clean_lines([line]) else None for line in sent])


@transaction.atomic
def rename_plan(actor: User, *, plan: ThematicPlan, title: str) -> ThematicPlan:
    """Give the draft another title."""
    require_plan_edit(actor, plan)
    title = " ".join(title.split())[:200]
    if not title:
        raise InvalidInput("Впишите название плана.")
    before = plan.title
    plan.title = title
    plan.save(update_fields=["title"])
    audit.record(
        actor, "curriculum.plan.renamed", subject=plan, title=title, before={"title": before}, after={"title": title}
    )
    return plan


@transaction.atomic
def attach_plan_to_course(actor: User, *, plan: ThematicPlan, courses: Sequence[Course]) -> list[Course]:
    """The courses take their topics from the plan. Same subject and grade only; returns the courses that changed."""
    changed = [course for course in courses if course.plan_id != plan.pk]
    for course in changed:
        require_attach(actor, course)
        if plan.revises_id:
            raise CourseMismatch(
                "Это черновик новой версии: классы учатся по утверждённой. Сначала его утверждает завуч."
            )
        if course.subject_id != plan.subject_id or course.grade_level != plan.grade_level:
            raise CourseMismatch(
                f"План «{plan.title}» не подходит странице «{course.title}»: другой предмет или класс."
            )
    return _set_plan(actor, changed, plan)


@transaction.atomic
def detach_plan(actor: User, *, courses: Sequence[Course]) -> list[Course]:
    """The courses are left without a plan; topics of given lessons stay in the journal."""
    changed = [course for course in courses if course.plan_id]
    for course in changed:
        require_attach(actor, course)
    return _set_plan(actor, changed, None)


@transaction.atomic
def copy_plan(actor: User, *, plan: ThematicPlan, title: str = "") -> ThematicPlan:
    """A draft of one's own with the same topics."""
    require_plan_subject(actor, plan.subject)
    lines = [PlanLine(line.title, line.unit, line.homework, line.kind) for line in plan_lines(plan_topics(plan))]
    return create_plan(
        actor,
        subject=plan.subject,
        grade_level=plan.grade_level,
        title=title or f"{plan.title} (копия)",
        topics=lines,
        source=plan.source,
        section_hours={unit.title: unit.hours for unit in units_of(plan)},
    )


def register_plan_follower(follower: PlanFollower) -> None:
    """A room above is told which courses have got another plan, or another version of it, inside the transaction."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(actor: User, courses: Sequence[Course]) -> None:
    """Courses have got a plan, another one, a new version of it, or lost it."""
    for follower in _followers if courses else ():
        follower(actor, courses)


def create_plan_from_programme(actor: User, *, subject: Subject, programme_id: str, title: str = "") -> ThematicPlan:
    """A draft with the topics and hours of a federal programme (`rules.programmes`), a lesson a topic hour."""
    found = programme(programme_id)
    if found is None:
        raise InvalidInput("Такой программы в базе нет. Выберите её из списка.")
    return create_plan(
        actor,
        subject=subject,
        grade_level=found.grade,
        title=title,
        topics=found.lines,
        source=found.source,
        section_hours=found.section_hours,
    )


def _replace_topics(
    actor: User, plan: ThematicPlan, topics: Iterable[PlanLine], base: str | None
) -> tuple[ThematicPlan, list[PlanLine], list[PlanLine]]:
    """Write the lines over the plan; returns the locked plan, what stood there and what stands now."""
    plan = ThematicPlan.objects.select_for_update().select_related("subject").get(pk=plan.pk)
    require_plan_edit(actor, plan)
    present = plan_topics(plan)
    old, lines = plan_lines(present), _checked(topics)
    if base is not None and base != plan_version(present) and not rules.same_words(old, lines):
        raise PlanChanged(_who_changed(actor, plan))
    kept = rules.match_topics([rules.OldTopic(row.id or 0, row.title, row.unit) for row in old], lines)
    _require_not_taught([topic for topic in present if topic.pk not in kept])
    write_lines(plan, lines, kept)
    if plan.revises_id:
        _find_origins(plan)
    return plan, old, lines


def _who_changed(actor: User, plan: ThematicPlan) -> str:
    sitting = PlanSitting.objects.filter(plan=plan).select_related("author").first()
    at = f"{clock.local(sitting.changed_at):%H:%M}" if sitting else ""
    if sitting is None:
        who = "план сохранил кто-то ещё"
    elif sitting.author_id == actor.pk:
        who = f"план сохранён под вашим именем в другой вкладке или на другом устройстве, в {at}"
    else:
        who = f"план сохранил другой человек: {sitting.author.short_name}, в {at}"
    return f"Пока вы правили, {who}. Откройте его заново: ваши правки не записаны."


def _find_origins(draft: ThematicPlan) -> None:
    """A topic taken out of a draft version and brought back is the topic of the approved plan again."""
    topics = plan_topics(draft)
    taken = {topic.origin_id for topic in topics}
    free = [topic for topic in plan_topics(ThematicPlan(pk=draft.revises_id)) if topic.pk not in taken]
    fresh = [topic for topic in topics if topic.origin_id is None]
    if not free or not fresh:
        return
    old = [rules.OldTopic(row.id or 0, row.title, row.unit) for row in plan_lines(free)]
    lines = [PlanLine(row.title, row.unit) for row in plan_lines(fresh)]
    for topic, origin in zip(fresh, rules.match_topics(old, lines), strict=True):
        topic.origin_id = origin
    PlanTopic.objects.bulk_update(fresh, ["origin"], batch_size=200)


def _checked(topics: Iterable[PlanLine]) -> list[PlanLine]:
    lines = rules.clean_lines(topics)
    bad = rules.line_without_topic(lines)
    if bad:
        raise PlanEmpty(f"Строка {bad}: нет темы. Впишите её или уберите строку.")
    if len(lines) > rules.MAX_TOPICS:
        raise InvalidInput(f"В плане {len(lines)} тем, а больше {rules.MAX_TOPICS} не бывает: проверьте файл.")
    unknown = next((line.kind for line in lines if line.kind not in TopicKind.values), None)
    if unknown is not None:
        raise InvalidInput(f"Вида урока «{unknown}» нет.")
    return lines


def _require_not_taught(gone: list[PlanTopic]) -> None:
    """What has been given stays in the plan, in a draft version too: the journal refers to it."""
    used = topics_in_use(topic.origin_id or topic.pk for topic in gone)
    taught = next((topic for topic in gone if (topic.origin_id or topic.pk) in used), None)
    if taught:
        raise TopicTaught(f"Тема № {taught.position} «{taught.title}» уже дана на уроке: убрать её из плана нельзя.")


def write_lines(
    plan: ThematicPlan,
    lines: list[PlanLine],
    kept: list[int | None],
    section_hours: Mapping[str, int | None] | None = None,
) -> None:
    """Store the lines: rows named in `kept` are changed, the others are made, the rest of the old ones removed."""
    units = _write_units(plan, rules.units_in_order(lines), section_hours or {})
    old = {topic.pk: topic for topic in PlanTopic.objects.filter(plan=plan)}
    stay = {topic_id for topic_id in kept if topic_id}
    PlanTopic.objects.filter(plan=plan).exclude(pk__in=stay).delete()
    PlanTopic.objects.filter(plan=plan).update(position=F("position") + SHIFT)
    changed: list[PlanTopic] = []
    fresh: list[PlanTopic] = []
    for position, (line, topic_id) in enumerate(zip(lines, kept, strict=True), start=1):
        topic = old[topic_id] if topic_id else PlanTopic(plan=plan)
        topic.position, topic.title, topic.homework, topic.kind = position, line.title, line.homework, line.kind
        topic.unit = units.get(line.unit)
        (changed if topic_id else fresh).append(topic)
    PlanTopic.objects.bulk_update(changed, ["position", "title", "homework", "kind", "unit"], batch_size=200)
    PlanTopic.objects.bulk_create(fresh, batch_size=500)
    PlanUnit.objects.filter(plan=plan).exclude(pk__in=[unit.pk for unit in units.values()]).delete()


def _write_units(plan: ThematicPlan, titles: list[str], hours: Mapping[str, int | None]) -> dict[str, PlanUnit]:
    """Sections by title in their new order; those that are no longer named are removed by the caller."""
    old = {unit.title: unit for unit in units_of(plan)}
    PlanUnit.objects.filter(plan=plan).update(position=F("position") + SHIFT)
    units: dict[str, PlanUnit] = {}
    for position, title in enumerate(titles, start=1):
        unit = old.get(title) or PlanUnit(plan=plan, title=title)
        unit.position, unit.hours = position, hours.get(title, unit.hours)
        unit.save()
        units[title] = unit
    return units


def _set_plan(actor: User, courses: Sequence[Course], plan: ThematicPlan | None) -> list[Course]:
    entries = []
    for course in courses:
        before = {"plan": course.plan_id}
        course.plan = plan
        entries.append(
            audit.Entry(course, title=course.title, before=before, after={"plan": plan.pk if plan else None})
        )
    Course.objects.bulk_update(courses, ["plan"], batch_size=200)
    audit.record_many(actor, "curriculum.plan.attached" if plan else "curriculum.plan.detached", entries)
    tell_followers(actor, courses)
    return list(courses)
