"""What lets the pages live without a network: the worker with the list of its files, the manifest, the key of what a
person keeps on a device, the page «Нет связи» and the page of what has not arrived."""

import base64
import hashlib
import json
from functools import cache
from typing import cast

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.middleware import public

KEY_SALT = "parta.web.offline"
FOLDERS = ("css/", "js/", "icons/")
LIBRARY = "django_htmx/htmx.min.js"
ICONS = (("favicon.svg", "any", "any"), ("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-maskable-512.png", "512x512", "maskable"))  # fmt: skip
NAVY, PAPER = "#2c4a9e", "#ffffff"


@cache
def shell_files() -> list[str]:
    """Addresses of every file a page may need, with the hashes in their names."""
    names = {name for finder in get_finders() for name, _ in finder.list([])}
    return sorted(static(name) for name in names if name.startswith(FOLDERS) or name == LIBRARY)


@require_GET
@public
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, so that it covers every page. A new set of files makes it a new worker.

    None for a developer: without hashes in names old files would be shown.
    """
    if settings.DEBUG:
        raise Http404
    files = shell_files()
    version = hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]
    code = f'import {{ start }} from "{static("js/offline/worker.js")}";\n'
    code += f"start({json.dumps({'version': version, 'files': files})});\n"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_GET
@public
def manifest(request: HttpRequest) -> JsonResponse:
    """What the browser needs to put Парта on the home screen."""
    icons = [
        {
            "src": static(f"icons/{name}"),
            "sizes": sizes,
            "type": "image/svg+xml" if name.endswith(".svg") else "image/png",
            "purpose": purpose,
        }
        for name, sizes, purpose in ICONS
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": "Парта — журнал и дневник",
            "short_name": "Парта",
            "description": "Классный журнал и дневник школы",
            "lang": "ru",
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": NAVY,
            "icons": icons,
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
        json_dumps_params={"ensure_ascii": False},
    )


@require_GET
@public
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the worker and shown instead of a page that needs the network. Nobody's: the same for everybody."""
    return page(request, "web/shared/offline.html")


@never_cache
@require_GET
def offline_key(request: PartaRequest) -> JsonResponse:
    """The person's own key: what they keep on a device is sealed with it. Lives there as long as the session.

    Made from the installation's secret, so that it is the same at every sign-in and stands in no table.
    """
    key = salted_hmac(KEY_SALT, str(request.user.pk), algorithm="sha256").digest()
    age = clock.real_now().timestamp() - float(cast(float, request.session.get("started", 0)))
    seconds = max(0, int(settings.SESSION_ABSOLUTE_SECONDS - age))
    return JsonResponse({"person": request.user.pk, "key": base64.b64encode(key).decode(), "seconds": seconds})


@never_cache
@require_GET
def waiting(request: PartaRequest) -> HttpResponse:
    """Entries of this device that have not arrived. The list is on the device: the server sends an empty frame."""
    return page(request, "web/shared/waiting.html")


urlpatterns = [
    path("service-worker.js", service_worker, name="service_worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline, name="offline"),
    path("offline/key/", offline_key, name="offline_key"),
    path("journal/waiting/", waiting, name="waiting"),
]
