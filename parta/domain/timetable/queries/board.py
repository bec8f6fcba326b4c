"""The day's changes: who is away, their lessons with what was decided, what is still open, who could step in."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from django.db.models import Count, Prefetch, Q

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.school.queries import staff_on
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson, StaffAbsence, Substitution
from parta.domain.timetable.queries.day_changes import absent_on, class_ids, givers_of
from parta.domain.timetable.queries.lessons import with_parts
from parta.domain.timetable.rules import Candidate, rank
from parta.lib import clock, dates, russian


class CardState(StrEnum):
    """How far a lesson of an absent teacher, or any other changed lesson, has got."""

    OPEN = "open"
    DECLINED = "declined"
    WAITING = "set"
    SIGNED = "sgn"
    LATE = "late"
    OFF = "off"
    MOVED = "moved"


SOLVED = frozenset({CardState.WAITING, CardState.SIGNED, CardState.LATE, CardState.OFF, CardState.MOVED})


@dataclass(frozen=True, slots=True)
class Card:
    """A lesson on the board. `decision`: what will happen; `note`: how far it has got; `trouble`: a double booking."""

    lesson: Lesson
    title: str
    subject: str
    room: str
    decision: str
    note: str
    state: CardState
    number: int
    trouble: str = ""

    @property
    def is_open(self) -> bool:
        """Nobody gives this lesson yet."""
        return self.state not in SOLVED

    @property
    def place(self) -> str:
        """«10А, 4‑й урок»."""
        return f"{self.title}, {russian.ordinal_lesson(self.number)}"


@dataclass(slots=True)
class BoardRow:
    """An absent teacher with the cards of the day by lesson number."""

    absence: StaffAbsence
    subjects: str
    cells: list[list[Card]] = field(default_factory=list)

    @property
    def cards(self) -> list[Card]:
        """All of them, in order."""
        return [card for cell in self.cells for card in cell]

    @property
    def open_count(self) -> int:
        """How many are not solved."""
        return sum(card.is_open for card in self.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """A lesson number with its time."""

    number: int
    starts_at: time


@dataclass(slots=True)
class DayBoard:
    """The board of a day. `others`: changed lessons of teachers who are here. `troubles`: cards that block peace."""

    day: date
    is_today: bool
    columns: list[Column]
    rows: list[BoardRow]
    others: list[Card]
    lesson_count: int
    open_tomorrow: int
    _lessons: list[Lesson] = field(default_factory=list, repr=False)
    _givers: dict[int, set[int]] = field(default_factory=dict, repr=False)

    @property
    def cards(self) -> list[Card]:
        """Every card, rows first."""
        return [card for row in self.rows for card in row.cards] + self.others

    @property
    def open_cards(self) -> list[Card]:
        """Lessons nobody gives yet, by time."""
        return sorted((card for card in self.cards if card.is_open), key=lambda card: card.lesson.starts_at)

    @property
    def troubles(self) -> list[Card]:
        """Decided, but somebody stands in two places."""
        return [card for card in self.cards if card.trouble]

    @property
    def need_count(self) -> int:
        """How many cards ask for a decision."""
        return len(self.open_cards) + len(self.troubles)

    @property
    def waiting(self) -> list[Card]:
        """Substitutions without a signature."""
        return [card for card in self.cards if card.state in (CardState.WAITING, CardState.LATE)]

    @property
    def signed_count(self) -> int:
        """Substitutions signed."""
        return sum(card.state == CardState.SIGNED for card in self.cards)

    def card_of(self, lesson_id: int) -> Card | None:
        """The card of a lesson, drawn also for a lesson that is not on the board yet."""
        found = next((card for card in self.cards if card.lesson.pk == lesson_id), None)
        lesson = next((one for one in self._lessons if one.pk == lesson_id), None)
        return found or (_card(lesson, self, is_absent=False) if lesson else None)

    def meeting(self, lesson: Lesson) -> list[Lesson]:
        """Lessons that go on at the same time."""
        return [
            one
            for one in self._lessons
            if one.pk != lesson.pk and one.is_held and one.starts_at < lesson.ends_at and lesson.starts_at < one.ends_at
        ]


def day_board(day: date) -> DayBoard:
    """The board of a day: seven statements at most, whatever the size of the school."""
    absences = list(absent_on(day))
    lessons = _lessons_of(day)
    givers = givers_of(lessons)
    board = DayBoard(
        day,
        day == clock.today(),
        _columns(lessons, day),
        [],
        [],
        sum(one.day == day for one in lessons),
        0,
        lessons,
        givers,
    )
    away = {one.staff_id for one in absences}
    shown: set[int] = set()
    for absence in absences:
        row = BoardRow(absence, "")
        own = [one for one in lessons if _was_given_by(one, absence.staff_id, givers)]
        cards = [_card(one, board, is_absent=_still_absent(one, away, givers)) for one in own]
        row.cells = [[card for card in cards if card.number == column.number] for column in board.columns]
        row.subjects = ", ".join(sorted({russian.lower_first(card.subject) for card in cards}))
        board.rows.append(row)
        shown |= {one.pk for one in own}
    board.others = [
        _card(one, board, is_absent=_still_absent(one, away, givers))
        for one in lessons
        if one.pk not in shown and _is_changed(one)
    ]
    board.open_tomorrow = open_count(next_working_day(day))
    return board


def open_count(day: date) -> int:
    """Lessons of absent teachers that nobody gives on a day. Two statements, one when nobody is away."""
    away = [one.staff_id for one in absent_on(day)]
    if not away:
        return 0
    rows = Lesson.objects.filter(day=day).exclude(status=LessonStatus.CANCELLED)
    taken = Q(substitution__isnull=True, teacher__in=away) | Q(substitution__teacher__in=away)
    return rows.filter(taken).count()


def next_working_day(day: date) -> date:
    """The next day a school may have lessons on: Sunday is skipped."""
    following = date.fromordinal(day.toordinal() + 1)
    return following if following.isoweekday() != 7 else date.fromordinal(day.toordinal() + 2)


def substitutes_for(board: DayBoard, lesson: Lesson, staff: Iterable[StaffMember] | None = None) -> list[Candidate]:
    """Free members of staff, the best first. Three statements: staff, what they teach, substitutions of the month.

    staff: those who work that day, when the caller has them.
    """
    busy = {staff for one in board.meeting(lesson) for staff in board._givers.get(one.pk, ())}
    away = {row.absence.staff_id for row in board.rows}
    everybody = staff_on(lesson.day) if staff is None else staff
    free = [one for one in everybody if one.pk not in busy | away and one.pk != lesson.teacher_id]
    teaching = _teaching(lesson)
    given = given_in_month(lesson.day)
    today = Counter(
        one.substitution.teacher_id for one in board._lessons if getattr(one, "substitution", None) and one.is_held
    )
    here = {staff for one in board._lessons if one.day == board.day for staff in board._givers[one.pk]}
    return rank(
        Candidate(
            staff_id=one.pk,
            name=one.user.short_name,
            sort_name=one.user.sort_name,
            teaches_subject=lesson.course.subject_id in teaching[one.pk].subjects,
            teaches_class=bool(teaching[one.pk].classes & class_ids(lesson)),
            here=one.pk in here,
            given=given[one.pk],
            today=today[one.pk],
            subjects=", ".join(sorted(teaching[one.pk].names)) or one.position,
        )
        for one in free
        if one.pk in teaching or _is_teacher(one)
    )


def given_in_month(day: date) -> Counter[int]:
    """Substitutions by member of staff in the month of the day. One statement."""
    first = day.replace(day=1)
    last = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    rows = Substitution.objects.filter(lesson__day__gte=first, lesson__day__lt=last)
    rows = rows.exclude(lesson__status=LessonStatus.CANCELLED)
    return Counter(dict(rows.values_list("teacher").annotate(count=Count("id")).values_list("teacher", "count")))


@dataclass(slots=True)
class _Taught:
    subjects: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    classes: set[int] = field(default_factory=set)


def _teaching(lesson: Lesson) -> defaultdict[int, _Taught]:
    """What everybody teaches that day, and to which classes. Two statements with the classes of groups."""
    rows = TeachingAssignment.objects.filter(
        in_force("", lesson.day), course__year=lesson.course.year_id, course__is_active=True
    ).values_list(
        "staff_id", "course__subject_id", "course__subject__name", "course__school_class_id", "course__group_id"
    )
    groups = {one.pk for one in lesson.course.group.classes.all()} if lesson.course.group else set()
    found: defaultdict[int, _Taught] = defaultdict(_Taught)
    for staff_id, subject_id, name, class_id, group_id in rows:
        one = found[staff_id]
        one.subjects.add(subject_id)
        one.names.add(russian.lower_first(name))
        if class_id:
            one.classes.add(class_id)
        elif group_id == lesson.course.group_id:
            one.classes |= groups
    return found


def _is_teacher(staff: StaffMember) -> bool:
    return "учител" in staff.position.lower() or "педагог" in staff.position.lower()


def _lessons_of(day: date) -> list[Lesson]:
    rows = with_parts(Lesson.objects.filter(Q(day=day) | Q(moved_from_day=day)))
    rows = rows.select_related("substitution__instead_of__user")
    classes = Prefetch("course__group__classes", queryset=SchoolClass.objects.only("id"))
    return list(rows.prefetch_related(classes).order_by("starts_at", "number", "course__grade_level", "id"))


def _columns(lessons: Iterable[Lesson], day: date) -> list[Column]:
    """Lesson numbers of the day with the first time each begins."""
    times: dict[int, time] = {}
    for one in lessons:
        if one.day != day:
            if one.moved_from_number is not None:
                times.setdefault(one.moved_from_number, one.starts_at)
        elif one.number not in times or one.starts_at < times[one.number]:
            times[one.number] = one.starts_at
    return [Column(number, times[number]) for number in sorted(times)]


def _was_given_by(lesson: Lesson, staff_id: int, givers: dict[int, set[int]]) -> bool:
    """Is it a lesson of the person: by the timetable, or as the substitute who fell out too?"""
    substitution = getattr(lesson, "substitution", None)
    if substitution and staff_id in (substitution.teacher_id, substitution.instead_of_id):
        return lesson.in_place_of_id is None or substitution.teacher_id == staff_id
    return lesson.teacher_id == staff_id or (not substitution and staff_id in givers[lesson.pk])


def _still_absent(lesson: Lesson, away: set[int], givers: dict[int, set[int]]) -> bool:
    """Is everybody who is to give it away?"""
    return bool(givers[lesson.pk]) and givers[lesson.pk] <= away


def _is_changed(lesson: Lesson) -> bool:
    substitution = getattr(lesson, "substitution", None)
    room_by_hand = bool(lesson.note and lesson.entry and lesson.entry.room_id != lesson.room_id)
    return bool(
        substitution or lesson.status != LessonStatus.SCHEDULED or lesson.distance_link or lesson.in_place_of_id
        or room_by_hand
    )  # fmt: skip


def _card(lesson: Lesson, board: DayBoard, *, is_absent: bool) -> Card:
    state, decision, note = _decided(lesson, board, is_absent=is_absent)
    substitution = getattr(lesson, "substitution", None)
    room = (substitution.room if substitution and substitution.room_id else None) or lesson.room
    return Card(
        lesson=lesson,
        title=lesson.course.unit_name,
        subject=lesson.course.subject.short_name or lesson.course.subject.name,
        room=room.name if room else "",
        decision=decision,
        note=note,
        state=state,
        number=lesson.number if lesson.day == board.day else lesson.moved_from_number or lesson.number,
        trouble=_trouble(lesson, board) if state not in (CardState.OFF, CardState.OPEN) else "",
    )


def _decided(lesson: Lesson, board: DayBoard, *, is_absent: bool) -> tuple[CardState, str, str]:
    """State, decision, how far it has got."""
    if not lesson.is_held:
        return CardState.OFF, "урока не будет", lesson.note
    substitution = getattr(lesson, "substitution", None)
    if substitution and not is_absent:
        return _substituted(lesson, substitution)
    if lesson.moved_from_day == board.day and lesson.day != board.day:
        where = f"{dates.day_short(lesson.day)}, {russian.ordinal_lesson(lesson.number)}"
        return CardState.MOVED, f"перенос: {where}", lesson.note
    if is_absent:
        return CardState.OPEN, "Не решено", _countdown(lesson)
    if lesson.distance_link:
        return CardState.MOVED, "дистанционно", lesson.distance_link
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day:
        origin = f"{dates.day_short(lesson.moved_from_day)}, {lesson.moved_from_number}\u2011й"
        return CardState.MOVED, f"перенесён с {origin}", lesson.note
    return CardState.MOVED, f"каб. {lesson.room.name}" if lesson.room else "", lesson.note


def _substituted(lesson: Lesson, row: Substitution) -> tuple[CardState, str, str]:
    name = row.teacher.user.short_name
    decision = f"замена: {name}"
    if row.joined_with:
        decision = f"объединён с {row.joined_with.course.unit_name}: {name}"
    elif lesson.in_place_of_id:
        decision = f"{lesson.note.lower()}: {name}"
    if row.declined_at:
        return CardState.DECLINED, decision, f"не может: {row.decline_note}"
    if row.signed_at:
        signed = clock.local(row.signed_at)
        when = dates.time_text(signed) if signed.date() == lesson.day else dates.day_short(signed.date())
        return CardState.SIGNED, decision, f"подписано, {when}"
    if lesson.ends <= clock.now():
        return CardState.LATE, decision, "не подписано, урок прошёл"
    return CardState.WAITING, decision, "ждёт подписи"


def _countdown(lesson: Lesson) -> str:
    left = lesson.starts - clock.now()
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return "урок прошёл" if lesson.ends <= clock.now() else "урок идёт"
    if minutes < 60:
        return f"урок через {russian.counted(minutes, 'минуту', 'минуты', 'минут')}"
    return f"урок в {dates.time_text(lesson.starts)}"


def _trouble(lesson: Lesson, board: DayBoard) -> str:
    """«Сафина Г. Т. на 5‑м уроке также в 9Б»: the giver at two lessons that are not joined."""
    row = getattr(lesson, "substitution", None)
    joined = row.joined_with_id if row else None
    mine = board._givers.get(lesson.pk, set())
    for other in board.meeting(lesson):
        theirs = getattr(other, "substitution", None)
        together = joined == other.pk or (theirs is not None and theirs.joined_with_id == lesson.pk)
        if not together and row and mine & board._givers.get(other.pk, set()):
            return f"{row.teacher.user.short_name} в это время и в {other.course.unit_name}"
    return ""
