"""Every address of the product, by desk."""

from parta.web.account.urls import urlpatterns as account
from parta.web.family.urls import urlpatterns as family
from parta.web.office.urls import urlpatterns as office
from parta.web.setup.urls import urlpatterns as setup
from parta.web.shared.attachments import urlpatterns as attachments
from parta.web.shared.health import urlpatterns as health
from parta.web.shared.offline import urlpatterns as offline
from parta.web.teaching.urls import urlpatterns as teaching

urlpatterns = [*health, *offline, *attachments, *account, *teaching, *family, *office, *setup]
