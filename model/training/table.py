"""The figures of cards as Markdown tables: how good networks are, a column for each; how far back their losses reach.

Every number is the card's own, rounded; a figure that a card does not have is a dash.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from model.checkpoint import Card

Figures = dict[str, Any]
Cell = Callable[[Figures], str]

LOSSES = (("nats per token", "nats_per_token"), ("nats per word", "nats_per_word"), ("bits per byte", "bits_per_byte"))
READ_AFTER = (1, 4, 16, 64, 256)
LEFT_AFTER = (1, 8, 24, 44)
CURVES = (("cell", "∂L/∂c"), ("hidden", "∂L/∂h"))
NONE = "–"


def markdown_table(cards: list[Card]) -> str:
    """The table of these cards (one at least), in their order. The n-gram is the first card's: all have the same."""
    everyone = [card["figures"] for card in cards]
    rows = [["on the test books", *(card["name"] for card in cards), "5-gram"]]
    rows.append(["---", *["---:"] * (len(cards) + 1)])
    for label, key in LOSSES:
        own = [_filled(partial(_loss, "test", key), figures) for figures in everyone]
        rows.append([label, *own, _filled(partial(_loss, "ngram", key), everyone[0])])
    for label, cell in _own_rows(everyone):
        rows.append([label, *(_filled(cell, figures) for figures in everyone), ""])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def measured(cards: list[Card]) -> list[Card]:
    """Those of these cards whose networks were measured on the test books: one of a formal language reads none."""
    return [card for card in cards if "test" in card["figures"]]


def gradient_table(cards: list[Card]) -> str:
    """What is left of the gradient so many tokens back: a row for each curve of each model, in their order.

    Cards without the figure have no rows; all others have measured at the same distances.
    """
    known = [card for card in cards if "gradients" in card["figures"]]
    distances = known[0]["figures"]["gradients"]["steps_back"] if known else []
    rows = [["tokens back", *map(str, distances), "halves every"], ["---", *["---:"] * (len(distances) + 1)]]
    for card in known:
        found = card["figures"]["gradients"]
        rows += [
            [f"{card['name']}, {label}", *map(_small_share, found[name]), _halving(found["halves_every"][name])]
            for name, label in CURVES
            if found[name] is not None
        ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _small_share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.095 else f"{100 * share:.2g}%"


def _halving(tokens: float | None) -> str:
    return NONE if tokens is None else f"{tokens:.2g} tokens"


def _own_rows(everyone: list[Figures]) -> Iterator[tuple[str, Cell]]:
    """Figures that the n-gram does not have: label, and what makes a card's figures a cell."""
    yield "less the 5-gram, nats per token", lambda figures: _interval(figures["ngram"]["difference"])
    yield "less its twin, nats per token", lambda figures: _interval(figures["against_twin"])
    for n in READ_AFTER:
        yield f"nats per token, {_tokens(n)} before it read", partial(_remembered, n)
    for n in LEFT_AFTER:
        yield f"memory test, log-odds left after {_tokens(n)} (8 of 10 readings)", partial(_left, n)
    for category in dict.fromkeys(name for figures in everyone for name in figures.get("agreement", {})):
        yield f"agreement, {category.replace('_', ' ')}", partial(_agreement, category)


def _filled(cell: Cell, figures: Figures) -> str:
    try:
        return cell(figures)
    except (KeyError, ValueError):  # no such figure, or not at that n
        return NONE


def _loss(figure: str, key: str, figures: Figures) -> str:
    return f"{figures[figure][key]:.3f}"


def _interval(difference: dict[str, float]) -> str:
    """The mean with its sign, and its 95 % interval."""
    mean, low, high = (_number(difference[key], "+.3f") for key in ("nats_per_token", "low", "high"))
    return f"{mean} ({low} … {high})"


def _remembered(n: int, figures: Figures) -> str:
    found = figures["effective_memory"]
    place = found["tokens_before"].index(n)
    return f"{found['nats'][place]:.3f} ± {found['standard_error'][place]:.3f}"


def _left(n: int, figures: Figures) -> str:
    found = figures["memory_test"]
    place = found["distances"].index(n)
    mean, low, high = (_number(found[key][place], ".2f") for key in ("mean", "low", "high"))
    return f"{mean} ({low} … {high})"


def _agreement(category: str, figures: Figures) -> str:
    found = figures["agreement"][category]
    return f"{found['share']:.1%} ({found['low']:.1%} … {found['high']:.1%}), {found['pairs']} pairs"


def _number(number: float, form: str) -> str:
    """With a true minus; zero has no sign."""
    text = format(number, form)
    return text.lstrip("+-") if float(text) == 0 else text.replace("-", "−")


def _tokens(n: int) -> str:
    return "1 token" if n == 1 else f"{n} tokens"
