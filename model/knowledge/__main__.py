"""What is asked of the networks, made again: `python -m model.knowledge count | pairs`.

count --corpus PATH    how often the training books have each noun, into nouns.tsv
pairs                  the minimal pairs, into pairs.tsv
"""

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console

from model.checkpoint import DEFAULT, SHIPPED, load_checkpoint
from model.errors import ModelError
from model.knowledge.lexicon import count_words, read_nouns, recounted, write_nouns
from model.knowledge.pairs import make_pairs, write_pairs
from model.knowledge.story import choose_story
from model.training.books import read_books, read_manifest, split_books

console = Console(stderr=True)


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


if __name__ == "__main__":
    sys.exit(main())
