"""The claim card: what is said on it, put into its template."""

from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from app.assets import plotly, templates
from app.claim.drawing import drawing
from app.claim.parts import parts
from app.claim.words import hold_words, order_words, shown_text, unit_words, word_rows
from app.export import Excerpt
from app.recipes import curl_code
from app.schemas.trace import TraceRequest
from app.serialize import Json, script_json
from model import find_signal

FORMAT = "gatescope-claim/1"
SERVER = "http://127.0.0.1:8000"  # where `gatescope serve` listens unless it is told otherwise
PACKAGES = ("gatescope", "torch", "numpy", "tokenizers")


def claim_card(excerpt: Excerpt) -> bytes:
    """One HTML page in UTF-8; the same for the same request, weights and versions."""
    answer = excerpt.answer()
    request = trace_request(excerpt)
    context = {
        "parts": parts(),
        "plotly_id": plotly().script_id,
        "facts": _facts(excerpt, answer),
        "text": shown_text(excerpt.asked.text),
        "file": excerpt.file(b"").name,
        "layers": excerpt.chosen.layers,
        "signals": [find_signal(excerpt.model.kind, name) for name in excerpt.chosen.signals],
        "predicts": answer["predictions"] is not None,
        "words": list(word_rows(excerpt, answer)),
        "notices": excerpt.notices,
        "server": SERVER,
        "curl": curl_code(SERVER, request),
        "claim": script_json(_claim(excerpt, request, answer)),
        "drawing": script_json(drawing(excerpt)),
    }
    return templates().get_template("claim.html").render(context).encode("utf-8")


def trace_request(excerpt: Excerpt) -> Json:
    """The body of the `POST /trace` that computes the same values, with nothing left to defaults that may change."""
    asked = excerpt.asked.model_dump(include=set(TraceRequest.model_fields)) | {
        "model": excerpt.model.name,
        "signals": excerpt.chosen.signals,
        "units": excerpt.chosen.units,
    }
    return TraceRequest.model_validate(asked).model_dump()


def versions() -> dict[str, str]:
    """What computed the values: {package: version}; a package that runs from a folder has none."""
    found = {"python": python_version(), "plotly.js": plotly().version}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _claim(excerpt: Excerpt, request: Json, answer: Json) -> Json:
    model = excerpt.model
    return {
        "format": FORMAT,
        "model": {"name": model.name, "kind": model.kind, "sha256": model.sha256},
        "order": excerpt.asked.sort,
        "request": request,
        "trace": answer,
        "versions": versions(),
    }


def _facts(excerpt: Excerpt, answer: Json) -> list[tuple[str, Any]]:
    """(name, what is said of it), a row each."""
    model, asked, chosen = excerpt.model, excerpt.asked, excerpt.chosen
    perplexity = answer["perplexity"]
    return [
        ("Model", f"{model.name}: {model.card['title']}"),
        ("Weights, SHA-256", model.sha256),
        ("Layers", f"{', '.join(map(str, chosen.layers))} of {model.layers}, counted from 0"),
        ("Units", unit_words(chosen.units, model.units)),
        ("Order of the units", order_words(asked)),
        ("Held", hold_words(asked.holds)),
        (
            "Perplexity",
            "none: there is no word that it could have expected" if perplexity is None else f"{perplexity:g}",
        ),
        ("Values", f"float32, rounded to {asked.decimals} decimals in this file"),
        ("Computed with", ", ".join(f"{name} {number}" for name, number in versions().items())),
    ]
