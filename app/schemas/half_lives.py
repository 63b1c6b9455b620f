"""How long each unit keeps what it holds: what clients may ask, and what the API answers."""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer
from app.schemas.requests import EXAMPLE_TEXT, Asked, ModelName, OneLayer, Pinned, Text, Theme, Unit, example

Lives = list[float | None]


class HalfLivesRequest(Asked):
    """The half-life of every unit of a layer."""

    model_config = example(text=EXAMPLE_TEXT)

    text: Text
    model: ModelName = None
    layer: OneLayer = None


class HalfLivesAnswer(Answer):
    """`POST /half-lives`. In tokens, unit by unit; null: longer than can be told."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    units: Annotated[Lives, Field(description="On this text.")]
    books: Annotated[Lives | None, Field(description="On the validation books; null: the card does not say.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class HalfLivesFigureRequest(HalfLivesRequest):
    """The same, drawn."""

    unit: Annotated[Unit, Field(description="A unit that is marked.")] = None
    pinned: Annotated[Pinned, Field(description="Units that are marked, too.", default_factory=list)]
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class HalfLivesFigures(Answer):
    """Plotly figures: a dot a unit, stacked where their half-lives are alike."""

    half_lives: dict[str, Any]


class HalfLivesFigureAnswer(HalfLivesAnswer):
    """`POST /figures/half-lives`."""

    figures: HalfLivesFigures
