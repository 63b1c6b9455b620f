"""Small pieces of what a page says: formulas, the status line."""

import re
from itertools import accumulate

from markupsafe import Markup, escape

from app.numbers import count
from app.serialize import Json
from model import LoadedModel


def formula(text: str) -> Markup:
    """A formula of the table of signals with its subscripts set low: `W_{hf} h_{t-1}`."""
    escaped = str(escape(text)).replace("t-1", "t−1")
    return Markup(re.sub(r"_(?:\{([^}]+)\}|(\w+))", lambda found: f"<sub>{found[1] or found[2]}</sub>", escaped))


def status_line(model: LoadedModel, answer: Json) -> str:
    """`17 tokens · 1 layer · 256 units · 3.1 ms`: a start mark is not counted; the time is the server's."""
    tokens = len(answer["tokens"]) - len(model.tokenizer.opening)
    parts = (count(tokens, "token"), count(model.layers, "layer"), count(model.units, "unit"))
    return " · ".join((*parts, f"{answer['elapsed']} ms"))


def safe_prefix(text: str, tokens: int) -> str:
    """The part that surely makes no more than so many tokens: byte-level tokens are at least a byte each."""
    sizes = accumulate(len(character.encode()) for character in text)
    return text[: sum(size <= tokens for size in sizes)]
