"""Addresses of the account desk: signing in, the first page, preferences, one's own profile."""

from parta.web.account import change_password, choose_seat, home, preferences, profile, sign_in, sign_out

urlpatterns = [
    *sign_in.urlpatterns,
    *sign_out.urlpatterns,
    *home.urlpatterns,
    *choose_seat.urlpatterns,
    *preferences.urlpatterns,
    *profile.urlpatterns,
    *change_password.urlpatterns,
]
