"""Addresses of the family desk: one line a page module."""

from django.urls import URLPattern

from parta.web.family import calendar, diary, marks, results, timetable

urlpatterns: list[URLPattern] = [
    *diary.urlpatterns,
    *marks.urlpatterns,
    *results.urlpatterns,
    *timetable.urlpatterns,
    *calendar.urlpatterns,
]
