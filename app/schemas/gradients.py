"""How far a loss reaches back: what clients may ask, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.answers import Answer, KindName, Step, TokenEntry
from app.schemas.requests import EXAMPLE_TEXT, Asked, ModelNames, OneLayer, StepField, Text, Theme, example

Norms = Annotated[list[float], Field(description="Per step 0 … `step` − 1, 6 significant digits.")]


class GradientsRequest(Asked):
    """How far back the loss at a word reaches, in each of some networks that share their tokens."""

    model_config = example(text=EXAMPLE_TEXT)

    text: Text
    models: ModelNames = None
    layer: OneLayer = None
    step: StepField = None


class HalvesEvery(Answer):
    """In how many tokens each curve halves, over distances 20 to 100; null: too short a text, or it does not fall."""

    hidden: float | None
    cell: float | None


class GradientsEntry(Answer):
    """One network: ‖∂L/∂h‖₂ and, in an LSTM, ‖∂L/∂c‖₂; both total derivatives."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    loss: Annotated[float, Field(ge=0, description="−ln p of the word at `step`, in nats.")]
    hidden: Norms
    cell: Norms | None
    halves_every: HalvesEvery


class GradientsAnswer(Answer):
    """`POST /gradients`."""

    step: Step
    tokens: list[TokenEntry]
    models: list[GradientsEntry]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class GradientFiguresRequest(GradientsRequest):
    """The same, drawn."""

    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class GradientLineEntry(Answer):
    """One curve of the figures."""

    label: Annotated[str, Field(examples=["LSTM cell"])]
    model: str
    kind: KindName
    signal: Literal["cell", "hidden"]
    norms: Norms
    halves_every: Annotated[float | None, Field(description="Tokens; null: too short a text, or it does not fall.")]


class GradientFigures(Answer):
    """Plotly figures: the norms as they are, and each divided by that of the step before the loss."""

    absolute: dict[str, Any]
    relative: dict[str, Any]


class GradientFiguresAnswer(Answer):
    """`POST /figures/gradients`."""

    step: Step
    tokens: list[TokenEntry]
    lines: list[GradientLineEntry]
    figures: GradientFigures
    elapsed: Annotated[float, Field(ge=0, description="ms")]
