"""Measure the cluster, print, and fail where a bound is missed: `python -m benchmarks.cluster [--write]`."""

import signal
import sys
from argparse import ArgumentParser

from benchmarks.__main__ import run, verdict
from benchmarks.cluster.measure import measure


def main() -> int:
    """Exit code 1 where a bound is missed."""
    parser = ArgumentParser(prog="python -m benchmarks.cluster", description="Measure Gatescope on two Ray nodes.")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # else Ray's processes would stay
    return verdict(run("cluster", measure, parser.parse_args().write))


if __name__ == "__main__":
    sys.exit(main())
