"""What the school's act lets a diary of a grade hold: the first grade has neither marks nor homework (S3-3.7a–c)."""

from dataclasses import dataclass

from parta.domain.regulation.queries import rulebook_for

FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class DiaryPolicy:
    """What is shown. `notice` says what is not and what is instead; `clause` cites the act, «» for a default."""

    marks: bool = True
    homework: bool = True
    notice: str = ""
    clause: str = ""


def policy_of(year: int, grade_level: int) -> DiaryPolicy:
    """The policy of a grade in an academic year (its first calendar year)."""
    if grade_level != FIRST_GRADE:
        return DiaryPolicy()
    current = rulebook_for(year)
    rules = current.rulebook.marks
    marks, homework = rules.grade1_marks_allowed, rules.grade1_homework_allowed
    missing = [word for word, allowed in (("отметок", marks), ("домашних заданий", homework)) if not allowed]
    if not missing:
        return DiaryPolicy()
    setting = "grade1_homework_allowed" if marks else "grade1_marks_allowed"
    return DiaryPolicy(marks, homework, f"В 1 классе нет {' и '.join(missing)}.", current.clause(setting))


class Policies:
    """Policies of one page, asked lesson by lesson and worked out once a grade."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], DiaryPolicy] = {}

    def of(self, year: int, grade_level: int) -> DiaryPolicy:
        """The policy of a course's year and grade."""
        key = (year, grade_level)
        if key not in self._known:
            self._known[key] = policy_of(year, grade_level)
        return self._known[key]
