"""A weekly timetable without clashes, found greedily with a fixed seed."""

from dataclasses import dataclass
from random import Random

DAYS = 5
MAX_LESSONS = 7
TRIES = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """One weekly hour to be placed: a class, what is taught, and the teachers it occupies."""

    unit: str
    subject: str
    teachers: tuple[str, ...]


def place(pieces: list[Piece], seed: int) -> dict[tuple[str, int, int], Piece]:
    """(class, weekday, number) → piece. Raises ValueError when no arrangement was found."""
    random = Random(seed)  # noqa: S311  the same school every time
    for _ in range(TRIES):
        found = _try(pieces, random)
        if found is not None:
            return found
    raise ValueError("no timetable without clashes was found")


def _try(pieces: list[Piece], random: Random) -> dict[tuple[str, int, int], Piece] | None:
    placed: dict[tuple[str, int, int], Piece] = {}
    busy: set[tuple[str, int, int]] = set()
    heavy = {piece.teachers: sum(1 for one in pieces if one.teachers == piece.teachers) for piece in pieces}
    for piece in sorted(pieces, key=lambda one: (-len(one.teachers), -heavy[one.teachers], random.random())):
        spot = _spot(piece, placed, busy, random)
        if spot is None:
            return None
        placed[piece.unit, *spot] = piece
        busy.update((teacher, *spot) for teacher in piece.teachers)
    return placed if _no_windows(placed) else None


def _spot(
    piece: Piece, placed: dict[tuple[str, int, int], Piece], busy: set[tuple[str, int, int]], random: Random
) -> tuple[int, int] | None:
    days = list(range(1, DAYS + 1))
    random.shuffle(days)
    days.sort(key=lambda day: sum(1 for number in _numbers() if (piece.unit, day, number) in placed))
    fresh = [day for day in days if not _taught(piece, day, placed)]
    for day in [*fresh, *days]:  # twice a day only when there is no other place
        for number in _numbers():
            free = (piece.unit, day, number) not in placed
            if free and not any((teacher, day, number) in busy for teacher in piece.teachers):
                return day, number
    return None


def _taught(piece: Piece, day: int, placed: dict[tuple[str, int, int], Piece]) -> bool:
    found = (placed.get((piece.unit, day, number)) for number in _numbers())
    return any(one is not None and one.subject == piece.subject for one in found)


def _numbers() -> range:
    return range(1, MAX_LESSONS + 1)


def _no_windows(placed: dict[tuple[str, int, int], Piece]) -> bool:
    """A class has no free hour between its lessons."""
    for unit in {key[0] for key in placed}:
        for day in range(1, DAYS + 1):
            numbers = sorted(number for one, on, number in placed if (one, on) == (unit, day))
            if numbers != list(range(1, len(numbers) + 1)):
                return False
    return True
