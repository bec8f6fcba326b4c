"""`parta jobs`: periodic work, in a loop beside the server or once."""

import argparse

from parta.ops import jobs


def run(options: argparse.Namespace) -> int:
    """Always 0; a job that fails stops the loop and the launcher starts it again."""
    if not options.once:
        jobs.loop()
        return 0
    done = jobs.run_due()
    for name, line in done:
        print(f"{name}: {line}")
    if not done:
        print("Сейчас ничего не нужно: всё выполнено в срок.")
    return 0
