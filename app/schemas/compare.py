"""Two texts beside each other: what clients may ask, and what the API answers.

P pairs of tokens, U units. `differences[signal][pair][unit]` is that of b minus that of a.
"""

from typing import Annotated, Any

from pydantic import Field

from app.schemas.answers import Answer, Base64Array, Guess, KindName, TokenEntry
from app.schemas.requests import (
    Asked,
    Decimals,
    EncodingField,
    ModelName,
    OneLayer,
    Show,
    Text,
    Theme,
    Unit,
    example,
)

Pair = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
Norms = Annotated[list[Annotated[float, Field(ge=0)]], Field(description="Per pair, 6 significant digits.")]


EXAMPLE = {"a": "The queen was tired, but the others said no.", "b": "The king was tired, but the others said no."}


class TwoTexts(Asked):
    """Two texts that a network reads."""

    a: Text
    b: Text
    model: ModelName = None
    layer: OneLayer = None


class CompareRequest(TwoTexts):
    """Two texts, and how differently a network reads them."""

    model_config = example(**EXAMPLE)

    encoding: EncodingField = "list"
    decimals: Decimals = 4


class CompareFiguresRequest(TwoTexts):
    """The same, drawn."""

    model_config = example(**EXAMPLE, theme="dark")

    show: Annotated[Show | None, Field(description="The so many units that differ most; null: all.")] = 32
    unit: Unit = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


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


class ComparedTexts(Answer):
    """What is answered about two texts."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    a: TextEntry
    b: TextEntry
    alignment: Annotated[list[Pair], Field(description="Steps of a and b at which the same token stands; both rise.")]
    wake: WakeEntry
    elapsed: Annotated[float, Field(ge=0, description="ms")]


class CompareAnswer(ComparedTexts):
    """`POST /compare`."""

    differences: Annotated[dict[str, list[list[float]] | Base64Array], Field(description="{signal: [P][U]}, b − a.")]


class DifferenceCarrier(Answer):
    """How long a unit carries the difference in its cell (in hidden where there is none)."""

    unit: Annotated[int, Field(ge=0)]
    since: Annotated[int, Field(ge=0, description="The first pair at which |Δ| is 5 % of the unit's largest.")]
    until: Annotated[int, Field(ge=0, description="The last such pair.")]
    largest: Annotated[float, Field(description="The Δ that is furthest from 0.")]
    final: Annotated[float, Field(description="Δ at the last pair.")]


class GuessesEntry(Answer):
    """What the network expects after each token of each text; null where it predicts nothing."""

    a: list[list[Guess]] | None
    b: list[list[Guess]] | None


class CompareFiguresAnswer(ComparedTexts):
    """`POST /figures/compare`. Heat maps and the wake have a place for each of `columns`."""

    kind: KindName
    columns: Annotated[
        list[Annotated[list[int | None], Field(min_length=2, max_length=2)]],
        Field(
            description="Steps of a and b side by side, each step once; null: no step. Pairs, and what lies between."
        ),
    ]
    units: Annotated[list[int], Field(description="The unit of each row; that whose memory differs most on top.")]
    figures: Annotated[
        dict[str, dict[str, Any]], Field(description="{signal: Plotly heat map of b − a}; nan where there is no pair.")
    ]
    wake_figure: dict[str, Any]
    carriers: Annotated[list[DifferenceCarrier], Field(description="At most eight units, longest first.")]
    guesses: GuessesEntry
    range: Annotated[float, Field(gt=0, description="R of the contents' colours.")]
