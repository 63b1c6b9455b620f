"""Mirror -> folder of .txt files, a book each, made anew only where the book or the rules changed.

`prepared.json` in the folder keeps for each book the commit, the digest of the rules that made it and of the text.
"""

import hashlib
import json
from pathlib import Path

from model.checkpoint import write_atomically
from model.training import extract
from model.training.books import Source
from model.training.fetch import read_files

RECORD = "prepared.json"

Entry = dict[str, str]


def prepare_book(source: Source, mirror: Path, out: Path) -> bool:
    """Write OUT/SLUG.txt from the pinned commit. Returns False where it is up to date.

    Raises CorpusError where the mirror lacks the book, has it at another commit, or the book yields no text.
    """
    record = _read_record(out)
    target = out / f"{source.slug}.txt"
    if target.is_file() and record.get(source.slug) == _entry(source, target.read_bytes()):
        return False
    text = extract.extract_book(source.slug, lambda paths: read_files(source, mirror, paths)).encode()
    out.mkdir(parents=True, exist_ok=True)
    write_atomically(target, text)
    record[source.slug] = _entry(source, text)
    write_atomically(out / RECORD, (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())
    return True


def _entry(source: Source, text: bytes) -> Entry:
    """What makes a prepared book the right one."""
    rules = Path(extract.__file__).read_bytes()
    return {"commit": source.commit, "rules": _digest(rules), "text": _digest(text)}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(out: Path) -> dict[str, Entry]:
    """The record of a folder. One that is missing or damaged is empty: then all books are made anew."""
    try:
        record = json.loads((out / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
