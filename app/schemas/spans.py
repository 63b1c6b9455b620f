"""How long memories last: what clients may ask, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.answers import Answer, Notices, TokenEntry
from app.schemas.ledger import Least, LeastLeft, MemoriesRequest, SpanEntry
from app.schemas.requests import EXAMPLE_TEXT, Decimals, StepField, Theme, Units, example

Which = Literal["longest", "alive", "written", "erased"]


class SpansRequest(MemoriesRequest):
    """The memories of a layer that lasted longest: of all, of those alive at the end, or of those of one word."""

    model_config = example(text=EXAMPLE_TEXT, which="erased", step=9)

    units: Units = None
    least: Least = 0.1
    share: LeastLeft = 0.1
    which: Annotated[
        Which,
        Field(
            description="`longest`: all. `alive`: at the last step. `written` and `erased`: by the word at `step`. "
            "Those that lasted longest come first. What a hold wrote or ended, no word did."
        ),
    ] = "longest"
    step: StepField = None
    most: Annotated[int, Field(ge=1, le=200, description="At most so many are told.")] = 40
    decimals: Decimals = 4


class SpansFiguresRequest(SpansRequest):
    """The same, drawn."""

    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class UnitSpanEntry(SpanEntry):
    """The life of one memory, and where it was."""

    unit: Annotated[int, Field(ge=0)]


class SpansAnswer(Answer):
    """`POST /spans`."""

    model: str
    layer: Annotated[int, Field(ge=0)]
    tokens: list[TokenEntry]
    found: Annotated[int, Field(ge=0, description="How many there are.")]
    spans: Annotated[list[UnitSpanEntry], Field(description="The first `most` of them.")]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None


class SpansFigures(Answer):
    """A Plotly figure with a bar for each memory, from the word that wrote it to the word at which it was over."""

    spans: dict[str, Any]


class SpansFiguresAnswer(SpansAnswer):
    """`POST /figures/spans`. `spans` go by the rows of the figure: in the order of writing, the longest first."""

    figures: SpansFigures
