"""Reads of the room, by screen."""

from parta.domain.finals.queries.columns import FinalColumn, Offer, final_columns, final_offers
from parta.domain.finals.queries.desk import FinalDesk, load_desk
from parta.domain.finals.queries.evidence import Evidence, EvidenceMark, evidence_of
from parta.domain.finals.queries.marks import FinalPage, FinalRow, final_page
from parta.domain.finals.queries.places import FinalPlace, place_by_code, place_now, places_of
from parta.domain.finals.queries.warnings import CourseFinals, teacher_finals
from parta.domain.finals.queries.windows import FinalWindow, window_of

__all__ = [
    "CourseFinals",
    "Evidence",
    "EvidenceMark",
    "FinalColumn",
    "FinalDesk",
    "FinalPage",
    "FinalPlace",
    "FinalRow",
    "FinalWindow",
    "Offer",
    "evidence_of",
    "final_columns",
    "final_offers",
    "final_page",
    "load_desk",
    "place_by_code",
    "place_now",
    "places_of",
    "teacher_finals",
    "window_of",
]
