"""What a claim card says of its settings and words. Typed text is made visible here, and escaped by the template."""

from collections.abc import Iterator, Sequence

from app.export import Excerpt
from app.figures.words import token_label, visible, visible_word
from app.numbers import percent
from app.schemas.holds import HoldRequest
from app.schemas.trace import ExportRequest
from app.serialize import Json

END = "¶"
GUESSES = 3


def shown_text(text: str) -> str:
    """The text with its lines, and with a sign for whatever cannot be seen."""
    return "\n".join(map(visible, text.split("\n")))


def unit_words(units: Sequence[int], count: int) -> str:
    """Which units, top first where they are few enough to be told."""
    if units == list(range(count)):
        return f"all {count}"
    return f"{len(units)} of {count}, top first: {', '.join(map(str, units))}"


def order_words(asked: ExportRequest) -> str:
    """How the rows are sorted."""
    match asked.sort:
        case None:
            return "as they were named"
        case "similarity":
            return f"most like unit {asked.unit} first"
        case "value":
            step = "the last step" if asked.step is None else f"step {asked.step}"
            return f"highest {asked.signal or 'memory'} first, at {step}"
        case "liveliness":
            return "liveliest first"
        case "half_life":
            return "longest half-life first"
        case "clusters":
            return "like beside like"
        case "index":
            return "rising"


def hold_words(holds: Sequence[HoldRequest]) -> str:
    """What was held while the text was read."""
    return "; ".join(map(_hold, holds)) or "nothing"


def word_rows(excerpt: Excerpt, answer: Json) -> Iterator[dict[str, object]]:
    """A row for each step, as written: {step, label, surprisal, guesses}; nothing predicted: the latter are empty."""
    predictions = answer["predictions"] or [None] * len(answer["tokens"])
    for token, prediction in zip(excerpt.reading.trace.tokens, predictions, strict=True):
        bits = prediction and prediction["surprisal"]
        yield {
            "step": token.step,
            "label": token_label(token),
            "surprisal": "" if bits is None else f"{bits:.2f}",
            "guesses": [_guess(excerpt, each) for each in prediction["top"][:GUESSES]] if prediction else [],
        }


def _hold(hold: HoldRequest) -> str:
    units = (
        "all units" if hold.units is None else f"unit{'s' * (len(hold.units) > 1)} {', '.join(map(str, hold.units))}"
    )
    first, last = hold.steps or (None, None)
    steps = "all steps" if first is None else f"steps {first} to {'the end' if last is None else last}"
    return f"{hold.signal} of {units} in layer {hold.layer}, {steps}, at {hold.value:g}"


def _guess(excerpt: Excerpt, guess: Json) -> tuple[str, str]:
    is_end = guess["id"] == excerpt.model.tokenizer.end_id
    return END if is_end else visible_word(guess["token"]), percent(guess["probability"])
