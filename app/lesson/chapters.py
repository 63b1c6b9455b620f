"""THE table of chapters, in the order of the notes."""

from app.lesson import (
    conveyor_belt,
    fed_from_themselves,
    forget_gate,
    gates,
    input_gate,
    many_copies,
    order_matters,
    output_gate,
    sequences,
    short_memory,
)
from app.lesson.chapter import Chapter
from model import MissingError

CHAPTERS: tuple[Chapter, ...] = (
    fed_from_themselves.CHAPTER,
    order_matters.CHAPTER,
    many_copies.CHAPTER,
    short_memory.CHAPTER,
    conveyor_belt.CHAPTER,
    gates.CHAPTER,
    forget_gate.CHAPTER,
    input_gate.CHAPTER,
    output_gate.CHAPTER,
    sequences.CHAPTER,
)


def find_chapter(slug: str) -> Chapter:
    """The chapter of an address. Raises MissingError."""
    for chapter in CHAPTERS:
        if chapter.slug == slug:
            return chapter
    raise MissingError("There is no such chapter. /lesson lists them all.")
