"""One-sheet class lists for the tests, and what was read from them in plain words."""

from parta.exchange.people.parsed import ParsedRoster
from parta.exchange.people.roster import read_roster
from parta.exchange.tests.table_files import Row, xlsx

HEAD = ["№", "ФИО", "Дата рождения", "Пол"]


def roster_of(*rows: Row, chosen: str | None = "5А") -> ParsedRoster:
    return read_roster(xlsx(list(rows)), "список.xlsx", chosen)


def names(roster: ParsedRoster) -> list[str]:
    return [student.name.full() for student in roster.students]


def said(roster: ParsedRoster) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in roster.problems)


def blocked(roster: ParsedRoster) -> bool:
    return any(problem.blocking for problem in roster.problems)


def pupil_of(*cells: object) -> ParsedRoster:
    return roster_of(HEAD, [1, *cells])
