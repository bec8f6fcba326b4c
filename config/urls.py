"""The address table of the product lives in parta/web/urls.py."""

from django.urls import include, path

urlpatterns = [path("", include("parta.web.urls"))]
handler400 = "parta.web.http.bad_request"
handler403 = "parta.web.http.forbidden"
handler404 = "parta.web.http.not_found"
handler500 = "parta.web.http.server_error"
