"""What is exported: the part of a reading that was asked for, and by whom it was read."""

import re
from dataclasses import dataclass

from app.reading import Reading
from app.schemas.requests import Format
from app.schemas.trace import ExportRequest
from app.selection import Selection
from app.serialize import Json, trace_answer
from model import LoadedModel

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "npz": "application/zip",
    "html": "text/html; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
TOP_K = 5  # guesses a step, as `/trace` gives where nobody says how many


@dataclass(frozen=True)
class File:
    """What is downloaded. `name` never holds typed text."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Excerpt:
    """A reading and what was asked of it. `chosen`: layers, signals, and units in the order of the file's rows.

    `notices`: what has to be said about holds.
    """

    model: LoadedModel
    asked: ExportRequest
    reading: Reading
    chosen: Selection
    notices: list[str]

    def answer(self) -> Json:
        """The same as `POST /trace` answers it, without the time that it took."""
        answer = trace_answer(
            self.model, self.asked.text, self.reading, self.chosen, TOP_K, "list", self.asked.decimals
        )
        return answer | ({"notices": self.notices} if self.asked.holds else {})

    def file(self, content: bytes) -> File:
        """The bytes under the name of model and format."""
        stem = re.sub(r"[^A-Za-z0-9._-]", "-", self.model.name)
        return File(f"gatescope-{stem}.{self.asked.format}", MEDIA_TYPES[self.asked.format], content)
