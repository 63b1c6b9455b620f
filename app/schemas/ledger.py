"""Who wrote what is held: what clients may ask, and what the API answers.

T steps. Row t of a lower triangle has t + 1 numbers; in base64 it is a square [T, T] with zeros above the diagonal.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.answers import Answer, Base64Array, Notices, Step, TokenEntry
from app.schemas.holds import Holds
from app.schemas.requests import (
    EXAMPLE_TEXT,
    Asked,
    Decimals,
    EncodingField,
    Index,
    ModelName,
    OneLayer,
    Text,
    Theme,
    example,
)

Share = Annotated[float, Field(ge=0, le=1)]
Least = Annotated[Share, Field(description="A memory is told of if |input × candidate| is at least this.")]
LeastLeft = Annotated[Share, Field(description="A memory ends where less than this share of it is left.")]
LedgerUnit = Annotated[Index | None, Field(description="Counted from 0; null: the shares of the whole layer.")]
Row = Annotated[list[float], Field(description="Per step.")]
Triangle = Annotated[list[list[float]] | Base64Array, Field(description="Row t: steps 0 … t.")]


class MemoriesRequest(Asked):
    """A layer of a network that reads a text, and what is held meanwhile."""

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    holds: Holds = Field(default_factory=list)


class LedgerRequest(MemoriesRequest):
    """Who wrote what the memory cell of a unit holds; or, without a unit, what a whole layer holds."""

    model_config = example(text=EXAMPLE_TEXT, unit=3)

    unit: LedgerUnit = None
    least: Least = 0.1
    share: LeastLeft = 0.1
    encoding: EncodingField = "list"
    decimals: Decimals = 4


class LedgerFiguresRequest(MemoriesRequest):
    """The same, drawn."""

    model_config = example(text=EXAMPLE_TEXT, unit=3)

    unit: LedgerUnit = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class SpanEntry(Answer):
    """The life of one memory, from the step that wrote it to the first step at which under `share` of it is left."""

    from_: Annotated[Step, Field(alias="from")]
    to: Annotated[Step | None, Field(description="null: never")]
    value: Annotated[float, Field(description="What was written: input × candidate, −1..1; or what a cell is held at.")]
    by_hand: Annotated[bool, Field(description="Whether the cell was held there: a hold wrote it, not the word.")]
    end: Annotated[Literal["erased", "faded", "alive", "held"], Field(description="`held`: a hold took its place.")]
    by: Annotated[
        Step | None,
        Field(description="The step that erased it: the smallest forget gate, under 0.5; or at which a hold did."),
    ]
    held: Annotated[Share, Field(description="What is left of it at `to`, or at the last step.")]


class SharesAnswer(Answer):
    """`POST /ledger` of a whole layer."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    shares: Annotated[Triangle, Field(description="[t][s]: Σ over units of |what the word at s wrote and t holds|")]
    by_hand: Annotated[
        list[Step], Field(description="Steps at which cells of the layer are held: holds wrote their parts of a share.")
    ]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None


class LedgerAnswer(Answer):
    """`POST /ledger` of one unit: every row of `writes` and `initial` add up to `cell`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    unit: Annotated[int, Field(ge=0)]
    cell: Row | Base64Array
    writes: Annotated[Triangle, Field(description="[t][s]: what the word at s wrote and the cell holds at t")]
    by_hand: Annotated[list[Step], Field(description="Steps at which the cell is held: a hold wrote, not the word.")]
    initial: Annotated[Row | Base64Array, Field(description="What is left of the state before the text.")]
    residual: Annotated[float, Field(ge=0, description="The largest |Σ writes + initial − cell| ÷ max(1, |cell|).")]
    half_life: Annotated[float | None, Field(description="Tokens; null: longer than the text can tell.")]
    spans: Annotated[list[SpanEntry], Field(description="In the order of writing.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None


class LedgerFigures(Answer):
    """A Plotly heat map whose `z` has a row for each word that wrote and a column for each step read.

    Of a unit: what is held. Of a layer: the share, 0..1, of all that is held; `customdata` ends with the unit that
    holds most of it. null where the word had not been read.
    """

    ledger: dict[str, Any]


class LedgerFiguresAnswer(Answer):
    """`POST /figures/ledger`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    unit: Annotated[int, Field(ge=0)] | None
    tokens: list[TokenEntry]
    size: Annotated[
        int,
        Field(
            ge=1,
            description="Words in a row: long texts go in blocks. A block's words are summed, and read at its end.",
        ),
    ]
    figures: LedgerFigures
    by_hand: Annotated[list[Step], Field(description="As in `/ledger`.")]
    residual: Annotated[float | None, Field(description="As in `/ledger`, before any block; null for a layer.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None
