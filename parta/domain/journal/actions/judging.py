"""Deadlines where every road passes: an entry is let through, let through late, or refused with its clause."""

from dataclasses import dataclass, field
from datetime import datetime

from parta.domain.journal.choices import DeadlineClass, Matter
from parta.domain.journal.errors import locked, reason_needed
from parta.domain.journal.models import Mark, WorkType
from parta.domain.journal.queries.deadlines import last_lesson_ends
from parta.domain.journal.queries.locks import DeadlineBook, Verdict, closed_words
from parta.domain.journal.rules import EntryMoment
from parta.domain.journal.rules.deadlines import is_slip
from parta.domain.journal.rules.locks import until_words
from parta.domain.regulation.rules import BY_DEFAULT
from parta.domain.timetable.models import Lesson
from parta.lib import clock


@dataclass(slots=True)
class Judge:
    """Judges the entries of one batch: deadlines from what is loaded already, a statement more only for homework and
    for what is locked.
    """

    lessons: dict[int, Lesson]
    kinds: dict[int, WorkType]
    book: DeadlineBook = field(default_factory=DeadlineBook)
    class_ends: dict[int, datetime] = field(default_factory=dict)

    def admit(self, lesson: Lesson, matter: Matter, moment: EntryMoment, *, work: int | None = None) -> Verdict:
        """Let an entry through. work: of a mark, the id of its own kind. Raises OperationRefused (locked)."""
        closed = closed_words(lesson)
        if closed:
            raise locked(closed, BY_DEFAULT)
        kind = self.work_class(lesson, work) if matter == Matter.MARK else DeadlineClass.LESSON
        verdict = self.book.verdict(lesson, matter, moment.made, kind, self._class_ends(lesson, matter))
        if verdict.is_locked:
            raise locked(self.book.lock_sentence(verdict), verdict.clause)
        return verdict

    def correction(self, row: Mark, verdict: Verdict, moment: EntryMoment, actor_id: int, reason: str) -> bool:
        """Is a change of the mark a correction after its deadline? Raises OperationRefused when its reason is missing.

        Not one: a first entry, a change in time, a slip of the key mended at once by the same person without a reason.
        """
        if not row.value or not verdict.is_late or verdict.deadline is None:
            return False
        if not reason and is_slip(row.made_at, moment.made, same_person=row.entered_by_id == actor_id):
            return False
        if not reason and verdict.reason_needed:
            due = until_words(verdict.deadline, clock.today())
            sentence = f"Срок этой отметки прошёл, он был {due}. Чтобы исправить «{row.value}», напишите причину"
            raise reason_needed(sentence, verdict.clause)
        return True

    def work_class(self, lesson: Lesson, own: int | None = None) -> DeadlineClass:
        """Which deadline marks follow: of their own kind of work, else of the lesson's."""
        record = getattr(lesson, "record", None)
        kind = self.kinds.get(own or (record.work_type_id if record else None) or 0)
        return DeadlineClass(kind.deadline_class) if kind else DeadlineClass.LESSON

    def _class_ends(self, lesson: Lesson, matter: Matter) -> datetime | None:
        if matter != Matter.HOMEWORK:
            return None
        if not self.class_ends:
            self.class_ends = last_lesson_ends(self.lessons.values())
        return self.class_ends[lesson.pk]
