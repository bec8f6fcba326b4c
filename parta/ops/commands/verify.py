"""`parta verify`: walk the audit chain and name the first broken link."""

import argparse
import sys

from parta.domain.audit.queries import verify_chain
from parta.lib import clock
from parta.lib.russian import counted


def run(options: argparse.Namespace) -> int:
    """0 when every link holds, 1 when one does not."""
    report = verify_chain(lambda checked: print(f"\rпроверено {checked}", end="", file=sys.stderr))
    print("\r", end="", file=sys.stderr)
    if report.broken is None:
        print(f"Журнал действий цел: {counted(report.checked, 'запись', 'записи', 'записей')}, цепочка не порвана.")
        return 0
    link = report.broken
    when = f" от {clock.local(link.at):%d.%m.%Y %H:%M}" if link.at else ""
    print(
        f"Цепочка порвана на записи № {link.sequence}{when} ({link.code}): {link.why}. "
        f"До неё целы {counted(report.checked, 'запись', 'записи', 'записей')}.",
        file=sys.stderr,
    )
    return 1
