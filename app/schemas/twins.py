"""Networks beside each other: what clients may ask, and what the API answers."""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer, KindName, Predictions, TokenEntry
from app.schemas.requests import EXAMPLE_TEXT, Asked, ModelNames, OneLayer, Show, Text, Theme, example

Figure = dict[str, Any]


class TwinsRequest(Asked):
    """The same text, read by networks that share their tokens."""

    model_config = example(text=EXAMPLE_TEXT)

    text: Text
    models: ModelNames = None
    layer: OneLayer = None
    show: Annotated[Show | None, Field(description="The liveliest so many units; null: all.")] = 32
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class TwinEntry(Answer):
    """One network: what it remembers and what it expects."""

    model: str
    kind: KindName
    signal: Annotated[str, Field(description="What it hands on as its memory: `cell`, or `hidden` where it has none.")]
    units: Annotated[list[int], Field(description="The unit of each row, top first.")]
    range: Annotated[float, Field(gt=0, description="R of the colours of its memory.")]
    bits: Annotated[
        float | None, Field(ge=0, description="Surprise of all words together; null where nothing is predicted.")
    ]
    predictions: Predictions
    memory: Annotated[Figure, Field(description="Plotly figure: rows of units over steps.")]


class TwinsAnswer(Answer):
    """`POST /figures/twins`."""

    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    models: list[TwinEntry]
    advantage: Annotated[
        Figure | None,
        Field(description="Plotly figure: bits by which the first of two was less surprised; null unless two predict."),
    ]
    effective_memory: Annotated[
        Figure | None, Field(description="Plotly figure of the cards' curves; null where no card has one.")
    ]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
