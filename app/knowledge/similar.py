"""Where else does it do the same: `POST /similar`.

A search reads a corpus once: the labelled sentences, 20,000 moments, take 5 ms of 256 units. Texts of one's own are
read first, at about 15,000 tokens a second.
"""

import time
from dataclasses import dataclass

import numpy as np

from app.explore import Explorer, elapsed
from app.knowledge.corpora import LABELLED, Corpora
from app.knowledge.moments import moments_answer, shares
from app.schemas.similar import MOST_SHOWN, PatternRequest, SimilarRequest
from app.selection import check_index, check_signal, checked_step
from app.serialize import Floats, Json, round_array
from model import (
    QUANTILES,
    Corpus,
    Found,
    InputError,
    LoadedModel,
    Pattern,
    matching,
    nearest,
    read_corpus,
    signal_names,
    unit_quantiles,
)


@dataclass(frozen=True)
class Meant:
    """What a request means: null filled in, and all that it names is there."""

    model: LoadedModel
    layer: int
    signal: str
    units: list[int]


def similar(explorer: Explorer, corpora: Corpora, asked: SimilarRequest) -> Json:
    """`POST /similar`. Raises InputError for what cannot be searched, MissingError for what is not there."""
    begun = time.perf_counter()
    meant = _meant(explorer, asked)
    corpus, name = _corpus(explorer, corpora, asked, meant)
    if asked.pattern is None:
        answer = _by_state(explorer, asked, meant, corpus)
    else:
        answer = _by_pattern(asked.pattern, asked, meant, corpus)
    return {
        "model": meant.model.name,
        "layer": meant.layer,
        "signal": meant.signal,
        "units": meant.units,
        "corpus": name,
        "searched": corpus.moments,
        **answer,
        "elapsed": elapsed(begun),
    }


def _meant(explorer: Explorer, asked: SimilarRequest) -> Meant:
    _check_question(asked)
    model = explorer.registry.get(asked.model)
    of = asked if asked.pattern is None else asked.pattern
    field = "" if asked.pattern is None else "pattern."
    check_signal(model, of.signal, f"{field}signal")
    check_index("layer", asked.layer, model.layers, model.name)
    for unit in of.units or ():
        check_index("unit", unit, model.units, model.name, field=f"{field}units")
    check_index("unit", asked.track, model.units, model.name, field="track")
    units = list(range(model.units)) if of.units is None else list(of.units)
    return Meant(model, asked.layer or 0, of.signal or _memory(model), units)


def _check_question(asked: SimilarRequest) -> None:
    """A moment or a pattern, a corpus or texts: one of each. Raises InputError."""
    if asked.pattern is None and asked.text is None:
        raise InputError("`text` is missing. Give the text of a moment, or a `pattern`.", field="text")
    for name in ("step", "signal", "units"):
        if asked.pattern is not None and getattr(asked, name) is not None:
            raise InputError(f"There are `{name}` and `pattern`. Ask by a moment or by a pattern.", field=name)
    if asked.corpus is not None and asked.texts is not None:
        raise InputError("There are `corpus` and `texts`. Search one of them.", field="corpus")


def _memory(model: LoadedModel) -> str:
    """What a layer remembers with."""
    return "cell" if "cell" in signal_names(model.kind) else "hidden"


def _corpus(explorer: Explorer, corpora: Corpora, asked: SimilarRequest, meant: Meant) -> tuple[Corpus, str | None]:
    """What is searched, and its name, None for the texts of the request."""
    if asked.texts is None:
        name = LABELLED if asked.corpus is None else asked.corpus
        return corpora.get(name, meant.model, meant.layer, meant.signal), name
    for number, text in enumerate(asked.texts):
        explorer.check_text(meant.model, text, f"texts[{number}]")
    return read_corpus(meant.model, asked.texts, meant.layer, meant.signal), None


def _by_state(explorer: Explorer, asked: SimilarRequest, meant: Meant, corpus: Corpus) -> Json:
    """The moments whose state is most like that of the asked one."""
    text = asked.text or ""
    trace = explorer.read(meant.model, text).trace
    step = checked_step(asked.step, len(trace.tokens))
    state = trace.signals[meant.signal][meant.layer, step].numpy()
    query = state[meant.units]
    found = nearest(corpus, query, meant.units, asked.k, _places(corpus, text, step))
    shown = _with_track(asked.track, _strongest(meant.units, query))
    return {
        "query": {
            "step": step,
            "token": trace.tokens[step].text,
            "values": round_array(state[shown], asked.decimals),
        },
        **_found(meant, corpus, found, shown, asked.decimals),
        "notices": _of_state(query),
    }


def _by_pattern(pattern: PatternRequest, asked: SimilarRequest, meant: Meant, corpus: Corpus) -> Json:
    """The moments that fit a pattern, and where its threshold could be."""
    found, matches = matching(corpus, Pattern(meant.units, pattern.above, pattern.off_before), asked.k)
    return {
        "query": None,
        **_found(meant, corpus, found, _with_track(asked.track, meant.units), asked.decimals),
        "guidance": {
            "quantiles": QUANTILES,
            "values": round_array(unit_quantiles(corpus, meant.units), asked.decimals),
            "matches": matches,
        },
        "notices": [],
    }


def _found(meant: Meant, corpus: Corpus, found: Found, shown: list[int], decimals: int) -> Json:
    """What both kinds of search answer."""
    return {
        "shown": shown,
        "moments": moments_answer(meant.model, corpus, found, shown, decimals),
        "distribution": shares(corpus, found),
    }


def _strongest(units: list[int], query: Floats) -> list[int]:
    """A few units all as asked for; of many the strongest at the asked moment, the strongest first."""
    if len(units) <= MOST_SHOWN:
        return units
    return [units[place] for place in np.argsort(-np.abs(query), kind="stable")[:MOST_SHOWN].tolist()]


def _with_track(track: int | None, units: list[int]) -> list[int]:
    """The units whose values are answered: the one that is asked for before all others."""
    others = [unit for unit in units if unit != track]
    return [*([] if track is None else [track]), *others][:MOST_SHOWN]


def _places(corpus: Corpus, text: str, step: int) -> list[int]:
    """Where the asked moment itself is in a corpus: in every copy of its text. A start token is no moment."""
    if step < corpus.first:
        return []
    return [int(corpus.starts[passage]) + step - corpus.first for passage in corpus.texts.copies(text)]


def _of_state(query: Floats) -> list[str]:
    """What has to be said about a state that cosine says little of."""
    if not query.any():
        return ["All these units are at 0 there: such a state is like no other, and the moments come in their order."]
    if len(query) == 1:
        return ["Of one unit the cosine tells the sign alone. Ask by a pattern, or with more units."]
    return []
