"""Measure trained networks and put them in place: `python -m model.evaluate NAME … --corpus PATH`.

Each name's training run (--runs, default runs/NAME) is measured on books and sentences that it was not trained on, and
its best checkpoint goes to OUT/NAME with a full card. Two names are twins: each is compared with the other.
With `--only FIGURE` that figure alone is measured, of the checkpoints in OUT as they are, and put into their cards:
`gradients` on the test books, or `units` (half-life, saturation and mean of each) on the validation books.
`python -m model.evaluate --table` prints the figures of the shipped models as Markdown.
"""

import argparse
import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from model.checkpoint import Card, LoadedModel, load_checkpoint, load_model, write_card
from model.errors import ModelError
from model.folders import SHIPPED, checkpoint_names
from model.knowledge.agreement import score_pairs
from model.knowledge.log_odds import says_words
from model.knowledge.memory_test import AGAINST, FAVOURED, memory_test
from model.knowledge.pairs import read_pairs
from model.knowledge.quotation import choose_quotation
from model.knowledge.story import choose_story
from model.knowledge.turn import choose_turn
from model.training.allocator import keep_freed_memory
from model.training.books import Book, Split, read_books, read_manifest, split_books
from model.training.card import assemble, publish, rounded, run_record
from model.training.evaluate import HeldOut
from model.training.quality import Floats, Quality, Stage, check_parts, measure_gradients, measure_units
from model.training.table import gradient_table, markdown_table, measured

console = Console(stderr=True)

Parts = dict[Split, list[Book]]


def _gradients(model: LoadedModel, parts: Parts, stage: Stage) -> Card:
    test = HeldOut.read(parts["test"], model.tokenizer)
    return {"figures": model.card["figures"] | {"gradients": measure_gradients(model, test, stage)}}


def _units(model: LoadedModel, parts: Parts, stage: Stage) -> Card:
    return {"units": measure_units(model, HeldOut.read(parts["valid"], model.tokenizer), stage)}


def _story(model: LoadedModel, _parts: Parts, _stage: Stage) -> Card:
    return {"suggested": suggestions(model)}


# What can be measured by itself: it gives the parts of a card that take the place of the old ones.
ALONE: dict[str, Callable[[LoadedModel, Parts, Stage], Card]] = {
    "gradients": _gradients,
    "units": _units,
    "story": _story,
}


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    options = _parse(arguments)
    torch.set_num_threads(options.threads)
    keep_freed_memory()
    try:
        if options.table:
            _print_tables(measured([load_model(name).card for name in checkpoint_names()]))
        elif options.only:
            _measure_alone(options)
        else:
            _evaluate(options)
    except ModelError as error:
        console.print(f"[bold]Stopped.[/] {error.detail}", highlight=False)
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m model.evaluate", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="models to measure")
    parser.add_argument("--table", action="store_true", help="print the figures of the shipped models as Markdown")
    parser.add_argument("--only", choices=ALONE, metavar="FIGURE", help=f"measure one figure: {', '.join(ALONE)}")
    parser.add_argument("--corpus", type=Path, help="prepared archive or folder of .txt files")
    parser.add_argument("--runs", type=Path, nargs="+", help="folders of the training runs (default: runs/NAME)")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder of checkpoints to write to")
    parser.add_argument("--work", type=Path, default=Path("runs/evaluation"), help="what need not be measured again")
    parser.add_argument("--threads", type=int, default=1, help="more only pay where nothing else runs (default: 1)")
    options = parser.parse_args(arguments)
    if not options.table and not (options.names and options.corpus):
        parser.error("give the names of models and --corpus, or --table")
    options.runs = options.runs or [Path("runs") / name for name in options.names]
    if len(options.runs) != len(options.names):
        parser.error(f"{len(options.names)} names need as many --runs, not {len(options.runs)}")
    return options


def _evaluate(options: argparse.Namespace) -> None:
    began = time.perf_counter()
    runs = [run_record(folder) for folder in options.runs]
    models = [
        dataclasses.replace(load_checkpoint(folder / "checkpoint"), name=name)
        for folder, name in zip(options.runs, options.names, strict=True)
    ]
    parts = split_books(read_books(options.corpus), read_manifest())
    with _bars() as bars:
        quality = Quality(parts, models[0].tokenizer, options.work, partial(_stage, bars))
        losses = [quality.losses(model) for model in models]
        measured = [_measure(quality, model, own, bars) for model, own in zip(models, losses, strict=True)]
    if len(models) == 2:
        for this, other in ((0, 1), (1, 0)):
            difference = quality.difference(losses[this], losses[other])
            measured[this]["figures"]["against_twin"] = {"twin": models[other].name, **difference}
    cards = [assemble(*each) for each in zip(models, runs, measured, strict=True)]
    for model, card in zip(models, cards, strict=True):
        publish(options.out / model.name, model, card)
    _print_tables(cards)
    console.print(f"Written to {options.out} after {time.perf_counter() - began:.0f} s.", highlight=False)


def _measure_alone(options: argparse.Namespace) -> None:
    parts = split_books(read_books(options.corpus), read_manifest())
    check_parts(parts)
    cards = []
    for name in options.names:
        model = load_model(name, options.out)
        with _bars() as bars:
            cards.append(model.card | ALONE[options.only](model, parts, partial(_stage, bars)))
        write_card(options.out / name, cards[-1])
    _print_tables(cards)


def _print_tables(cards: list[Card]) -> None:
    sys.stdout.write(f"{markdown_table(cards)}\n\n{gradient_table(cards)}\n")


def _measure(quality: Quality, model: LoadedModel, losses: Floats, bars: Progress) -> Card:
    """All of a card but what its training run tells and what needs the twin."""
    pairs = read_pairs()
    figures = quality.figures(model, losses)
    with _stage(bars, f"{model.name}: agreement, memory test, story", 3) as advance:
        found = {result.category: dataclasses.asdict(result) for result in score_pairs(model, pairs)}
        figures["agreement"] = {category: rounded(result) for category, result in found.items()}
        advance(1)
        if says_words(model, FAVOURED, AGAINST):  # the memory test reads the odds of two tokens
            figures["memory_test"] = rounded(dataclasses.asdict(memory_test(model)))
        advance(1)
        suggested = suggestions(model)
        advance(1)
    return {"data": quality.data(), **quality.reading(model), "suggested": suggested, "figures": figures}


def suggestions(model: LoadedModel) -> Card:
    """What a page opens with: {text, layer, unit, step, …}.

    The story and its turn hang on pronouns that are one token. A network that has no such tells of a quotation.
    """
    if says_words(model, FAVOURED, AGAINST):
        return {**choose_story(model), "turn": choose_turn(model)}
    return choose_quotation(model)


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        console=console, refresh_per_second=2,
    )  # fmt: skip


@contextmanager
def _stage(bars: Progress, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar of its own for something to be measured; gives the function that is told of each piece done."""
    task = bars.add_task(what, total=total)
    yield lambda amount: bars.advance(task, amount)
    if not console.is_terminal:  # bars are drawn on terminals alone; a log gets a line a stage
        console.print(f"{what}: {bars.tasks[task].elapsed:.0f} s", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
