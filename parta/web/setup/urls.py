"""Addresses of the setup desk: one line a page module."""

from django.urls import URLPattern

from parta.web.setup.audit_log import urlpatterns as audit_log
from parta.web.setup.classes import urlpatterns as classes
from parta.web.setup.groups import urlpatterns as groups
from parta.web.setup.people import urlpatterns as people
from parta.web.setup.person import urlpatterns as person
from parta.web.setup.rooms import urlpatterns as rooms
from parta.web.setup.rulebook import urlpatterns as rulebook
from parta.web.setup.school_class import urlpatterns as school_class
from parta.web.setup.school_home import urlpatterns as school_home
from parta.web.setup.year import urlpatterns as year

urlpatterns: list[URLPattern] = [
    *school_home,
    *year,
    *people,
    *person,
    *classes,
    *school_class,
    *groups,
    *rooms,
    *audit_log,
    *rulebook,
]
