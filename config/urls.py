"""The address tables of the product live in parta/web/urls.py (pages) and parta/api/urls.py (programs)."""

from django.urls import include, path

urlpatterns = [path("api/", include("parta.api.urls")), path("", include("parta.web.urls"))]
handler400 = "parta.web.http.bad_request"
handler403 = "parta.web.http.forbidden"
handler404 = "parta.web.http.not_found"
handler500 = "parta.web.http.server_error"
