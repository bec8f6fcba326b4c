"""The first page: it sends everybody to the first page of their seat."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access.queries import administrators
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.menu import current_seat, seats_of


def home(request: PartaRequest) -> HttpResponse:
    """Redirect to the seat; a person without a role is told whom to ask."""
    seat = current_seat(request, seats_of(request.user, request.roles))
    if seat is not None:
        return redirect(seat.url)
    return page(request, "web/account/home.html", {"administrators": administrators(clock.today())})


urlpatterns = [path("", home, name="home")]
