"""Imports a network that nobody here trained: what `gatescope import` does. It tells what it will do, and asks."""

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.settings import Settings
from app.terminal.safe import safe
from app.terminal.screen import Screen, open_screen
from app.training import check_free
from model import Card, ImportPlan, check_name, import_network, plan_import

KINDS = {"lstm": "LSTM", "gru": "GRU", "rnn": "Simple RNN"}


class NotAskedError(Exception):
    """Nobody was there to say yes."""


def import_file(
    file: Path, name: str, vocabulary: Path | None, settings: Settings, *, yes: bool = False, replace: bool = False
) -> str | None:
    """Show what would be made of a file, ask unless `yes`, and make it. Returns what was made, in lines; None after no.

    Raises NotAskedError where standard input is no terminal and `yes` is not given, and ModelError for what cannot be
    imported; nothing is written then.
    """
    models = settings.model_folders[-1]
    check_name(name)
    check_free(name, models, replace=replace)
    plan = plan_import(file, name, models, vocabulary)
    screen = open_screen(None)
    show_plan(screen, plan)
    if not yes:
        if not somebody_there():
            raise NotAskedError
        if not typer.confirm("Import it?"):
            return None
    with Console(stderr=True).status("Measured on texts that it can read …"):
        card = import_network(plan, replace=replace)
    return summary(plan, card)


def somebody_there() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty()


def show_plan(screen: Screen, plan: ImportPlan) -> None:
    """Draw what was found, what it becomes and where it goes: a row for each."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style=screen.style("soft"), no_wrap=True)
    table.add_column(overflow="fold")
    for title, text in plan_rows(plan):
        table.add_row(title, Text(safe(text)))
    screen.console.print(table)


def plan_rows(plan: ImportPlan) -> list[tuple[str, str]]:
    """(what, which) of a plan, in words."""
    found, parts = plan.network, dict(plan.network.where)
    size = f"{len(found.layers)} layers of {found.units:,} units" if len(found.layers) > 1 else f"{found.units:,} units"
    embedding = f"{parts['embedding']}, {found.vocabulary:,} tokens × {found.width:,} numbers"
    predictions = {
        "tied": f"{parts['head']}, with the embedding's weights",
        "linear": parts["head"],
        "none": "none: it is traced without predictions",
    }
    rows = [
        ("File", f"{plan.file.name}, {plan.bytes / 1e6:.1f} MB, {found.format}"),
        ("Network", f"{KINDS[found.kind]}, {size}: {parts['recurrent layers']}"),
        ("Embedding", embedding if found.embedding is not None else f"none, {found.width:,} tokens go in one-hot"),
        ("Predictions", predictions[found.head]),
        ("Vocabulary", vocabulary_words(plan)),
        *(("Left out", sentence) for sentence in found.left_out),
        *(("Taken as given", sentence) for sentence in found.assumed),
        *(("Passed over", sentence) for sentence in plan.passed),
        *(("Beside it", f"{name}, settings") for name in plan.settings),
        ("Becomes", f"{plan.name}, {plan.disk / 1e6:.1f} MB"),
        ("In", str(plan.folder)),
    ]
    return [*rows, ("Replaces", f"the model {plan.name} that is there")] if plan.replaces else rows


def vocabulary_words(plan: ImportPlan) -> str:
    """Where tokens are from, what they are, and which of them stand for no text."""
    reader, names = plan.reading.tokenizer, {number: token for token, number in plan.vocabulary.ids.items()}
    marks = [
        f"{what} {names[number]}"
        for what, number in (
            ("begins with", reader.start_id),
            ("ends with", reader.end_id),
            ("else", reader.unknown_id),
        )
        if number is not None
    ]
    small = ["capitals are made small"] if plan.reading.lowercase else []
    tokens = f"{plan.vocabulary.file.name}, {len(names):,} tokens, {plan.reading.units}"
    return "; ".join([tokens, *small, *marks, *(["others are refused"] if reader.unknown_id is None else [])])


def summary(plan: ImportPlan, card: Card) -> str:
    """What was made, in lines."""
    return (
        f"{plan.name}: {safe(card['sentence'])}\n"
        f"Measured on {card['imported']['measured_on']}. Look at it: gatescope serve --model {plan.name}"
    )
