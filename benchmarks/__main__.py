"""Measure, print, and fail where a bound is missed: `python -m benchmarks [--write] [PART …]`.

Each part is printed, and with `--write` kept in benchmarks/README.md, as soon as it is done: a long run that is stopped
loses only the part that it was at.
"""

import sys
from argparse import ArgumentParser

from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine, moment, processor_ticks, taken_since
from benchmarks.measure import Measurement
from benchmarks.parts import PARTS, Measure
from benchmarks.server import ROOT
from benchmarks.tables import with_table

README = ROOT / "benchmarks/README.md"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 where a bound is missed."""
    parser = ArgumentParser(prog="python -m benchmarks", description="Measure speed, memory and faults.")
    parser.add_argument("part", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all, where none is named")
    parser.add_argument("--write", action="store_true", help="keep the tables in benchmarks/README.md")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
    return verdict([each for part in chosen.part or PARTS for each in run(part, PARTS[part], chosen.write)])


def verdict(found: list[Measurement]) -> int:
    """Name what is missed; exit code 1 where anything is."""
    missed = [each for each in found if not each.holds]
    if missed:
        names = "; ".join(each.what for each in missed)
        print(f"Missed: {names}. Close other programs and try again before looking for a cause in the code.")
    return 1 if missed else 0


def run(part: str, measure: Measure, write: bool) -> list[Measurement]:
    """Measure a part, print its table and, where asked, keep it."""
    when, before = moment(), processor_ticks()
    found = list(measure())
    when = f"{when}, {taken_since(before)}"
    console = Console()
    console.print(f"\n[bold]{part}[/] ({when})", highlight=False)
    console.print(as_table(found))
    if write:
        document = with_table(README.read_text("utf-8"), "machine", f"{machine()}.\n")
        README.write_text(with_table(document, part, as_markdown(found, when)), "utf-8")
    return found


def as_table(found: list[Measurement]) -> Table:
    """A line a measurement, for the terminal."""
    table = Table("measured", "value", "bound", box=None, pad_edge=False)
    for each in found:
        table.add_row(each.what, each.text, each.verdict)
    return table


def as_markdown(found: list[Measurement], when: str) -> str:
    """The same for a document, with the moment of the measurement below."""
    rows = [f"| {each.what} | {each.text} | {each.verdict.replace('MISSED', '**missed**')} |" for each in found]
    return "\n".join(["| measured | value | bound |", "|---|---|---|", *rows, "", f"{when}.", ""])


if __name__ == "__main__":
    sys.exit(main())
