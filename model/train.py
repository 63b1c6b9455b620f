"""Train a network: `python -m model.train NAME --corpus PATH` (no corpus for `counter-lstm`: its text is generated).

Started again with the same folder it goes on where it stopped, even after a kill. `--from CHECKPOINT` starts a new
run from finished weights, with a fresh optimiser and warm-up. The best network by validation loss is in
OUT/checkpoint; `python -m model.evaluate` completes its card.
"""

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from model.checkpoint import LoadedModel, load_checkpoint, write_atomically
from model.errors import InputError, ModelError
from model.reader import Reader
from model.tokenizer import BYTES_ALONE, TextTokenizer
from model.training import loop
from model.training.allocator import keep_freed_memory
from model.training.books import read_books, read_manifest, split_books
from model.training.counting import counting_streams, counting_tokenizer
from model.training.data import Stream, encode_books
from model.training.recipe import RECIPES, Recipe, find_recipe, in_words

OVERRIDES = ("tokens", "seed", "rate", "clip", "dropout", "cell_penalty", "units", "layers", "vocabulary", "decay")

console = Console(stderr=True)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    options = _parse(arguments)
    try:
        _train(options)
    except ModelError as error:
        console.print(f"[bold]Stopped.[/] {error.detail}", highlight=False)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped; the same command goes on from the last saved step.")
        return 130
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m model.train", description=__doc__)
    parser.add_argument("name", help=f"one of: {', '.join(RECIPES)}")
    parser.add_argument("--corpus", type=Path, help="prepared archive or folder of .txt files")
    parser.add_argument("--out", type=Path, help="folder of the run (default: runs/NAME)")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="processor threads to use")
    parser.add_argument("--from", dest="start", type=Path, help="checkpoint folder to go on from")
    parser.add_argument("--float32", action="store_true", help="no bf16 arithmetic")
    for name in OVERRIDES:
        default = {field.name: field.type for field in dataclasses.fields(Recipe)}[name]
        parser.add_argument(f"--{name.replace('_', '-')}", type=default, help=f"instead of the recipe's {name}")
    return parser.parse_args(arguments)


def _train(options: argparse.Namespace) -> None:
    torch.set_num_threads(options.threads)
    keep_freed_memory()
    recipe = _recipe(options)
    out: Path = options.out or Path("runs") / options.name
    start = _start(options.start, recipe) if options.start else None
    tokenizer, training, valid = load_data(options.corpus, out, recipe, start.tokenizer if start else None)
    if (out / "state.pt").exists():
        run = loop.resume_run(recipe, training, out, options.device)
        console.print(f"Going on from step {run.step:,} of {recipe.steps:,}.")
    else:
        run = loop.start_run(recipe, training, options.device, start.network.state_dict() if start else None)
    card: dict[str, Any] = {
        "name": options.name,
        "recipe": dataclasses.asdict(recipe),
        "command": _command(options),
        "training_tokens_per_pass": len(training),
        "runs": start.card.get("runs", []) if start else [],
    }
    columns = (
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        TextColumn(
            "{task.completed:,}/{task.total:,} · loss {task.fields[loss]:.3f} · {task.fields[speed]:,.0f} tokens/s"
        ),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, refresh_per_second=1) as bar:
        task = bar.add_task(options.name, total=recipe.steps, completed=run.step, loss=float("nan"), speed=0.0)

        def report(at: loop.Progress) -> None:
            bar.update(task, completed=at.step, loss=at.loss, speed=at.speed)

        loop.train(run, out, valid, tokenizer, card, report)
    console.print(
        f"Best validation loss {run.best:.4f} nats per token; network in {out / 'checkpoint'}.", highlight=False
    )


def _start(folder: Path, recipe: Recipe) -> LoadedModel:
    """The checkpoint to go on from. Raises InputError where its network is not the one that the recipe describes."""
    start = load_checkpoint(folder)
    if start.network.shape != recipe.shape:
        found, asked = in_words(start.network.shape), in_words(recipe.shape)
        raise InputError(f"{folder.name} is an {found}; asked for is an {asked}. Ask for the same.", field="from")
    return start


def _command(options: argparse.Namespace) -> str:
    """The command that anyone can run again: what was asked for, without the folders of this machine."""
    words = ["python -m model.train", options.name]
    words += ["--corpus CORPUS"] if options.corpus else []
    words += ["--from CHECKPOINT"] if options.start else []
    words += ["--float32"] if options.float32 else []
    for name in OVERRIDES:
        if getattr(options, name) is not None:
            words.append(f"--{name.replace('_', '-')} {getattr(options, name)}")
    return " ".join(words)


def _recipe(options: argparse.Namespace) -> Recipe:
    changes = {name: getattr(options, name) for name in OVERRIDES if getattr(options, name) is not None}
    if options.float32:
        changes["bf16"] = False
    return dataclasses.replace(find_recipe(options.name), **changes)


def load_data(
    corpus: Path | None, out: Path, recipe: Recipe, given: Reader | None
) -> tuple[Reader, Stream, list[Stream]]:
    """(tokeniser, training stream, validation streams). Raises InputError where there should be a corpus."""
    if recipe.text == "counting":
        return counting_tokenizer(), *counting_streams()
    if corpus is None:
        raise InputError("This network reads books. Give them with --corpus PATH.", field="corpus")
    return _load_books(corpus, out, recipe, given)


def _load_books(corpus: Path, out: Path, recipe: Recipe, given: Reader | None) -> tuple[Reader, Stream, list[Stream]]:
    """`load_data` of the books, made once and kept beside the run: encoding takes a minute.

    The tokeniser is the `given` one, else the one that is kept, else that of bytes or learned from the training books.
    """
    parts = split_books(read_books(corpus), read_manifest())
    out.mkdir(parents=True, exist_ok=True)
    kept, encoded = out / "tokenizer.json", out / "tokens.npz"
    if given:
        tokenizer: Reader = given
        if kept.exists() and kept.read_text("utf-8") != given.to_json():
            encoded.unlink(missing_ok=True)
    elif kept.exists():
        tokenizer = TextTokenizer.load(kept)
    elif recipe.vocabulary == BYTES_ALONE:
        tokenizer = TextTokenizer.of_bytes()
    else:
        console.print("Learning the vocabulary …")
        tokenizer = TextTokenizer.train(
            (line for book in parts["train"] for line in book.paragraphs), recipe.vocabulary
        )
    write_atomically(kept, tokenizer.to_json().encode())
    if not encoded.exists():
        console.print("Encoding the books …")
        streams = {"train": encode_books(parts["train"], tokenizer)}
        streams |= {book.slug: encode_books([book], tokenizer) for book in parts["valid"]}
        partial = out / "tokens.partial.npz"
        np.savez(partial, allow_pickle=False, **streams)
        partial.replace(encoded)
    with np.load(encoded) as data:
        return tokenizer, data["train"], [data[book.slug] for book in parts["valid"]]


if __name__ == "__main__":
    sys.exit(main())
