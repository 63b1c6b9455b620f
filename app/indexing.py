"""Reads files into an index that can be searched: what `gatescope index` does."""

import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.knowledge.corpora import LABELLED
from app.settings import Settings
from model import (
    RULED,
    InputError,
    LoadedModel,
    encode_passages,
    index_path,
    known_signals,
    label_text,
    load_model,
    read_passages,
    signal_names,
    write_index,
)

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def make_index(files: Sequence[Path], settings: Settings, name: str | None = None, signals: str | None = None) -> str:
    """Index files for the model of the settings. Returns what was made, in a line.

    Raises ModelError for files that are no text, a name that is none, a signal that the model has not.
    """
    begun = time.perf_counter()
    model = load_model(settings.model, *settings.model_folders)
    kept = _signals(model, signals)
    texts = read_passages(list(files))
    name = _named(files[0]) if name is None else name
    path = _place(settings, model, name)
    with Progress(*COLUMNS, console=Console(stderr=True), refresh_per_second=2) as bars:
        passages = encode_passages(model, map(label_text, _counted(bars, texts)), RULED)
        reading = bars.add_task("moments read", total=passages.moments)
        write_index(path, model, passages, kept, lambda moments: bars.advance(reading, moments))
    seconds = time.perf_counter() - begun
    return (
        f"{name}: {passages.moments:,} moments of {len(texts):,} passages as {model.name} reads them, "
        f'{path.stat().st_size / 1e6:,.0f} MB, in {seconds:.0f} s. Search it by "corpus": "{name}".'
    )


def _counted(bars: Progress, texts: list[str]) -> Iterable[str]:
    return bars.track(texts, description="passages found")


def _named(file: Path) -> str:
    """A name for an index, after a file. Raises InputError where nothing is left of the file's."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).strip("-._")[:64]
    if not name:
        raise InputError("The file's name makes none for the index. Say by --name what it is called.")
    return name


def _place(settings: Settings, model: LoadedModel, name: str) -> Path:
    if name == LABELLED:
        raise InputError(f"{LABELLED!r} is the name of the labelled sentences. Take another one: --name NAME.")
    return index_path(settings.home_folder, model.name, name)


def _signals(model: LoadedModel, wanted: str | None) -> list[str]:
    """Comma-separated names; None: what a layer remembers with and what it says."""
    if wanted is None:
        return known_signals(model)
    names = list(dict.fromkeys(name.strip() for name in wanted.split(",")))
    if not set(names) <= set(signal_names(model.kind)):
        raise InputError(f"{model.name} has no such signal. Take of: {', '.join(signal_names(model.kind))}.")
    return names
