"""Run every measurement, print one table, and fail where a bound is missed: `python -m benchmarks`."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import api, frames, gradients, long, page, similar, startup, trace, writing
from benchmarks.measure import Measurement

MEASURES = (
    trace.measure, startup.measure, api.measure, gradients.measure, page.measure, frames.measure, writing.measure,
    long.measure, similar.measure,
)  # fmt: skip


def main() -> int:
    """Exit code 1 where a bound is missed."""
    found = [measurement for measure in MEASURES for measurement in measure()]
    Console().print(as_table(found))
    missed = [measurement.what for measurement in found if not measurement.holds]
    if missed:
        print(
            f"Missed: {'; '.join(missed)}. Close other programs and try again before looking for a cause in the code."
        )
    return 1 if missed else 0


def as_table(found: list[Measurement]) -> Table:
    """A line a measurement."""
    table = Table("measured", "value", "bound", box=None, pad_edge=False)
    for measurement in found:
        table.add_row(measurement.what, measurement.text, measurement.verdict)
    return table


if __name__ == "__main__":
    sys.exit(main())
