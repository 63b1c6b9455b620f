"""Fuzz for longer, or find out more: `python -m benchmarks.fuzz [--seconds N] [TARGET …]`. Exit code 1 for findings."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.fuzz.campaign import run_campaign
from benchmarks.fuzz.targets import TARGETS


def main(arguments: list[str] | None = None) -> int:
    """Print a line a target; of one that broke also what it said and where the input is, which is kept."""
    parser = ArgumentParser(prog="python -m benchmarks.fuzz", description="Fuzz what reads bytes of others.")
    parser.add_argument(
        "target", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all, where none is named"
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.target) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}. There are {', '.join(TARGETS)}.")
    broken = False
    for target in chosen.target or TARGETS:
        campaign = run_campaign(target, chosen.seconds, Path(mkdtemp(prefix=f"fuzz-{target}-")))
        print(f"{target}: {campaign.executions:,} inputs, {campaign.rate:,.0f} a second, {len(campaign.found)} found")
        for path in campaign.found:
            broken = True
            print(f"{campaign.said}\nThe input is {path}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
