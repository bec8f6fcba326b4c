"""`parta demo`: build the training school, mark the folder as such, set its clock, print who may sign in."""

import argparse
import sys
import time
from datetime import date

from django.conf import settings
from django.core.management import call_command

from parta.domain.school.models import School
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.remembered import forget_everything
from parta.ops.demo import large
from parta.ops.demo.beside import beside
from parta.ops.demo.build import NOW, TODAY, build_demo
from parta.ops.demo.people import PASSWORD, SIGN_INS
from parta.ops.demo.school import FIRST_DAY

BAR = 24


def run(options: argparse.Namespace) -> int:
    """0 when built or already there, 2 when the folder holds a real school."""
    call_command("migrate", verbosity=0, interactive=False)
    if School.objects.exists():
        return _already(if_empty=options.if_empty)
    started = time.monotonic()
    if options.size == "school":
        with beside():
            large.build_large(_bar)
    settings.DATA.mark(kind="demo", time_zone=settings.TIME_ZONE)
    if options.size == "school":
        clock.move(clock.at(large.TODAY, *large.NOW), frozen=False)
    else:
        build_demo(_progress)
        clock.move(clock.at(TODAY, *NOW), frozen=False)
    forget_everything()
    print(f"\rУчебная школа построена за {time.monotonic() - started:.0f} с.          ", file=sys.stderr)
    if options.size == "school":
        print(f"Пароль у всех один: {PASSWORD}; логины: admin, zavuch, teacher1…60, pupil1…50, parent1…50")
    else:
        print_sign_ins()
    return 0


def print_sign_ins() -> None:
    """One line for every role."""
    print(f"Пароль у всех один: {PASSWORD}")
    for login, who in SIGN_INS:
        print(f"  {login:<10} {who}")


def _already(*, if_empty: bool) -> int:
    if settings.DATA.is_demo():
        if not if_empty:
            print("Учебная школа уже построена в этой папке.")
        print_sign_ins()
        return 0
    if if_empty:
        return 0
    print("В этой папке настоящая школа. Для учебной укажите другую: PARTA_DATA=/путь parta demo", file=sys.stderr)
    return 2


def _bar(day: date) -> None:
    part = (day - FIRST_DAY) / (large.TODAY - FIRST_DAY)
    done = round(BAR * part)
    drawn = "█" * done + "░" * (BAR - done)
    print(
        f"\rСтрою школу на 1000 учеников: {drawn} {part:4.0%}, {day_title(day)}   ", end="", file=sys.stderr, flush=True
    )


def _progress(day: date) -> None:
    print(f"\rСтрою учебную школу: {day_title(day)} …   ", end="", file=sys.stderr, flush=True)
