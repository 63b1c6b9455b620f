"""The reading as tables, for a browser without scripts: the words, the cell and the gates of the liveliest units."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from app.figures.words import token_label, visible_word
from app.numbers import percent, written
from app.reading import Reading
from model import SIGNALS, LoadedModel, Order, Signal, liveliest_units, order_units

ROWS = 16
MOST_WORDS = 250  # wider tables would be most of the page's size, and nobody reads them; the CSV has all
END = "¶"


def reading_tables(model: LoadedModel, reading: Reading, layer: int, unit: int | None) -> dict[str, Any]:
    """`words`: a row per step, with what is expected where the network `predicts`; `left`: how many more there are.

    `signals`: per signal its title, sentence and ROWS rows {unit, values as written}. Both go as far as MOST_WORDS.
    """
    chosen = liveliest_units(reading.trace, layer, ROWS, () if unit is None else (unit,))
    units = order_units(reading.trace, layer, chosen, Order("liveliness"))
    tables = [
        {"title": signal.title, "sentence": signal.sentence, "rows": list(_rows(reading, signal, layer, units))}
        for signal in shown_signals(model)
    ]
    left = max(0, len(reading.trace.tokens) - MOST_WORDS)
    words = list(islice(_words(model, reading), MOST_WORDS))
    return {"words": words, "left": left, "predicts": model.predicts, "signals": tables}


def shown_signals(model: LoadedModel) -> list[Signal]:
    """The cell and the gates, or the hidden state where there is no cell."""
    table = SIGNALS[model.kind]
    memory = "cell" if any(signal.name == "cell" for signal in table) else "hidden"
    return sorted(
        (signal for signal in table if signal.name == memory or signal.scale == "gate"),
        key=lambda signal: signal.name != memory,
    )


def _rows(reading: Reading, signal: Signal, layer: int, units: list[int]) -> Iterator[dict[str, Any]]:
    values = reading.trace.signals[signal.name][layer]
    for unit in units:
        yield {"unit": unit, "values": [written(signal.scale, value) for value in values[:MOST_WORDS, unit].tolist()]}


def _words(model: LoadedModel, reading: Reading) -> Iterator[dict[str, str]]:
    predictions = reading.predictions
    if predictions is None:
        yield from ({"label": token_label(token)} for token in reading.trace.tokens)
        return
    guesses = zip(predictions.ids[:, 0].tolist(), predictions.probabilities[:, 0].tolist(), strict=True)
    bits = predictions.surprisal.tolist()
    for token, (guess, probability), surprisal in zip(reading.trace.tokens, guesses, bits, strict=True):
        yield {
            "label": token_label(token),
            "surprisal": "" if token.step == 0 else f"{surprisal:.1f}",
            "guess": END if guess == model.tokenizer.end_id else visible_word(model.tokenizer.label(guess)),
            "probability": percent(probability),
        }
