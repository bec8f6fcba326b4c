"""Reads a timetable drawn as a table in XLSX, in any of the ways schools draw it, into ParsedTimetable."""

from parta.exchange.timetable.grid.reading import read_grid

__all__ = ["read_grid"]
