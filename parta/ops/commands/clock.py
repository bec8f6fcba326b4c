"""`parta clock`: move the clock of a training folder while the server runs; a real school's folder refuses."""

import argparse
import sys
from datetime import datetime

from django.conf import settings

from parta.lib import clock
from parta.lib.dates import day_with_weekday, time_text


def run(options: argparse.Namespace) -> int:
    """0 when done, 2 with a sentence when it may not or cannot be done."""
    if not settings.DATA.is_demo():
        print("Это папка настоящей школы: её часы переводить нельзя. Постройте учебную: parta demo", file=sys.stderr)
        return 2
    if options.real:
        clock.reset()
    elif options.moment:
        try:
            moment = datetime.fromisoformat(options.moment)
        except ValueError:
            print(f"Не понимаю «{options.moment}». День и время пишутся так: 2026-12-11T16:01", file=sys.stderr)
            return 2
        clock.move(moment.replace(tzinfo=moment.tzinfo or clock.zone()), frozen=options.freeze)
    now = clock.now()
    moved = clock.moved_clock()
    how = "настоящее время" if moved is None else "учебные часы стоят" if moved.frozen else "учебные часы идут"
    print(f"{day_with_weekday(now.date())} {now.year}, {time_text(now)} — {how}")
    return 0
