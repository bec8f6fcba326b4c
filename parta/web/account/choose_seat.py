"""Changing the seat: another role or another child without signing out."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.web.http import PartaRequest
from parta.web.menu import SEAT_KEY, seats_of


@require_POST
def choose_seat(request: PartaRequest) -> HttpResponse:
    """Remember the seat for this session and open its first page; somebody else's seat does not exist."""
    chosen = request.POST.get("seat", "")
    seat = next((one for one in seats_of(request.user, request.roles) if one.key == chosen), None)
    if seat is None:
        raise Http404
    request.session[SEAT_KEY] = seat.key
    return redirect(seat.url)


urlpatterns = [path("seat/", choose_seat, name="choose_seat")]
