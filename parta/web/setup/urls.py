"""Addresses of the setup desk: one line a page module."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
