"""`parta import`: read a file, show what it holds, write it to the school when asked."""

import argparse


def run(options: argparse.Namespace) -> int:
    """0 when understood, 2 with a sentence on standard error when not."""
    raise NotImplementedError
