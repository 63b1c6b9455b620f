"""What is asked of the networks, made again: `python -m model.knowledge count | pairs | story | units`.

count --corpus PATH    how often the training books have each noun, into nouns.tsv
pairs                  the minimal pairs, into pairs.tsv
story [FOLDER]         the story of a network, printed
units NAME             what each unit of a network knows, into knowledge.json beside its weights
"""

import argparse
import json
import sys
from dataclasses import asdict, fields
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from model.checkpoint import load_checkpoint, load_model
from model.errors import ModelError
from model.folders import DEFAULT, SHIPPED
from model.knowledge.lexicon import count_words, read_nouns, recounted, write_nouns
from model.knowledge.pairs import make_pairs, write_pairs
from model.knowledge.report import knowledge_record, summary, write_knowledge
from model.knowledge.story import choose_story
from model.knowledge.units import Size, ablations, know_units
from model.training.books import read_books, read_manifest, split_books

console = Console(stderr=True)

# What the sizes of `units` count.
HELP = {
    "beginnings": "sentences in each half for each sentence property",
    "texts": "texts in each half for the step properties",
    "readings": "steps of each label at which the effect on a step property is read",
}


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    options = _parse(arguments)
    try:
        options.action(options)
    except ModelError as error:
        console.print(f"[bold]Stopped.[/] {error.detail}", highlight=False)
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.knowledge", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    count = actions.add_parser("count", help="count the nouns in the training books")
    count.add_argument("--corpus", type=Path, required=True, help="prepared archive or folder of .txt files")
    count.set_defaults(action=_count)
    actions.add_parser("pairs", help="make the minimal pairs").set_defaults(action=_pairs)
    story = actions.add_parser("story", help="choose the story of a network")
    story.add_argument("checkpoint", type=Path, nargs="?", default=SHIPPED / DEFAULT, help="its folder")
    story.set_defaults(action=_story)
    units = actions.add_parser("units", help="find what each unit of a network knows")
    units.add_argument("name", help="of a checkpoint")
    units.add_argument("--folder", type=Path, default=SHIPPED, help="where the checkpoints are")
    units.add_argument("--seed", type=_natural, default=1, help="of sentences, shuffles and draws")
    for field in fields(Size):
        units.add_argument(f"--{field.name}", type=_natural, default=field.default, help=HELP[field.name])
    units.set_defaults(action=_units)
    return parser.parse_args(arguments)


def _count(options: argparse.Namespace) -> None:
    books = split_books(read_books(options.corpus), read_manifest())["train"]
    words = count_words(line for book in books for line in book.paragraphs)
    write_nouns(recounted(read_nouns(), words))
    console.print(f"{words.total():,} words counted in {len(books)} books.", highlight=False)


def _pairs(_: argparse.Namespace) -> None:
    pairs = make_pairs()
    write_pairs(pairs)
    console.print(f"{len(pairs):,} pairs written.", highlight=False)


def _story(options: argparse.Namespace) -> None:
    print(json.dumps(choose_story(load_checkpoint(options.checkpoint)), indent=2))


def _units(options: argparse.Namespace) -> None:
    model = load_model(options.name, options.folder)
    size = Size(options.beginnings, options.texts, options.readings)
    with Progress(*Progress.get_default_columns(), console=console, refresh_per_second=2) as bars:
        task = bars.add_task("units ablated", total=ablations(model))
        known = know_units(model, options.seed, size, lambda: bars.advance(task))
    made = {"command": _command(options), "seed": options.seed, "sentences": asdict(size)}
    write_knowledge(options.folder / model.name, knowledge_record(model, known, made))
    for of, one in known.items():
        console.print(summary(model, of, one), highlight=False)


def _command(options: argparse.Namespace) -> str:
    """What makes the file again. The folder is left out: it is the reader's own."""
    sizes = [f"--{field.name} {getattr(options, field.name)}" for field in fields(Size)]
    return " ".join(["python -m model.knowledge units", options.name, f"--seed {options.seed}", *sizes])


def _natural(text: str) -> int:
    """A number from 0 up, as an option gives it."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 up")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
