"""Addresses of the setup desk: one line a page module."""

from django.urls import URLPattern

from parta.web.setup.rulebook import urlpatterns as rulebook

urlpatterns: list[URLPattern] = [*rulebook]
