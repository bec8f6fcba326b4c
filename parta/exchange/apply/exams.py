"""Results of an examination from a table: pupils found by name and class, written by the act of the hand entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.permissions import require_exam_entry
from parta.domain.finals.queries.exams import Candidate, candidates, exam_values
from parta.domain.finals.rules.exams import Score, read_score
from parta.domain.school.models import AcademicYear
from parta.exchange.apply.names import class_key, folded, initials_key, is_short, same_subject
from parta.exchange.exams.parsed import Cell, ParsedResult, ParsedResults
from parta.exchange.people.parsed import PersonName
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Line, Question, Sign, question_key
from parta.exchange.problems import Problem
from parta.lib.dates import day_title
from parta.lib.russian import counted

NAMED = 5


@dataclass(frozen=True, slots=True)
class ExamAsked:
    """What the person said beside the file: which examination, of whom. classes: ids; course: of a teacher's page."""

    year: int
    kind: ExamKind
    subject: int
    held_on: date
    received_at: datetime
    classes: tuple[int, ...] = ()
    course: int | None = None

    def as_answers(self) -> dict[str, str]:
        """As it lies beside the kept file."""
        return {
            "year": str(self.year), "kind": self.kind.value, "subject": str(self.subject),
            "held_on": self.held_on.isoformat(), "received_at": self.received_at.isoformat(),
            "classes": ",".join(map(str, self.classes)), "course": str(self.course or ""),
        }  # fmt: skip

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "ExamAsked":
        """Back from there."""
        return cls(
            int(told["year"]), ExamKind(told["kind"]), int(told["subject"]), date.fromisoformat(told["held_on"]),
            datetime.fromisoformat(told["received_at"]), tuple(int(one) for one in told["classes"].split(",") if one),
            int(told["course"]) if told["course"] else None,
        )  # fmt: skip


@dataclass(slots=True)
class ExamWork:
    """What `write` carries out."""

    held: actions.ExamHeld
    course: Course | None
    lines: list[actions.ExamLine] = field(default_factory=list)


def plan_changes(parsed: ParsedResults, options: ImportOptions) -> ImportPreview:
    """Compare the table with the pupils of the examination. Reads the database, writes nothing."""
    asked = ExamAsked.of(options.answers)
    year = AcademicYear.objects.get(pk=asked.year)
    subject = Subject.objects.get(pk=asked.subject)
    parts = ("subject", "school_class", "group", "year")
    course = Course.objects.select_related(*parts).get(pk=asked.course) if asked.course else None
    held = actions.ExamHeld(year, asked.kind, subject, asked.held_on, asked.received_at)
    exam = ExamResult(subject=subject, kind=asked.kind.value, held_on=asked.held_on)
    pupils = candidates(year, classes=asked.classes, course=course, exam=exam)
    preview = ImportPreview(ImportKind.EXAMS, parsed.file_name, columns=parsed.columns)
    preview.work = ExamWork(held, course)
    preview.problems += parsed.problems
    _Matching(preview, preview.work, pupils, exam_values(year), options.answers).take(parsed.rows)
    preview.recognised = [
        ("Экзамен", f"{subject.name}, {asked.kind.label}"),
        ("День", day_title(asked.held_on)),
        ("Учеников в выбранных классах", str(len(pupils))),
        ("Строк в файле", str(len(parsed.rows))),
    ]
    return preview


class _Matching:
    """Rows of the table against the pupils: each becomes a line, a problem with its place, or a question."""

    def __init__(
        self,
        preview: ImportPreview,
        work: ExamWork,
        pupils: Sequence[Candidate],
        allowed: Sequence[str],
        answers: Mapping[str, str],
    ) -> None:
        self.preview, self.work, self.pupils, self.answers = preview, work, pupils, answers
        self.allowed = tuple(allowed)
        self.spelt = {folded(one): one for one in allowed}
        self.seen: dict[int, str] = {}
        self.absent: list[str] = []

    def take(self, rows: Sequence[ParsedResult]) -> None:
        for row in rows:
            if row.is_empty:
                self.absent.append(row.name.full())
            else:
                self._take(row)
        if self.absent:
            names = ", ".join(self.absent[:NAMED]) + ("…" if len(self.absent) > NAMED else "")
            self.preview.notes.append(
                f"Без результата {counted(len(self.absent), 'строка', 'строки', 'строк')}: {names}."
            )

    def _take(self, row: ParsedResult) -> None:
        score, pupil = self._score(row), self._pupil(row)
        if score is None or pupil is None:
            return
        pk, title = pupil.student.pk, f"{pupil.student.user.list_name}, {pupil.class_name}"
        if pk in self.seen:
            self._problem(row.place, f"{title}: этот ученик уже есть в файле ({self.seen[pk]}). Оставьте одну строку.")
            return
        self.seen[pk] = row.place
        if pupil.standing == score.words:
            self.preview.lines.append(Line(Sign.SAME, "exam", title, score.words, row.place))
        elif pupil.standing:
            said = f"{title}: уже записано {pupil.standing}, в файле {score.words}."
            self._problem(row.place, f"{said} Исправьте его в списке результатов, с причиной, а строку удалите.")
        else:
            self.preview.lines.append(Line(Sign.ADD, "exam", title, score.words, row.place))
            self.work.lines.append(actions.ExamLine(pupil.student, score))

    def _score(self, row: ParsedResult) -> Score | None:
        """The two cells as a score; what is wrong with each is told with its place."""
        subject = self.work.held.subject.name
        if row.subject.text and not same_subject(row.subject.text, subject):
            said = f"Предмет «{row.subject.text}», а вы вносите «{subject}»."
            self._problem(row.subject.place, f"{said} Удалите строку или выберите другой предмет.")
            return None
        value = self._cell(row.value, is_mark=True)
        points = self._cell(row.points, is_mark=False)
        return None if value is None or points is None else Score(value.value, points.points)

    def _cell(self, cell: Cell, *, is_mark: bool) -> Score | None:
        text = self.spelt.get(folded(cell.text), cell.text)
        try:
            return read_score(text, "", self.allowed) if is_mark else read_score("", text, self.allowed)
        except ValueError as wrong:
            self._problem(cell.place, f"{wrong}. Исправьте ячейку и загрузите файл снова.")
            return None

    def _pupil(self, row: ParsedResult) -> Candidate | None:
        named = [one for one in self.pupils if _is_named(one, row.name)]
        unit = class_key(row.class_name) if row.class_name else None
        here = [one for one in named if unit is None or class_key(one.class_name) == unit]
        if len(here) == 1:
            return here[0]
        if len(here) > 1:
            return self._asked(row, here)
        name = row.name.full()
        if named:
            where = ", ".join(sorted({one.class_name for one in named}))
            said = f"В файле {name} — {row.class_name}, в школе — {where}. Исправьте класс или удалите строку."
        else:
            said = f"Ученика «{name}» нет среди тех, кто выбран. Исправьте имя, удалите строку или выберите его класс."
        self._problem(row.place, said)
        return None

    def _asked(self, row: ParsedResult, found: Sequence[Candidate]) -> Candidate | None:
        key = question_key("exam", row.place, row.name.full())
        options = tuple((str(one.student.pk), f"{one.student.user.full_name}, {one.class_name}") for one in found)
        answer = self.answers.get(key, "")
        chosen = next((one for one in found if str(one.student.pk) == answer), None)
        text = f"{row.place}: кто это — {row.name.full()}?"
        self.preview.questions.append(Question(key, row.place, text, options, answer if chosen else ""))
        return chosen

    def _problem(self, place: str, message: str) -> None:
        self.preview.problems.append(Problem(place, message, blocking=True))


def _is_named(pupil: Candidate, name: PersonName) -> bool:
    """The same last and first name, ё as е; a patronymic only where both have it; initials where that is all."""
    user = pupil.student.user
    own = PersonName(user.last_name, user.first_name, user.middle_name)
    if is_short(name):
        last, first, middle = initials_key(own)
        return initials_key(name) in {(last, first, middle), (last, first, "")}
    if (folded(own.last), folded(own.first)) != (folded(name.last), folded(name.first)):
        return False
    middle = folded(name.middle).rstrip(".")
    return not middle or not own.middle or folded(own.middle).startswith(middle)


def demand(actor: User, preview: ImportPreview) -> None:
    """The right of the hand entry."""
    work: ExamWork = preview.work
    require_exam_entry(actor, work.held.kind, work.course, work.held.subject)


def write(actor: User, preview: ImportPreview) -> list[str]:
    """By the act of the hand entry: all lines or none, the same record, marks carried into the journal."""
    work: ExamWork = preview.work
    outcome = actions.enter_exam_results(actor, held=work.held, lines=work.lines, course=work.course)
    carried = [f"В графу «экзамен» журнала перенесено отметок: {outcome.carried}."] if outcome.carried else []
    rest = len(outcome.notes) - NAMED
    more = [f"И ещё не перенесено в журнал: {rest}."] if rest > 0 else []
    return carried + [f"{note}." for note in outcome.notes[:NAMED]] + more


__all__ = ["ExamAsked", "ExamWork", "demand", "plan_changes", "write"]
