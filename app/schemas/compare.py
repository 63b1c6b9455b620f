"""Two texts beside each other: what clients may ask, and what the API answers.

P pairs of tokens, U units. `differences[signal][pair][unit]` is that of b minus that of a.
"""

from typing import Annotated

from pydantic import Field

from app.schemas.answers import Answer, Base64Array, TokenEntry
from app.schemas.requests import Asked, Decimals, EncodingField, ModelName, OneLayer, Text, example

Pair = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
Norms = Annotated[list[Annotated[float, Field(ge=0)]], Field(description="Per pair, 6 significant digits.")]


class CompareRequest(Asked):
    """Two texts that a network reads, and how differently."""

    model_config = example(
        a="The queen was tired, but the others said no.", b="The king was tired, but the others said no."
    )

    a: Text
    b: Text
    model: ModelName = None
    layer: OneLayer = None
    encoding: EncodingField = "list"
    decimals: Decimals = 4


class TextEntry(Answer):
    """One of the texts."""

    tokens: list[TokenEntry]


class WakeEntry(Answer):
    """How far the states of the two readings are apart: ‖Δc‖₂ and ‖Δh‖₂."""

    cell: Annotated[Norms | None, Field(description="null where there is no cell.")]
    hidden: Norms
    ends: Annotated[
        int | None,
        Field(
            ge=1,
            description="The pair, counted from 0 in `alignment`, from which the wake of the cell (of hidden where"
            " there is none) stays under 5 % of its peak; null: it does not, or there is no difference.",
        ),
    ]


class CompareAnswer(Answer):
    """`POST /compare`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    a: TextEntry
    b: TextEntry
    alignment: Annotated[list[Pair], Field(description="Steps of a and b at which the same token stands; both rise.")]
    differences: Annotated[dict[str, list[list[float]] | Base64Array], Field(description="{signal: [P][U]}, b − a.")]
    wake: WakeEntry
    elapsed: Annotated[float, Field(ge=0, description="ms")]
