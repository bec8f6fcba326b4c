"""Addresses of the office desk: one line a page module."""

from django.urls import URLPattern

from parta.web.office import board, board_acts, control_works, substitutions, summaries

urlpatterns: list[URLPattern] = [
    *board.urlpatterns,
    *board_acts.urlpatterns,
    *substitutions.urlpatterns,
    *control_works.urlpatterns,
    *summaries.urlpatterns,
]
