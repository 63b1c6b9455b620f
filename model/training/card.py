"""The card of a checkpoint: what the training left in its folder, joined with what was measured, and put in place.

It does not measure anything. Format: ARCHITECTURE.md, "Card".
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from model.checkpoint import Card, LoadedModel, save_checkpoint, write_atomically
from model.errors import CheckpointError, MissingError

NO_FILES: Mapping[str, bytes] = MappingProxyType({})

# Title and sentence of each model, for the picker.
DESCRIPTIONS = {
    "english-lstm": ("English, LSTM", "An LSTM of {units} that has read {data[books][train]} novels."),
    "english-rnn": ("English, simple RNN", "Its twin without gates: a recurrent network of {units}, trained alike."),
    "characters-lstm": (
        "Characters, LSTM",
        "An LSTM of {units} that has read {data[books][train]} novels letter by letter.",
    ),
    "counter-lstm": ("Counter, LSTM", "A tiny LSTM of {units}, trained on strings like aaXbb: it has to count."),
}


def run_record(folder: Path) -> dict[str, Any]:
    """A training run as its folder tells it: command, seed, tokens, steps, seconds, valid (the best), history.

    Raises CheckpointError where `log.jsonl` or `checkpoint/card.json` is missing or unreadable.
    """
    card = _json(folder / "checkpoint" / "card.json")
    history = _history(folder / "log.jsonl")
    last, best = history[-1], card["best"]
    return {
        "command": card["command"],
        "seed": card["recipe"]["seed"],
        "tokens": int(last["tokens"]),
        "steps": int(last["step"]),
        "seconds": round(last["seconds"]),
        "valid": round(best["valid"], 4),
        "best_step": int(best["step"]),
        "history": history,
    }


def assemble(model: LoadedModel, run: dict[str, Any], measured: Card) -> Card:
    """The card of a model: `measured` has data, range, suggested, units and figures; `run` comes after those before it.

    Raises MissingError for a model that nobody has described.
    """
    if model.name not in DESCRIPTIONS:
        raise MissingError(
            f"There is no description of {model.name[:60]!r} in model/training/card.py. Add one.", field="name"
        )
    title, sentence = DESCRIPTIONS[model.name]
    units = f"{model.units} units" if model.layers == 1 else f"{model.layers} × {model.units} units"
    return {
        "name": model.name,
        "title": title,
        "sentence": sentence.format(units=units, data=measured["data"]),
        "recipe": model.card["recipe"],
        "runs": [*model.card.get("runs", []), run],
        **measured,
    }


def publish(folder: Path, model: LoadedModel, card: Card, more: Mapping[str, bytes] = NO_FILES) -> Card:
    """Put a checkpoint folder in place as a whole: it is written beside the others and takes the old one's name.

    `more`: other files of it, by their path inside. Returns the card with its seals. Raises OSError where it cannot be
    written; then nothing of it is left, and an old one is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Not inside folder.parent: whatever lies there counts as a checkpoint.
    partial, old = (folder.parent.with_name(f".{folder.name}.{state}") for state in ("partial", "old"))
    for leftover in (partial, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        sealed = save_checkpoint(partial, model.network, model.tokenizer, card)
        for path, content in more.items():
            (partial / path).parent.mkdir(exist_ok=True)
            write_atomically(partial / path, content)
        if folder.exists():
            folder.replace(old)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return sealed


def rounded(value: Any, digits: int = 4) -> Any:
    """Dictionaries and lists with their fractions rounded: a card is read by people too."""
    if isinstance(value, dict):
        return {key: rounded(part, digits) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part, digits) for part in value]
    return round(value, digits) if isinstance(value, float) else value


def _history(path: Path) -> list[dict[str, float]]:
    """The lines of a run's log in order of steps. A run killed after a line wrote it again: the later counts."""
    try:
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path.name} of the run {path.parent.name} cannot be read: {error}") from error
    if not lines:
        raise CheckpointError(f"{path.name} of the run {path.parent.name} is empty: it has not been judged yet.")
    by_step = {line["step"]: line for line in lines}
    return [rounded(by_step[step]) for step in sorted(by_step)]


def _json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path.parent.name}/{path.name} of a run cannot be read: {error}") from error
    return content
