"""Addresses of the office desk: one line a page module."""

from django.urls import URLPattern

from parta.web.office import (
    board,
    board_acts,
    closing,
    control_works,
    council,
    exam_file,
    exams,
    lesson_statistics,
    results_terms,
    substitutions,
    summaries,
    year_closing,
)

urlpatterns: list[URLPattern] = [
    *board.urlpatterns,
    *board_acts.urlpatterns,
    *substitutions.urlpatterns,
    *control_works.urlpatterns,
    *exam_file.urlpatterns,
    *exams.urlpatterns,
    *lesson_statistics.urlpatterns,
    *results_terms.urlpatterns,
    *summaries.urlpatterns,
    *closing.urlpatterns,
    *council.urlpatterns,
    *year_closing.urlpatterns,
]
