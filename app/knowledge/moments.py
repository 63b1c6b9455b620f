"""Moments that were found -> JSON: where they are, what is around them, what is true there."""

from collections.abc import Sequence

import numpy as np

from app.serialize import Json, round_array, significant
from model import Corpus, Found, LoadedModel, Token

# Tokens around a moment that are shown.
BEFORE, AFTER = 12, 6


def moments_answer(model: LoadedModel, corpus: Corpus, found: Found, shown: Sequence[int], decimals: int) -> list[Json]:
    """Every moment that was found, with its values of the units `shown`."""
    values = round_array(corpus.values(found.moments, shown), decimals)
    places = [corpus.place(moment) for moment in found.moments.tolist()]
    tokens = {passage: model.tokenizer.encode(corpus.texts[passage]) for passage, _ in places}
    return [
        {
            "text": corpus.texts[passage],
            "step": step,
            "token": tokens[passage][step].text,
            "similarity": similarity,
            "values": row,
            "labels": {name: flags[0] for name, flags in corpus.window_labels(passage, range(step, step + 1)).items()},
            "context": _context(corpus, tokens[passage], passage, step, shown[0], decimals),
        }
        for (passage, step), similarity, row in zip(places, found.similarity.tolist(), values, strict=True)
    ]


def _context(corpus: Corpus, tokens: list[Token], passage: int, step: int, unit: int, decimals: int) -> Json:
    """The tokens around a moment and what one unit does there."""
    steps = range(max(0, step - BEFORE), min(len(tokens), step + AFTER + 1))
    return {
        "first": steps[0],
        "tokens": [{"step": place, "text": tokens[place].text} for place in steps],
        "track": round_array(corpus.window(passage, steps, [unit])[:, 0], decimals),
        "labels": corpus.window_labels(passage, steps),
    }


def shares(corpus: Corpus, found: Found) -> Json:
    """Of the moments found and of all that were searched, in which share each property is true."""
    return {
        name: {
            "moments": significant(float(np.mean(flags[found.moments]))) if len(found.moments) else None,
            "corpus": significant(float(flags.mean())),
        }
        for name, flags in corpus.labels.items()
    }
