"""A text of one's own: its paragraphs, what is held out, which network suits it."""

from pathlib import Path

import pytest
from training import sentences

from model.tokenizer import BYTES_ALONE
from model.training.own.paragraphs import split_paragraphs
from model.training.own.plan import SIZES, Training, plan
from model.training.own.suggestion import excerpt
from model.training.own.text import OwnText, read_own_text, split_stretches

WRAPPED = """\
It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of
foolishness.

It was the epoch of belief, it was the epoch of
incredulity, it was the season of Light.
"""


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line.\n\nAnother. \r\nA third.", ["One line.", "Another.", "A third."]),
        ("def f():\n    return 1\n\n\nf()\n", ["def f():", "    return 1", "f()"]),
        ("Roses are red,\nviolets are blue,\n\nsugar is sweet,\nand so are you.", None),
        ("word " * 12 + "end", ["word word word word word word word word", "word word word word end"]),
        ("x" * 85, ["x" * 40, "x" * 40, "x" * 5]),
    ],
)
def test_a_line_is_a_paragraph(text: str, paragraphs: list[str] | None) -> None:
    assert split_paragraphs(text, 40) == (paragraphs or [line for line in text.splitlines() if line])


def test_lines_that_are_wrapped_are_joined() -> None:
    assert split_paragraphs(WRAPPED, 1000) == [" ".join(block.split()) for block in WRAPPED.split("\n\n")]


@pytest.mark.parametrize(("count", "held"), [(50, 5), (1000, 50), (100_000, 1000)])
def test_paragraphs_are_held_out_all_over_the_text(count: int, held: int) -> None:
    paragraphs = [f"paragraph {number}" for number in range(count)]
    parts = split_stretches(paragraphs, characters=50 * count)
    every = [paragraph for books in parts.values() for book in books for paragraph in book.paragraphs]
    assert sorted(every) == sorted(paragraphs)
    for split in ("valid", "test"):
        assert [len(book.paragraphs) for book in parts[split]] == [held // 5] * 5
    assert parts["test"][-1].paragraphs[-1] == paragraphs[-1]
    assert parts["train"][0].paragraphs[0] == paragraphs[0]


def test_the_network_suits_the_length_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(sentences(150))
    text = read_own_text(file)
    recipe, tokenizer = plan(text, Training(file, "x"))
    assert (recipe.vocabulary, tokenizer.size, recipe.units) == (BYTES_ALONE, BYTES_ALONE, SIZES[-1].units)
    longer = OwnText("x", "", 0, text.parts | {"train": text.parts["train"] * (1 + SIZES[0].characters // 5000)})
    recipe, tokenizer = plan(longer, Training(file, "x", kind="gru", layers=2))
    assert BYTES_ALONE < recipe.vocabulary == tokenizer.size <= SIZES[0].vocabulary
    assert (recipe.units, recipe.layers, recipe.kind) == (SIZES[0].units, 2, "gru")


@pytest.mark.parametrize(
    ("paragraph", "begins"),
    [
        ("Short.", "Short."),
        ("The queen was tired. But the king was not.", "The queen was tired."),
        ("He said: “It is far too late now.” Nobody heard him say so.", "He said: “It is far too late now.”"),
        ("It was a call from old Mrs. Camilla. She was ill.", "It was a call from old Mrs. Camilla."),
        ("word " * 40, ("word " * 18).strip()),
        ("長" * 200, "長" * 90),
    ],
)
def test_an_excerpt_fits_on_a_screen(paragraph: str, begins: str) -> None:
    assert excerpt(paragraph) == begins
