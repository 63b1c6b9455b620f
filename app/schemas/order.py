"""Does the order of the words matter? What clients may ask, and what the API answers."""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer
from app.schemas.requests import EXAMPLE_TEXT, Asked, ModelNames, Text, Theme, example

Seed = Annotated[int, Field(ge=0, le=2**32 - 1, description="Chooses the order.")]
Place = Annotated[int, Field(ge=0)]


class OrderRequest(Asked):
    """The same words in another order, and how far that moves the final state of some networks."""

    model_config = example(text=EXAMPLE_TEXT, seed=7)

    text: Text
    seed: Seed = 1
    models: ModelNames = None


class OrderFiguresRequest(Asked):
    """The same as a figure of many orders."""

    model_config = example(text=EXAMPLE_TEXT, seed=7, theme="dark")

    text: Text
    seed: Annotated[Seed | None, Field(description="The order that is marked; null: none.")] = None
    models: ModelNames = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class StateDistanceEntry(Answer):
    """How far a final state lies from that of the text as it was; all layers in a row."""

    distance: Annotated[float, Field(ge=0, description="‖a − b‖₂")]
    relative: Annotated[float, Field(ge=0, le=2, description="`distance` ÷ the mean of ‖a‖₂ and ‖b‖₂")]
    cosine: Annotated[float, Field(ge=-1, le=1)]


class OrderEntry(Answer):
    """One network; `cell` is null where it has none."""

    model: str
    cell: StateDistanceEntry | None
    hidden: StateDistanceEntry


class Reordered(Answer):
    """The words, as white space parts them, in another order."""

    text: str
    order: Annotated[list[Place], Field(description="Per word: where it was before.")]
    models: list[OrderEntry]


class OrderAnswer(Reordered):
    """`POST /order`."""

    elapsed: Annotated[float, Field(ge=0, description="ms")]


class SpreadEntry(Answer):
    """One network's `relative` distances, per seed."""

    model: str
    cell: list[float] | None
    hidden: list[float]


class OrderFiguresAnswer(Answer):
    """`POST /figures/order`."""

    figures: Annotated[dict[str, dict[str, Any]], Field(description="{`ends`: Plotly figure}")]
    names: Annotated[list[str], Field(description="What the figure calls each of the models.")]
    seeds: Annotated[list[int], Field(description="The orders that are drawn.")]
    spread: list[SpreadEntry]
    shuffled: Annotated[Reordered | None, Field(description="The order of `seed`; null where none was asked for.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
