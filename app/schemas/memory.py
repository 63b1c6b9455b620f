"""Memory through time: what clients may ask, and what the API answers.

T steps. Row t of a lower triangle has t + 1 numbers; in base64 it is a square [T, T] with zeros above the diagonal.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.schemas.answers import Answer, Base64Array, Step, TokenEntry
from app.schemas.requests import (
    EXAMPLE_TEXT,
    Asked,
    Decimals,
    EncodingField,
    Index,
    ModelName,
    OneLayer,
    StepField,
    Text,
    example,
    unique,
)

Share = Annotated[float, Field(ge=0, le=1)]
Row = Annotated[list[float], Field(description="Per step.")]
Triangle = Annotated[list[list[float]] | Base64Array, Field(description="Row t: steps 0 … t.")]
ModelNames = Annotated[
    Annotated[list[str], Field(min_length=1, max_length=16), AfterValidator(unique)] | None,
    Field(description="Names from `/models` that share their tokens; null: all that share the default one's."),
]
Norms = Annotated[list[float], Field(description="Per step 0 … `step` − 1, 6 significant digits.")]
Subject = Annotated[Text | None, Field(description="As typed; null in both: the built-in pairs.")]
Word = Annotated[str, Field(max_length=64)]
Curve = Annotated[list[float], Field(description="Nats, per distance.")]


class LedgerRequest(Asked):
    """Who wrote what the memory cell of a unit holds; or, without a unit, what a whole layer holds."""

    model_config = example(text=EXAMPLE_TEXT, unit=3)

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    unit: Annotated[Index | None, Field(description="Counted from 0; null: the shares of the whole layer.")] = None
    least: Annotated[Share, Field(description="A memory is told of if |input × candidate| is at least this.")] = 0.1
    share: Annotated[Share, Field(description="A memory ends where less than this share of it is left.")] = 0.1
    encoding: EncodingField = "list"
    decimals: Decimals = 4


class SpanEntry(Answer):
    """The life of one memory, from the step that wrote it to the first step at which under `share` of it is left."""

    from_: Annotated[Step, Field(alias="from")]
    to: Annotated[Step | None, Field(description="null: never")]
    value: Annotated[float, Field(ge=-1, le=1, description="What was written: input × candidate.")]
    end: Literal["erased", "faded", "alive"]
    by: Annotated[Step | None, Field(description="The step that erased it: the smallest forget gate, under 0.5.")]
    held: Annotated[Share, Field(description="What is left of it at `to`, or at the last step.")]


class SharesAnswer(Answer):
    """`POST /ledger` of a whole layer."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    shares: Annotated[Triangle, Field(description="[t][s]: Σ over units of |what the word at s wrote and t holds|")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class LedgerAnswer(Answer):
    """`POST /ledger` of one unit: every row of `writes` and `initial` add up to `cell`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    unit: Annotated[int, Field(ge=0)]
    cell: Row | Base64Array
    writes: Annotated[Triangle, Field(description="[t][s]: what the word at s wrote and the cell holds at t")]
    initial: Annotated[Row | Base64Array, Field(description="What is left of the state before the text.")]
    residual: Annotated[float, Field(ge=0, description="The largest |Σ writes + initial − cell| ÷ max(1, |cell|).")]
    half_life: Annotated[float | None, Field(description="Tokens; null: longer than the text can tell.")]
    spans: Annotated[list[SpanEntry], Field(description="In the order of writing.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


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


class MemoryTestEntry(Answer):
    """One network: the log-odds of `for` against `against` after `a` minus those after `b`."""

    model: str
    mean: Curve
    low: Annotated[Curve, Field(description="10 % quantile over subjects and fillers.")]
    high: Annotated[Curve, Field(description="90 % quantile over subjects and fillers.")]


class MemoryTestAnswer(Answer):
    """`POST /memory-test`."""

    distances: Annotated[list[int], Field(description="Tokens of filler read, from 1.")]
    models: list[MemoryTestEntry]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
