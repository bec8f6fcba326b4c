"""The first page: it sends everybody to the first page of their seat."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access.queries import administrators
from parta.domain.journal.queries import substitutions_of
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.menu import current_seat, seats_of


def home(request: PartaRequest) -> HttpResponse:
    """Redirect to the seat; a person without a role is told whom to ask."""
    seat = current_seat(request, seats_of(request.user, request.roles))
    if seat is not None:
        return redirect(seat.url)
    today = clock.today()
    waiting = substitutions_of(request.user, today - timedelta(days=7), today + timedelta(days=14))
    context = {"administrators": administrators(today), "substitutions": waiting}
    return page(request, "web/account/home.html", context)


urlpatterns = [path("", home, name="home")]
