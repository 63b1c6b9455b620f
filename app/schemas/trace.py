"""What clients may ask of the trace of a text: as numbers, as figures, as a download; and of how probable texts are."""

from typing import Annotated

from pydantic import Field

from app.schemas.holds import Clip, Holds
from app.schemas.requests import (
    EXAMPLE_TEXT,
    Asked,
    Decimals,
    EncodingField,
    Format,
    Index,
    Layer,
    ModelName,
    OneLayer,
    Pinned,
    Show,
    SignalName,
    SignalNames,
    SortField,
    StepField,
    Text,
    Theme,
    TopK,
    Unit,
    Units,
    example,
)
from model import Sort

Top = Annotated[int, Field(ge=0, le=64, description="Units that are named, strongest first; the rest is summed.")]
ExplainDecimals = Annotated[
    int, Field(ge=0, le=9, description="Decimals of all numbers; with 7 the rounded parts add up to within 1e-5.")
]

ExportSort = Annotated[
    Sort | None, Field(description="Order of the units of one layer, top first; null: as `units` names them.")
]
Compared = Annotated[Index | None, Field(description="The unit with which `similarity` compares the others.")]


class ReadRequest(Asked):
    """A text, who reads it, and which part of the trace is wanted."""

    text: Text
    model: ModelName = None
    layer: Layer = None
    signals: SignalNames = None
    units: Units = None
    holds: Holds = Field(default_factory=list)
    clip: Clip = False
    decimals: Decimals = 4


class TraceRequest(ReadRequest):
    """Read a text and give every signal of every layer, or a selection."""

    model_config = example(text=EXAMPLE_TEXT, signals=["forget", "cell"], units=[0, 1, 2], top_k=3)

    top_k: TopK = 5
    encoding: EncodingField = "list"


class FiguresRequest(TraceRequest):
    """All that the page shows of one layer. The figures are float32 as computed, whatever `encoding` says."""

    model_config = example(text=EXAMPLE_TEXT, show=32, sort="half_life", theme="light")

    layer: OneLayer = None
    sort: SortField = "liveliness"
    show: Annotated[Show | None, Field(description="The liveliest so many units; null: all.")] = 32
    unit: Unit = None
    pinned: Pinned = Field(default_factory=list)
    step: StepField = None
    signal: SignalName = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class ExplainRequest(Asked):
    """Why the gates of one unit are so at one step."""

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    unit: Index
    step: StepField = None
    holds: Holds = Field(default_factory=list)
    top: Top = 8
    decimals: ExplainDecimals = 7


class ScoreRequest(Asked):
    """How probable texts are, each alone."""

    model_config = example(texts=["The keys were on the table.", "The keys was on the table."])

    texts: Annotated[list[Text], Field(min_length=1, max_length=256)]
    model: ModelName = None
    encoding: EncodingField = "list"
    decimals: Decimals = 4


class ExportRequest(ReadRequest):
    """A download of a trace. `decimals` rounds csv, json and html; npz and parquet hold float32 as computed."""

    format: Format
    sort: ExportSort = None
    unit: Compared = None
    step: StepField = None
    signal: SignalName = None
