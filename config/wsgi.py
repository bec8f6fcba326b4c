"""WSGI entry point. A worker of `parta serve` ends with its server, whatever happened to that."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from config.lifeline import die_with_parent
from config.whole import WholeAnswers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
server = multiprocessing.parent_process()
if os.environ.get("PARTA_LAUNCHED") == "1":
    die_with_parent(os.getppid())
    if server is not None and not server.is_alive():  # it died before the kernel was asked
        os._exit(1)
application = WholeAnswers(get_wsgi_application())
