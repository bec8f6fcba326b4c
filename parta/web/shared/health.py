"""Is the server alive, is it ready: for the launcher and for watchdogs. Says nothing about the school."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from parta.web.middleware import public


@public
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [path("health/live", live, name="health_live"), path("health/ready", ready, name="health_ready")]
