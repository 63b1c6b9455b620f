"""The books as text: `python -m model.corpus fetch | prepare | stats`.

    fetch --mirror DIR               every book of the manifest from git, at its pinned commit
    prepare --mirror DIR --out DIR   a .txt file for each book: one paragraph a line, an empty line between chapters
    stats PATH                       what a prepared archive or folder holds

Both fetch and prepare can be stopped and started again: what is there and right is left alone.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from model.errors import CorpusError, ModelError
from model.training.books import (
    MANIFEST,
    MOST_WORDS_PER_BOOK,
    Source,
    read_books,
    read_manifest,
    select_sources,
    split_books,
)
from model.training.fetch import fetch_book, require_git
from model.training.prepare import prepare_book
from model.training.statistics import COUNTED, Statistics, book_statistics

console = Console(stderr=True)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code: 0 when all is done, 1 where a book failed, 130 when stopped."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ModelError as error:
        _say(error.detail)
        return 1
    except OSError as error:
        _say(f"{error.filename or 'A file'} cannot be written or read: {error.strerror}.")
        return 1
    except KeyboardInterrupt:
        _say("Stopped; the same command goes on with what is missing.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m model.corpus", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="fetch | prepare | stats")
    fetch = commands.add_parser("fetch", help="fetch the books from git")
    prepare = commands.add_parser("prepare", help="make text files of the fetched books")
    stats = commands.add_parser("stats", help="count what an archive or a folder holds")
    for command, run in ((fetch, _fetch), (prepare, _prepare), (stats, _stats)):
        command.set_defaults(run=run)
        command.add_argument(
            "--manifest", type=Path, default=MANIFEST, help="table of the books (default: the project's)"
        )
    for command in (fetch, prepare):
        command.add_argument("--mirror", type=Path, required=True, help="folder of the fetched repositories")
        command.add_argument("--only", nargs="+", default=[], metavar="SLUG", help="these books alone")
    prepare.add_argument("--out", type=Path, required=True, help="folder for the text files")
    stats.add_argument("path", type=Path, help="prepared archive or folder of .txt files")
    return parser


def _fetch(options: argparse.Namespace) -> int:
    return _each("Fetching", options, lambda source: fetch_book(source, options.mirror))


def _prepare(options: argparse.Namespace) -> int:
    if not options.mirror.is_dir():
        raise CorpusError(f"There is no mirror {options.mirror}. Run fetch with --mirror {options.mirror} first.")
    return _each("Preparing", options, lambda source: prepare_book(source, options.mirror, options.out))


def _each(title: str, options: argparse.Namespace, work: Callable[[Source], bool]) -> int:
    """Work on every book that the options name; where one fails, say so and go on. Returns the exit code.

    `work` says whether there was anything to do.
    """
    require_git()
    sources = read_manifest(options.manifest)
    sources = select_sources(sources, options.only) if options.only else sources
    done, failed = 0, 0
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=len(sources))
        for source in sources:
            bar.update(task, description=escape(source.title))
            try:
                done += work(source)
            except CorpusError as error:
                failed += 1
                _say(error.detail)
            bar.update(task, advance=1, description="")
    _say(f"{done} done, {len(sources) - done - failed} already there, {failed} failed.")
    return 1 if failed else 0


def _stats(options: argparse.Namespace) -> int:
    sources = read_manifest(options.manifest)
    with console.status("Counting …"):
        parts = split_books(read_books(options.path), sources)
        columns: dict[str, Statistics] = {
            part: sum(map(book_statistics, books), Statistics()) for part, books in parts.items()
        }
    Console().print(_table(columns | {"all": sum(columns.values(), Statistics())}))
    return 0


def _table(columns: dict[str, Statistics]) -> Table:
    table = Table(caption=f"Training books count up to {MOST_WORDS_PER_BOOK:,} words each, as training reads them.")
    table.add_column("")
    for name in columns:
        table.add_column(name, justify="right")
    every = columns.values()
    for name in ("books", "paragraphs", "words", "bytes"):
        table.add_row(name, *(f"{getattr(column, name):,}" for column in every))
    table.add_row("paragraphs with quotes", *(f"{column.quoted:,}" for column in every))
    table.add_row("… that balance", *(_share(column.balanced, column.quoted) for column in every), end_section=True)
    for word in COUNTED:
        table.add_row(word, *(f"{column.occurrences[word]:,}" for column in every))
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _say(message: str) -> None:
    # Paths and git's words may hold what rich would take for markup; a line that a pipe reads stays a line.
    console.print(message, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
