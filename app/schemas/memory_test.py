"""What is left of a subject: what clients may ask, and what the API answers."""

from typing import Annotated

from pydantic import Field

from app.schemas.answers import Answer
from app.schemas.requests import Asked, ModelNames, Text, example

Subject = Annotated[Text | None, Field(description="As typed; null in both: the built-in pairs.")]
Word = Annotated[str, Field(max_length=64)]
Curve = Annotated[list[float], Field(description="Nats, per distance.")]


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
