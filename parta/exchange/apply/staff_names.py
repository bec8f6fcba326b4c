"""Finds teachers of a file among the staff: the full name, then ё = е, then surname and initials if only one fits."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from parta.domain.school.models import StaffMember
from parta.exchange.apply.names import exact, folded, initials_key, is_short
from parta.exchange.people.parsed import PersonName
from parta.exchange.preview import Question, question_key

NEW = "new"
Key = Callable[[StaffMember], object]


class StaffFinder:
    """Staff by every way a name is written. Those who have left by the day are not looked at."""

    def __init__(self, day: date, answers: Mapping[str, str]) -> None:
        rows = StaffMember.objects.select_related("user").order_by("user__sort_name", "pk")
        self.members = [row for row in rows if row.valid_to is None or row.valid_to >= day]
        self.former = [row for row in rows if row.valid_to is not None and row.valid_to < day]
        self.answers = answers
        self.questions: dict[str, Question] = {}
        self._by_id = {str(row.pk): row for row in self.members}
        self._exact = _index(self.members, lambda row: exact(row.user.full_name))
        self._folded = _index(self.members, lambda row: folded(row.user.full_name))
        self._initials = _index(self.members, lambda row: initials_key(_name(row)))

    def find(self, name: PersonName, place: str) -> StaffMember | None:
        """The member of staff, or None for somebody new; when several fit, a question is noted."""
        key = question_key("staff", exact(name.full()))
        answer = self.answers.get(key, "")
        candidates = self._candidates(name)
        chosen = self._by_id.get(answer)
        if answer == NEW:
            return None
        if chosen in candidates:
            return chosen
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            self.questions[key] = _question(key, name, place, candidates)
        return None

    def find_former(self, name: PersonName) -> StaffMember | None:
        """Somebody of the same full name who worked here before."""
        fitting = [row for row in self.former if exact(row.user.full_name) == exact(name.full())]
        return fitting[0] if len(fitting) == 1 else None

    def _candidates(self, name: PersonName) -> list[StaffMember]:
        full = name.full()
        if self._exact[exact(full)]:
            return self._exact[exact(full)]
        if self._folded[folded(full)]:
            return self._folded[folded(full)]
        alike = [row for row in self._initials[initials_key(name)] if name.first]
        # Two whole names with the same initials are two people; a short one may be either.
        return alike if is_short(name) else [row for row in alike if is_short(_name(row))]


def _question(key: str, name: PersonName, place: str, candidates: Iterable[StaffMember]) -> Question:
    options = [
        (str(row.pk), f"{row.user.full_name}{f', {row.position}' if row.position else ''}") for row in candidates
    ]
    text = f"«{name.full()}»: подходят несколько сотрудников. Кто это?"
    return Question(key, place, text, (*options, (NEW, "Никто из них, записать нового")))


def _name(row: StaffMember) -> PersonName:
    return PersonName(row.user.last_name, row.user.first_name, row.user.middle_name)


def _index(rows: Iterable[StaffMember], key: Key) -> defaultdict[object, list[StaffMember]]:
    table: defaultdict[object, list[StaffMember]] = defaultdict(list)
    for row in rows:
        table[key(row)].append(row)
    return table


__all__ = ["NEW", "StaffFinder"]
