"""Which unit decides between two continuations: what clients may ask, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from app.schemas.answers import Answer, Probability, Step
from app.schemas.requests import Asked, ModelName, StepField, Text, Theme, example

Words = Annotated[str, Field(max_length=64)]


def no_truth(value: object) -> object:
    """Refuses false, which Python takes for 0."""
    if isinstance(value, bool):
        raise ValueError("should be 0 or 'mean'")
    return value


Value = Annotated[
    Literal[0, "mean"],
    BeforeValidator(no_truth),
    WithJsonSchema({"anyOf": [{"type": "integer", "const": 0}, {"type": "string", "const": "mean"}]}),
    Field(description="What its hidden state is held at: 0, or its mean over the validation books."),
]
Nats = Annotated[float, Field(description="Nats, 6 significant digits.")]


class AblateRequest(Asked):
    """Every unit of every layer ablated, one at a time: what that does to the odds of two continuations."""

    model_config = example(text="The queen was tired, but the king said that")

    text: Text
    model: ModelName = None
    step: Annotated[StepField, Field(description="The continuations come after this step; null: the last one.")] = None
    favoured: Annotated[Words, Field(alias="for", description="One token or several, with their leading space.")] = (
        " she"
    )
    against: Annotated[Words, Field(description="One token or several, with their leading space.")] = " he"
    value: Value = 0


class AblateFiguresRequest(AblateRequest):
    """The same, drawn."""

    model_config = example(text="The queen was tired, but the king said that", show=8)

    show: Annotated[int, Field(ge=1, le=64, description="So many units are drawn, those that change most.")] = 16
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class AblatedUnit(Answer):
    """One unit."""

    layer: Annotated[int, Field(ge=0)]
    unit: Annotated[int, Field(ge=0)]
    log_odds: Annotated[Nats, Field(description="Without this unit.")]
    change: Annotated[Nats, Field(description="`log_odds` without this unit minus that with all.")]


class AblateAnswer(Answer):
    """`POST /ablate`."""

    model: str
    step: Step
    favoured: Annotated[str, Field(alias="for")]
    against: str
    value: Value
    log_odds: Annotated[Nats, Field(description="ln p(for) − ln p(against), with all units.")]
    units: Annotated[list[AblatedUnit], Field(description="All of them, the largest |change| first.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class Continuation(Answer):
    """One of the two continuations, as the network reads it."""

    pieces: Annotated[list[str], Field(min_length=1, description="Its tokens, scored one after the other.")]
    probability: Annotated[Probability, Field(description="Of all of them, with all units; 6 significant digits.")]


class Continuations(Answer):
    """Both of them."""

    favoured: Annotated[Continuation, Field(alias="for")]
    against: Continuation


class AblateFigures(Answer):
    """A Plotly bar chart: the log-odds without each of the strongest units, from what they are with all."""

    ablate: dict[str, Any]


class AblateFiguresAnswer(AblateAnswer):
    """`POST /figures/ablate`."""

    as_read: Continuations
    means: Annotated[
        list[float] | None,
        Field(description="The mean hidden state of each of `units`, in their order; null where nobody measured it."),
    ]
    figures: AblateFigures
