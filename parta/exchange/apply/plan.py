"""A thematic plan into the school's base: topics compared one by one; topics that stay keep the given lessons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from parta.domain.access.models import User
from parta.domain.access.permissions import require_administrator
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum import queries
from parta.domain.curriculum.choices import PlanStatus, TopicKind
from parta.domain.curriculum.models import Course, Subject, ThematicPlan
from parta.domain.curriculum.permissions import can_attach, require_plan_subject
from parta.domain.curriculum.rules import PlanLine
from parta.exchange.apply.names import folded, same_subject
from parta.exchange.apply.year import YearPlan, current_year_plan
from parta.exchange.plan.parsed import ParsedPlan, ParsedTopic
from parta.exchange.plan.report import plan_report
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Line, Question, Sign, question_key
from parta.exchange.problems import Problem

NEW = "new"
NEW_VERSION = "План утверждён: темы лягут в его новую версию. Отправьте её завучу, до утверждения действует прежняя."
ALIKE = 0.5
"""A stored plan that shares this part of its topics with the file is an earlier version of it."""
_KINDS = (
    (TopicKind.CONTROL, re.compile(r"\bконтрольн\w* (?:работ|диктант|тест|изложен)|\bк ?[/.-] ?р\b|^контроль\b")),
    (TopicKind.LABORATORY, re.compile(r"\bлабораторн\w* работ|\bл ?[/.-] ?р\b")),
    (TopicKind.PRACTICAL, re.compile(r"\bпрактическ\w* работ|\bп ?[/.-] ?р\b")),
    (TopicKind.TEST, re.compile(r"\bсамостоятельн\w* работ|\bс ?[/.-] ?р\b")),
)


@dataclass(slots=True)
class PlanWork:
    """What `write` carries out."""

    subject: Subject | None
    subject_name: str
    grade: int
    title: str
    lines: list[PlanLine]
    year: YearPlan
    plan: ThematicPlan | None = None
    edits: bool = True
    courses: list[Course] = field(default_factory=list)
    section_hours: dict[str, int | None] = field(default_factory=dict)


def plan_changes(parsed: ParsedPlan, options: ImportOptions) -> ImportPreview:
    """Compare the plan of the file with the school's base. Reads the database, writes nothing."""
    preview = ImportPreview(ImportKind.PLAN, parsed.file_name, columns=parsed.columns)
    preview.problems += parsed.problems
    told = plan_report(parsed)
    grade = f"{parsed.grade} класс" if parsed.grade else "класс не назван"
    preview.recognised = [
        ("Предмет", f"{parsed.subject or 'не назван'}, {grade}"),
        ("Уроки", str(told["lessons"])),
        ("Часы", str(told["hours"]).replace(".", ",")),
        ("Разделы", str(told["sections"])),
    ]
    if not parsed.subject or parsed.grade is None:
        return preview
    subject = find_subject(parsed.subject)
    name = subject.name if subject else parsed.subject[:1].upper() + parsed.subject[1:]
    lines = [plan_line(parsed, topic) for topic in parsed.topics]
    work = PlanWork(subject, name, parsed.grade, f"{name}, {parsed.grade} класс", lines, current_year_plan())
    work.section_hours = {
        unit.title[:400]: int(unit.hours) for unit in parsed.units if unit.hours is not None and unit.hours % 1 == 0
    }
    preview.work = work
    if subject is None:
        preview.lines.append(Line(Sign.ADD, "subject", name, "такого предмета в школе ещё нет"))
    _choose_plan(preview, work, options)
    _compare(preview, work, parsed)
    _attach(preview, work)
    return preview


def find_subject(name: str) -> Subject | None:
    """By name, else the only subject that means the same («Физкультура» for «Физическая культура»)."""
    rows = list(Subject.objects.all())
    equal = [row for row in rows if folded(row.name) == folded(name)]
    alike = equal or [row for row in rows if same_subject(row.name, name)]
    return alike[0] if len(alike) == 1 else None


def plan_line(parsed: ParsedPlan, topic: ParsedTopic) -> PlanLine:
    """One lesson as the curriculum room keeps it."""
    unit = parsed.units[topic.unit].title if topic.unit is not None else ""
    return PlanLine(topic.text[:600], unit[:400], topic.homework[:600], kind_of(topic).value)


def kind_of(topic: ParsedTopic) -> TopicKind:
    """By the column of kinds, else by the first words of the topic."""
    told, start = folded(topic.kind), folded(topic.text)
    for kind, pattern in _KINDS:
        found = pattern.search(told) if told else pattern.match(start)
        if found:
            return kind
    return TopicKind.LESSON


def _choose_plan(preview: ImportPreview, work: PlanWork, options: ImportOptions) -> None:
    """The stored plan this file continues: alike by topics, otherwise the person says."""
    if work.subject is None:
        return
    base = ThematicPlan.objects.filter(subject=work.subject, grade_level=work.grade, revises=None)
    stored = list(base.select_related("author").order_by("pk"))
    shares = {plan.pk: _share(plan, work.lines) for plan in stored}
    alike = [plan for plan in stored if shares[plan.pk] >= ALIKE]
    key = question_key("plan", work.subject.pk, work.grade)
    answer = options.answers.get(key, "")
    chosen = next((plan for plan in stored if str(plan.pk) == answer), None)
    if chosen or len(alike) == 1:
        work.plan = chosen or alike[0]
    elif stored and answer != NEW:
        choices = [(str(plan.pk), f"Заменить темы в «{plan.title}» ({_told(plan)})") for plan in stored]
        text = f"КТП «{work.title}» в школе уже есть, а темы другие. Куда записать?"
        preview.questions.append(Question(key, "файл", text, (*choices, (NEW, "Записать ещё один план рядом"))))
    if work.plan is None:
        titles = {plan.title for plan in stored}
        numbers = (f"{work.title} ({number})" for number in range(2, len(titles) + 3))
        work.title = next(title for title in [work.title, *numbers] if title not in titles)


def _told(plan: ThematicPlan) -> str:
    return f"{plan.author.short_name}, {plan.get_status_display()}"


def _share(plan: ThematicPlan, lines: Sequence[PlanLine]) -> float:
    old = [folded(topic.title) for topic in queries.plan_topics(plan)]
    new = {folded(line.title) for line in lines}
    return sum(title in new for title in old) / len(old) if old else 1.0


def _compare(preview: ImportPreview, work: PlanWork, parsed: ParsedPlan) -> None:
    places = [topic.place for topic in parsed.topics]
    if work.plan is None:
        preview.lines.append(Line(Sign.ADD, "plan", work.title))
        preview.lines += [
            Line(Sign.ADD, "topic", line.title, line.unit, place)
            for line, place in zip(work.lines, places, strict=True)
        ]
        return
    work.plan = queries.draft_of(work.plan) or work.plan
    old = queries.plan_lines(queries.plan_topics(work.plan))
    changed = list(_diff(old, work.lines, places))
    preview.lines += changed
    work.edits = any(line.writes for line in changed)
    if work.edits and work.plan.status == PlanStatus.APPROVED:
        preview.notes.append(NEW_VERSION)
    if work.edits and work.plan.status == PlanStatus.SENT:
        message = f"КТП «{work.plan.title}» на утверждении. Отзовите его или дождитесь завуча и загрузите файл снова."
        preview.problems.append(Problem("школа", message, blocking=True))


def _diff(old: Sequence[PlanLine], new: Sequence[PlanLine], places: Sequence[str]) -> list[Line]:
    """Topics in their order: equal, changed, new, gone."""
    lines: list[Line] = []
    matcher = SequenceMatcher(
        None, [folded(line.title) for line in old], [folded(line.title) for line in new], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        both = min(i2 - i1, j2 - j1) if tag in {"equal", "replace"} else 0
        lines += [_pair(old[i1 + step], new[j1 + step], places[j1 + step]) for step in range(both)]
        lines += [Line(Sign.ADD, "topic", new[j].title, new[j].unit, places[j]) for j in range(j1 + both, j2)]
        lines += [Line(Sign.GONE, "topic", old[i].title, "нет в файле, уйдёт из плана") for i in range(i1 + both, i2)]
    return lines


def _pair(old: PlanLine, new: PlanLine, place: str) -> Line:
    if old.title != new.title:
        return Line(Sign.CHANGE, "topic", new.title, "тема", place, old.title, new.title)
    for word, before, after in (
        ("раздел", old.unit, new.unit),
        ("задание", old.homework, new.homework),
        ("вид", TopicKind(old.kind).label, TopicKind(new.kind).label),
    ):
        if before != after:
            return Line(Sign.CHANGE, "topic", new.title, word, place, str(before), str(after))
    return Line(Sign.SAME, "topic", new.title, "", place)


def _attach(preview: ImportPreview, work: PlanWork) -> None:
    """Pages of the journal of this subject and grade that have no plan yet take this one."""
    if work.subject is None or work.year.row is None or preview.questions or (work.plan and work.plan.revises_id):
        return
    work.courses = [
        row for row in queries.courses(work.year.row, subject=work.subject.pk)
        if row.grade_level == work.grade and row.plan_id is None
    ]  # fmt: skip
    preview.lines += [Line(Sign.CHANGE, "course", row.title, "план будет приложен") for row in work.courses]


def demand(actor: User, preview: ImportPreview) -> None:
    """A teacher loads plans of subjects taught (S3-4.4.7a); a new subject is the administrator's."""
    work: PlanWork | None = preview.work
    if work is None or work.subject is None:
        require_administrator(actor, "добавлять предметы")
    else:
        require_plan_subject(actor, work.subject)


def write(actor: User, preview: ImportPreview) -> list[str]:
    """Create or change the plan and hang it on the pages that have none."""
    work: PlanWork = preview.work
    subject = work.subject or curriculum.add_subject(actor, name=work.subject_name)
    if work.plan is None:
        work.plan = curriculum.create_plan(
            actor,
            subject=subject,
            grade_level=work.grade,
            title=work.title,
            topics=work.lines,
            source=f"файл «{preview.file_name}»",
            section_hours=work.section_hours,
        )
    elif work.edits:
        approved = work.plan.status == PlanStatus.APPROVED
        work.plan = curriculum.revise_plan(actor, plan=work.plan) if approved else work.plan
        curriculum.edit_plan_topics(actor, plan=work.plan, topics=work.lines)
        if approved:
            return [NEW_VERSION]
    own = [course for course in work.courses if can_attach(actor, course)]
    if own:
        curriculum.attach_plan_to_course(actor, plan=work.plan, courses=own)
        return []
    return (
        ["План лежит в базе школы. Приложите его к страницам журнала на странице «КТП»."] if not work.year.row else []
    )


__all__ = ["PlanWork", "demand", "find_subject", "kind_of", "plan_changes", "write"]
