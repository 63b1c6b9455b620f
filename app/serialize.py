"""Result -> JSON: selection, rounding, base64.

`decimals` rounds signals and surprisal; probabilities, log-probabilities and perplexity come with 6 significant digits.
Numbers that are not finite become null.
"""

import base64
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import orjson
from markupsafe import Markup
from numpy.typing import NDArray
from torch import Tensor

from app.reading import Reading
from app.schemas.requests import Encoding
from app.selection import Selection
from model import SIGNALS, Explanation, LoadedModel, Predictions, Score, Trace, origin, saturation, strongest

Json = dict[str, Any]
Floats = NDArray[np.floating[Any]]


def to_json(answer: Json) -> bytes:
    """An answer as UTF-8."""
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


def script_json(answer: Json) -> Markup:
    """JSON that can stand inside a script element: nothing in it ends the element or begins a comment."""
    text = to_json(answer).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # nosec: every character with a meaning in HTML is escaped


def encode_array(values: Floats, encoding: Encoding, decimals: int) -> NDArray[np.float64] | Json:
    """An array of any shape: rounded numbers, or float32 as computed in base64."""
    if encoding == "base64":
        raw = np.ascontiguousarray(values, dtype="<f4").tobytes()
        return {"dtype": "f4", "shape": list(values.shape), "data": base64.b64encode(raw).decode("ascii")}
    return round_array(values, decimals)


def round_array(values: Floats, decimals: int) -> NDArray[np.float64]:
    """Rounded in float64, so that the digits printed are those asked for; −0 becomes 0."""
    return np.ascontiguousarray(np.round(values.astype(np.float64), decimals) + 0.0)


def rounded(value: float, decimals: int) -> float | None:
    """One number, rounded; None where it is not finite."""
    return round(value, decimals) + 0.0 if math.isfinite(value) else None


def significant(value: float, digits: int = 6) -> float | None:
    """One number with so many significant digits; None where it is not finite."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def layer_answer(
    trace: Trace, layer: int, signals: Iterable[str], units: Sequence[int], encoding: Encoding, decimals: int
) -> Json:
    """One layer: {"layer", "units", "signals": {name: [T][units]}}."""
    chosen = list(units)
    arrays = {name: trace.signals[name][layer].numpy()[:, chosen] for name in signals}
    encoded = {name: encode_array(array, encoding, decimals) for name, array in arrays.items()}
    return {"layer": layer, "units": chosen, "signals": encoded}


def saturation_answer(trace: Trace, layer: int) -> Json:
    """Of every gate of a layer the shares of steps under 0.1 and over 0.9, [U][2]; none where there are no gates."""
    gates = [signal.name for signal in SIGNALS[trace.kind] if signal.scale == "gate"]
    return {gate: encode_array(saturation(trace.signals[gate][layer]).numpy(), "base64", 0) for gate in gates}


def reading_answer(model: LoadedModel, reading: Reading, top_k: int, decimals: int) -> Json:
    """What every answer about one text begins with."""
    return {
        "model": model.name,
        "kind": model.kind,
        "tokens": reading.trace.tokens,
        "predictions": predictions_answer(model, reading.predictions, top_k, decimals),
        "perplexity": perplexity_answer(reading.predictions),
    }


def trace_answer(
    model: LoadedModel,
    text: str,
    reading: Reading,
    chosen: Selection,
    top_k: int,
    encoding: Encoding,
    decimals: int,
) -> Json:
    """What `/trace` answers, without the time that it took."""
    trace = reading.trace
    layers = [layer_answer(trace, layer, chosen.signals, chosen.units, encoding, decimals) for layer in chosen.layers]
    return reading_answer(model, reading, top_k, decimals) | {"text": text, "layers": layers}


def perplexity_answer(predictions: Predictions | None) -> float | None:
    """The perplexity; None where the network predicts nothing, or nothing was scored."""
    return None if predictions is None else significant(predictions.perplexity)


def predictions_answer(
    model: LoadedModel, predictions: Predictions | None, top_k: int, decimals: int
) -> list[Json] | None:
    """Per step the surprisal of its token in bits (null at step 0), and the best `top_k` guesses for the next one.

    None where the network predicts nothing.
    """
    if predictions is None:
        return None
    ids = predictions.ids[:, :top_k].tolist()
    probabilities = predictions.probabilities[:, :top_k].tolist()
    surprisal = predictions.surprisal.tolist()
    return [
        {
            "step": step,
            "surprisal": rounded(bits, decimals),
            "top": guesses_answer(model, ids[step], probabilities[step]),
        }
        for step, bits in enumerate(surprisal)
    ]


def guesses_answer(model: LoadedModel, ids: list[int], probabilities: list[float]) -> list[Json]:
    """Tokens that may come next, in the order given."""
    return [
        {"id": number, "token": model.tokenizer.label(number), "probability": significant(probability)}
        for number, probability in zip(ids, probabilities, strict=True)
    ]


def gate_answer(gate: Explanation, layer: int, top: int, decimals: int) -> Json:
    """One gate of `/explain`: the `top` strongest units by name, the rest as a sum."""
    return {
        "value": rounded(gate.value, decimals),
        "preactivation": rounded(gate.preactivation, decimals),
        **(
            {"word": rounded(float(gate.inputs.sum()), decimals)}
            if layer == 0
            else _parts("below", "below_rest", gate.inputs, top, decimals)
        ),
        **_parts("recurrent", "rest", gate.recurrent, top, decimals),
        "bias": rounded(gate.bias, decimals),
    }


def _parts(name: str, rest_name: str, parts: Tensor, top: int, decimals: int) -> Json:
    named, rest = strongest(parts, top)
    units = [{"unit": unit, "part": rounded(part, decimals)} for unit, part in named.items()]
    return {name: units, rest_name: rounded(rest, decimals)}


def score_answer(score: Score, encoding: Encoding, decimals: int) -> Json:
    """One text of `/score`."""
    surprisal = np.array(score.surprisal, dtype=np.float32)
    return {
        "tokens": score.tokens,
        "log_probability": significant(score.log_probability),
        "surprisal": encode_array(surprisal, encoding, decimals),
    }


def model_answer(model: LoadedModel, default: str) -> Json:
    """One entry of `/models`."""
    parameters = sum(weight.numel() for weight in model.network.parameters())
    return {
        "name": model.name,
        "title": model.card["title"],
        "kind": model.kind,
        "layers": model.layers,
        "units": model.units,
        "vocabulary": model.tokenizer.size,
        "parameters": parameters,
        "default": model.name == default,
        "predicts": model.predicts,
        "start": model.tokenizer.start_id is not None,
        "end": model.tokenizer.end_id,
        "unknown": model.tokenizer.unknown_id,
        "origin": origin(model),
        "suggested": model.card["suggested"],
        "card": model.card,
    }


def significant_list(values: list[float]) -> list[float | None]:
    """Each value with 6 significant digits."""
    return [significant(value) for value in values]
