"""A held reading beside the same text as it is read without holds."""

from collections.abc import Mapping, Sequence

from app.figures import Theme, Values, build_differences, with_echoes
from app.reading import Reading
from app.schemas.holds import HoldRequest
from app.serialize import Json, encode_array, perplexity_answer, predictions_answer
from model import LoadedModel


def clipped(holds: Sequence[HoldRequest], steps: int) -> tuple[list[HoldRequest], list[str]]:
    """(holds, notices): each hold as far as a text of so many steps goes; those that lie behind it are left out."""
    kept, notices = [], []
    for number, hold in enumerate(holds, 1):
        first, last = hold.hold().first, hold.hold().last
        if first >= steps:
            notices.append(f"Hold {number} begins at step {first}, but the text ends at step {steps - 1}: it waits.")
            continue
        if last is not None and last >= steps:
            notices.append(f"Hold {number} goes to step {last}; the text ends before, at step {steps - 1}.")
            hold = hold.model_copy(update={"steps": [first, steps - 1]})
        kept.append(hold)
    return kept, notices


def held_answer(
    model: LoadedModel,
    original: Reading,
    before: Mapping[str, Values],
    after: Mapping[str, Values],
    theme: Theme,
    top_k: int,
    decimals: int,
) -> Json:
    """What `/figures` adds where something is held: the same rows before, and what the holds changed in them."""
    trace, range_ = original.trace, float(model.card["range"])
    return {
        "original": {
            "predictions": predictions_answer(model, original.predictions, top_k, decimals),
            "perplexity": perplexity_answer(original.predictions),
            "values": {name: encode_array(values, "base64", decimals) for name, values in with_echoes(before).items()},
        },
        "differences": build_differences(trace.kind, before, after, range_, theme, trace.tokens),
    }
