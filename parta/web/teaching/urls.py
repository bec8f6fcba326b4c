"""Addresses of the teaching desk: one line a page module."""

from django.urls import URLPattern

from parta.web.teaching import (
    class_attendance,
    copying,
    final_dates,
    finals,
    forecast,
    journal,
    journal_list,
    lesson,
    medical,
    my_class,
    my_day,
    openings,
    plan_acts,
    plan_coverage,
    plan_file,
    plan_lag,
    plan_new,
    plans,
    summary_class,
    timetable_view,
)

urlpatterns: list[URLPattern] = [
    *my_day.urlpatterns,
    *journal_list.urlpatterns,
    *journal.urlpatterns,
    *lesson.urlpatterns,
    *copying.urlpatterns,
    *finals.urlpatterns,
    *final_dates.urlpatterns,
    *my_class.urlpatterns,
    *class_attendance.urlpatterns,
    *medical.urlpatterns,
    *forecast.urlpatterns,
    *openings.urlpatterns,
    *timetable_view.urlpatterns,
    *plans.urlpatterns,
    *plan_acts.urlpatterns,
    *plan_new.urlpatterns,
    *plan_file.urlpatterns,
    *plan_lag.urlpatterns,
    *plan_coverage.urlpatterns,
    *summary_class.urlpatterns,
]
