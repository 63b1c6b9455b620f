"""How far a trained counter counts, and with which cell: `python -m model.counter`.

Measures the network that `python -m model.train counter-lstm` left in its folder (--run, default runs/counter-lstm) and
prints its figures. With `--out FOLDER` the network goes to FOLDER/counter-lstm, with a full card.
"""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

import torch
from rich.console import Console

from model.checkpoint import Card, LoadedModel, load_checkpoint
from model.errors import ModelError
from model.training.card import assemble, publish, rounded, run_record
from model.training.cells import contents_range, unit_measures
from model.training.counting import (
    LONGEST,
    SUGGESTED,
    counting_cells,
    counting_data,
    counting_streams,
    first_failure,
    text_of,
)

NAME = "counter-lstm"

console = Console(stderr=True)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m model.counter", description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="folder of the training run")
    parser.add_argument("--limit", type=int, default=1000, help="the longest n that is tried")
    parser.add_argument("--out", type=Path, help="folder of checkpoints to write to")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    try:
        run = run_record(options.run)
        model = dataclasses.replace(load_checkpoint(options.run / "checkpoint"), name=NAME)
        card = assemble(model, run, _measure(model, options.limit))
        if options.out:
            publish(options.out / NAME, model, card)
    except ModelError as error:
        console.print(f"[bold]Stopped.[/] {error.detail}", highlight=False)
        return 1
    print(json.dumps(card["figures"]["counting"], indent=2))
    return 0


def _measure(model: LoadedModel, limit: int) -> Card:
    """All of a card but what its training run tells."""
    _, valid = counting_streams()
    failure = first_failure(model.network, limit)
    cells = counting_cells(model, LONGEST)
    return {
        "data": counting_data(),
        "range": contents_range(model, [text_of(n) for n in range(1, LONGEST + 1)]),
        "units": unit_measures(model, valid, lambda _: None),
        "suggested": suggestion(cells[0].unit),
        "examples": examples(),
        "figures": {
            "counting": {
                "trained_to": LONGEST,
                "perfect_to": limit if failure is None else failure - 1,
                "first_failure": failure,
                "tried_to": limit,
                "cells": [rounded(dataclasses.asdict(cell)) for cell in cells],
            }
        },
    }


def suggestion(unit: int) -> Card:
    """What a page opens with: a string that fits on a screen, at its last a, and the unit that counts best."""
    return {"name": f"n = {SUGGESTED}", "text": text_of(SUGGESTED), "layer": 0, "unit": unit, "step": SUGGESTED}


def examples() -> list[Card]:
    """Other strings to try: a short one, one that goes on too long, one longer than all that were trained on."""
    beyond = LONGEST + LONGEST // 5
    return [
        {"name": "n = 5", "text": text_of(5)},
        {"name": "two b too many", "text": text_of(8) + "b" * 2},
        {"name": "no b yet", "text": "a" * 12},
        {"name": f"n = {beyond}, beyond its training", "text": text_of(beyond)},
    ]


if __name__ == "__main__":
    sys.exit(main())
