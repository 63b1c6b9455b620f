"""How far a loss reaches back: what clients may ask, and what the API answers."""

from typing import Annotated

from pydantic import Field

from app.schemas.answers import Answer, Step, TokenEntry
from app.schemas.requests import EXAMPLE_TEXT, Asked, ModelNames, OneLayer, StepField, Text, example

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
