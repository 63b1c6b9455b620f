"""What is left of a subject: what clients may ask, and what the API answers."""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer
from app.schemas.requests import Asked, ModelNames, Text, Theme, example

Subject = Annotated[Text | None, Field(description="As typed; null in both: the built-in pairs.")]
Word = Annotated[str, Field(max_length=64)]
Curve = Annotated[list[float], Field(description="Nats, per distance.")]
Distances = Annotated[list[int], Field(description="Tokens of filler read, from 1.")]


class MemoryTestRequest(Asked):
    """What is left of a subject after n tokens: two that differ in one property, and the same filler behind them."""

    model_config = example(a="The queen", b="The king", filler=" was sitting by the window of the great room")

    a: Subject = None
    b: Subject = None
    filler: Annotated[
        Text | None, Field(description="With its leading space, read to its end; null: 50 tokens of each built-in one.")
    ] = None
    favoured: Annotated[Word, Field(alias="for", description="One token, with its leading space.")] = " she"
    against: Annotated[Word, Field(description="One token, with its leading space.")] = " he"
    models: ModelNames = None


class MemoryFiguresRequest(MemoryTestRequest):
    """The same as a figure, with the built-in pairs behind a pair of one's own."""

    model_config = example(a="The queen", b="The king", theme="dark")

    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class CarrierEntry(Answer):
    """What one unit of the last layer carries of the mean difference at the longest distance."""

    layer: Annotated[int, Field(ge=0)]
    unit: Annotated[int, Field(ge=0)]
    part: Annotated[float, Field(description="Nats. The parts of all units add up to the last number of `mean`.")]


class MemoryTestEntry(Answer):
    """One network: the log-odds of `for` against `against` after `a` minus those after `b`."""

    model: str
    mean: Curve
    low: Annotated[Curve, Field(description="10 % quantile over subjects and fillers.")]
    high: Annotated[Curve, Field(description="90 % quantile over subjects and fillers.")]
    carriers: Annotated[list[CarrierEntry], Field(description="The five that carry most, strongest first.")]


class MemoryTestAnswer(Answer):
    """`POST /memory-test`."""

    distances: Distances
    models: list[MemoryTestEntry]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class MemoryTexts(Answer):
    """The first pair before the first filler, as far as the figure goes."""

    a: str
    b: str


class MemoryFiguresAnswer(Answer):
    """`POST /figures/memory-test`."""

    figures: Annotated[dict[str, dict[str, Any]], Field(description="{`left`: Plotly figure}")]
    distances: Distances
    models: list[MemoryTestEntry]
    built_in: Annotated[
        list[MemoryTestEntry] | None,
        Field(description="The built-in pairs before the same fillers; null where nothing else was asked for."),
    ]
    names: Annotated[list[str], Field(description="What the figure calls each of `models`.")]
    words: Annotated[list[str] | None, Field(description="The filler, token by token; null for the built-in ones.")]
    texts: MemoryTexts
    elapsed: Annotated[float, Field(ge=0, description="ms")]
