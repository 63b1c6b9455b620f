"""Similar moments: what clients may ask, and what the API answers."""

from typing import Annotated

from pydantic import AfterValidator, Field, FiniteFloat

from app.schemas.answers import Answer, Probability, Step
from app.schemas.requests import (
    EXAMPLE_TEXT,
    UNIQUE,
    Asked,
    Decimals,
    Index,
    ModelName,
    OneLayer,
    SignalName,
    Text,
    Units,
    example,
    unique,
)

MOST_SHOWN = 16
MOST_IN_PATTERN = 64
Number = Annotated[int, Field(ge=0)]
Track = Annotated[list[bool], Field(description="One a token.")]
Memory = Annotated[
    SignalName, Field(description="A name from `/signals`; null: the cell, or hidden where there is none.")
]


class PatternRequest(Asked):
    """Units that are all above a value here and, if `off_before`, none of them one step before (LSTMVis)."""

    units: Annotated[
        list[Index], Field(min_length=1, max_length=MOST_IN_PATTERN, json_schema_extra=UNIQUE), AfterValidator(unique)
    ]
    signal: Memory = None
    above: Annotated[FiniteFloat, Field(description="The threshold.", examples=[0.5])]
    off_before: Annotated[
        bool, Field(description="One step before the first word is the start token, or zeros without one.")
    ] = False


class SimilarRequest(Asked):
    """A moment of a text, or a pattern, and where to look for others like it."""

    model_config = example(text=EXAMPLE_TEXT, step=2, k=3)

    text: Annotated[Text | None, Field(description="The text of the moment; not needed with a pattern.")] = None
    model: ModelName = None
    layer: OneLayer = None
    step: Annotated[Index | None, Field(description="Counted from 0; null: the last one, or there is a pattern.")] = (
        None
    )
    signal: Memory = None
    units: Units = None
    pattern: Annotated[
        PatternRequest | None, Field(description="In place of `step`, `signal` and `units`; it has its own.")
    ] = None
    k: Annotated[int, Field(ge=1, le=100, description="Moments wanted.")] = 10
    track: Annotated[
        Index | None,
        Field(description="A unit that comes first in `shown`, compared or not; null: the first or strongest asked."),
    ] = None
    corpus: Annotated[
        str | None,
        Field(
            max_length=200,
            description="`labelled`, or the name of an index made by `gatescope index`; null: `labelled`, "
            "or there are `texts`.",
            examples=["labelled"],
        ),
    ] = None
    texts: Annotated[
        Annotated[list[Text], Field(min_length=1, max_length=256)] | None,
        Field(description="Texts to search in place of a corpus; nothing of them is kept."),
    ] = None
    decimals: Decimals = 4


class QueryEntry(Answer):
    """The moment that was asked with."""

    step: Step
    token: str
    values: Annotated[list[float], Field(description="Of the units in `shown`.")]


class ContextToken(Answer):
    """A token around a moment."""

    step: Step
    text: str


class ContextEntry(Answer):
    """Up to 12 tokens before a moment, the moment's, and up to 6 after it."""

    first: Annotated[int, Field(ge=0, description="Step of the first token; 0 is the start token.")]
    tokens: list[ContextToken]
    track: Annotated[list[float], Field(description="The value of the first unit in `shown` at each token.")]
    labels: Annotated[dict[str, Track], Field(description="What is true at each token; at a start token nothing.")]


class MomentEntry(Answer):
    """One moment that was found."""

    text: Annotated[str, Field(description="The passage.")]
    step: Annotated[int, Field(ge=1, description="Where in the passage.")]
    token: str
    similarity: Annotated[
        float,
        Field(description="Cosine, −1..1 (of a state of zeros 0); with a pattern the least of the units' margins."),
    ]
    values: Annotated[list[float], Field(description="Of the units in `shown`.")]
    labels: dict[str, bool]
    context: ContextEntry


class ShareEntry(Answer):
    """How often a property is true."""

    moments: Annotated[Probability | None, Field(description="Of the moments found; null where none is.")]
    corpus: Annotated[Probability, Field(description="Of all that were searched.")]


class GuidanceEntry(Answer):
    """Where to put the threshold of a pattern."""

    quantiles: list[Probability]
    values: Annotated[list[list[float]], Field(description="The quantiles of each unit of the pattern.")]
    matches: Annotated[int, Field(ge=0, description="All moments that match, of which the best `k` are shown.")]


class SimilarAnswer(Answer):
    """`POST /similar`. Of similarities that agree to 6 decimals the earlier moment comes first."""

    model: str
    layer: Number
    signal: str
    units: Annotated[list[Number], Field(description="Those that were compared, or that make the pattern.")]
    shown: Annotated[
        list[Number],
        Field(
            max_length=MOST_SHOWN,
            description="Those whose values are in the answer: `track`, then of a few units all as asked for, of many "
            "the strongest at the asked moment, the strongest first; 16 at most.",
        ),
    ]
    corpus: Annotated[str | None, Field(description="null: the texts of the request.")]
    searched: Annotated[int, Field(ge=0, description="Moments.")]
    query: Annotated[QueryEntry | None, Field(description="null with a pattern.")]
    moments: Annotated[list[MomentEntry], Field(description="At most `k`, best first; never the asked one itself.")]
    distribution: Annotated[dict[str, ShareEntry], Field(description="By property.")]
    guidance: Annotated[GuidanceEntry | None, Field(description="With a pattern.")] = None
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: list[str]
