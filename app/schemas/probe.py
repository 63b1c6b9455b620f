"""Which units tell two lists of texts apart: what clients may ask, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from app.schemas.answers import Answer, Probability
from app.schemas.requests import Asked, ModelName, OneLayer, SignalName, Text, Theme, example

EXAMPLE: dict[str, JsonValue] = {
    "with": ["The queen was tired", "The old woman was tired", "My sister was tired"],
    "without": ["The king was tired", "The old man was tired", "My brother was tired"],
}
MOST_TEXTS = 200
Texts = Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
At = Literal["last", "mean"]


class ProbeRequest(Asked):
    """Texts with something and texts without, whatever it is."""

    model_config = example(**EXAMPLE)

    having: Annotated[Texts, Field(alias="with", description="1 to 200 texts.")]
    lacking: Annotated[Texts, Field(alias="without", description="1 to 200 texts.")]
    model: ModelName = None
    layer: OneLayer = None
    signal: Annotated[
        SignalName, Field(description="A name from `/signals`; null: the cell, or hidden where there is none.")
    ] = None
    at: Annotated[
        At,
        Field(description="The signal at the last step of a text, or its mean over the steps, a start token left out."),
    ] = "last"


class ProbeFiguresRequest(ProbeRequest):
    """The same, drawn."""

    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class ProbedUnit(Answer):
    """One unit."""

    layer: Annotated[int, Field(ge=0)]
    unit: Annotated[int, Field(ge=0)]
    auc: Annotated[
        Probability,
        Field(
            description="How probable it is that its value is higher for a text of `with`. 0 and 1: every text told "
            "right; 0.5: nothing. 6 significant digits."
        ),
    ]


class ProbeAnswer(Answer):
    """`POST /probe`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    signal: str
    units: Annotated[list[ProbedUnit], Field(description="All of the layer, those that tell best first.")]
    band: Annotated[
        list[Probability],
        Field(
            min_length=2,
            max_length=2,
            description="When the texts are shuffled among the lists, no unit is outside in 95 % of 1,000 cases.",
        ),
    ]
    examples: Annotated[
        list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2, description="Texts with and without.")
    ]
    notices: Annotated[list[str], Field(description="Why the texts are too few, or not as many as they seem.")]


class ProbeFigures(Answer):
    """A Plotly scatter plot: the AUC of every unit from the lowest to the highest, and the band behind them."""

    probe: dict[str, Any]


class ProbeFiguresAnswer(ProbeAnswer):
    """`POST /figures/probe`."""

    figures: ProbeFigures
