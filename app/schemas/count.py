"""How a network counts: what clients may ask, and what the API answers."""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer, Probability, TokenEntry
from app.schemas.requests import Asked, ModelName, Text, Theme, example

Steps = Annotated[list[float], Field(description="A value after each step.")]
Chances = Annotated[list[Probability], Field(description="A probability after each step.")]


class CountRequest(Asked):
    """A string of the letters a, X and b for a network that counts, and its figure."""

    model_config = example(text="aaaXbbb", model="counter-lstm")

    text: Text
    model: ModelName = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class LetterStep(Answer):
    """How the cell changes at a letter."""

    mean: float
    spread: Annotated[float, Field(ge=0, description="Standard deviation.")]
    times: Annotated[int, Field(ge=1)]


class Counted(Answer):
    """How far it counts, by the model's card."""

    trained_to: Annotated[int, Field(ge=1, description="The longest n that it was trained on.")]
    perfect_to: Annotated[int, Field(ge=0, description="Every string up to this n is read without a mistake.")]
    first_failure: Annotated[int | None, Field(description="The least n that is not; null: none up to `tried_to`.")]
    tried_to: Annotated[int, Field(ge=1)]


class CountFigures(Answer):
    """Plotly figure: the cell beside the count, and below it what is expected."""

    count: dict[str, Any]


class CountAnswer(Answer):
    """`POST /figures/count`."""

    model: str
    unit: Annotated[int, Field(ge=0, description="The unit of the first layer whose cell counts best, by the card.")]
    tokens: list[TokenEntry]
    count: Annotated[list[int], Field(description="a's read minus b's read.")]
    cell: Steps
    more: Chances
    end: Chances
    up: Annotated[LetterStep | None, Field(description="At an a; null: the text has none.")]
    down: Annotated[LetterStep | None, Field(description="At a b; null: the text has none.")]
    wrong: Annotated[
        list[int], Field(description="Steps from the X on after which it expects another than b or the end.")
    ]
    counted: Counted
    figures: CountFigures
    elapsed: Annotated[float, Field(ge=0, description="ms")]
