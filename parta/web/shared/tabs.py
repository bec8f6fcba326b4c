"""A line of a switch: periods, parts of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """Where it leads, and whether one is there."""

    title: str
    url: str
    current: bool = False
    count: int | None = None
