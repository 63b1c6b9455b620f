"""What each unit of a network knows: what clients may ask, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from app.schemas.answers import Answer, Probability, Step, TokenEntry
from app.schemas.queries import Query
from app.schemas.requests import Decimals, Index, ModelName, OneLayer, Theme
from model import MOST_EXAMPLES, PROPERTY_WORDS

LABELS = "; ".join(f"`{name}`: {words.label}" for name, words in PROPERTY_WORDS.items())
Property = Annotated[str, Field(examples=["inside_quotes"], description=LABELS)]
Number = Annotated[int, Field(ge=0)]
Shares = Annotated[list[Probability], Field(min_length=2, max_length=2)]
Band = Annotated[Shares, Field(description="With shuffled labels no unit of the network is outside in 95 % of cases.")]


class UnitsQuery(Query):
    """`GET /units`."""

    model: ModelName = None


class UnitsFigureQuery(Query):
    """`GET /figures/units`."""

    property: Property
    model: ModelName = None
    theme: Annotated[Theme, Field(description="Colours for light or dark paper.")] = "light"


class UnitExamplesQuery(Query):
    """`GET /units/examples`."""

    unit: Annotated[Index, Field(description="Counted from 0.", examples=[3])]
    property: Property
    model: ModelName = None
    layer: OneLayer = None
    signal: Annotated[
        Literal["cell", "hidden"] | None,
        Field(description="Null: the one by which the unit knows the property, or else what a layer remembers with."),
    ] = None
    count: Annotated[int, Field(ge=1, le=MOST_EXAMPLES, description="At most so many texts.")] = 4
    decimals: Decimals = 4


class Association(Answer):
    """How well a unit tells moments at which a property is true from others, on nouns that did not choose the unit."""

    property: Property
    signal: Annotated[str, Field(description="By which the unit knows it: `cell` or `hidden`.")]
    sign: Annotated[int, Field(description="1 where high values mean that it is true, −1 where low ones do.")]
    auc: Annotated[Probability, Field(description="½: nothing; 1: every moment told right.")]
    band: Band


class KnowledgeEntry(Association):
    """A property that a unit has earned as a name: outside the band, and what the network expects depends on it."""

    effect: Annotated[FiniteFloat, Field(description="Nats of log-odds that are lost with the unit.")]
    effect_interval: Annotated[list[FiniteFloat], Field(min_length=2, max_length=2, description="95 %.")]
    rank: Annotated[int, Field(ge=1, description="1: the greatest effect of all units.")]


class TrackEntry(Association):
    """A unit that is outside the band for a property which no unit can have as a name."""

    layer: Number
    unit: Number


class BestEntry(Answer):
    """The unit that tells a property best; one that has earned it as its name, where there is one."""

    layer: Number
    unit: Number
    signal: str
    sign: int
    auc: Probability
    band: Band
    effect: Annotated[FiniteFloat | None, Field(description="Null where the property cannot be a name.")] = None
    effect_interval: Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)] | None = None
    rank: Annotated[int, Field(ge=1)] | None = None


class PropertyRecord(BaseModel):
    """A property as all units of a network know it."""

    model_config = ConfigDict(frozen=True)

    property: Property
    moments: Annotated[list[Number], Field(min_length=2, max_length=2, description="At which it was false, and true.")]
    band: Band
    whole: Annotated[
        FiniteFloat | None,
        Field(description="What the whole network's log-odds tell, in nats; null where the property cannot be a name."),
    ]
    best: BestEntry
    auc: Annotated[list[Probability], Field(description="Of every unit, layer by layer.")]
    effect: Annotated[list[FiniteFloat] | None, Field(description="Of every unit, layer by layer; null as `whole`.")]


class PropertyEntry(PropertyRecord):
    """The same with its name for readers."""

    label: Annotated[str, Field(examples=["inside quotes"])]


class Knower(Answer):
    """A unit, and all that it knows, the greatest effect first."""

    layer: Number
    unit: Number
    knows: list[KnowledgeEntry]


class UnitEntry(Knower):
    """The same with what the unit is like in whole books."""

    half_life: Annotated[
        float | None, Field(description="Tokens; null where it is longer than can be told, or there are no gates.")
    ]
    saturation: Annotated[
        dict[str, Shares] | None,
        Field(description="{gate: shares of steps under 0.1 and over 0.9}; null where there are no gates."),
    ]


class KnowledgeFile(BaseModel):
    """What is read of `knowledge.json`. `seed`: of its sentences."""

    model_config = ConfigDict(frozen=True)

    units: list[Knower]
    tracks: list[TrackEntry]
    unclaimed: list[Property]
    properties: list[PropertyRecord]
    seed: int = 1


class UnitsAnswer(Answer):
    """`GET /units`."""

    model: str
    units: Annotated[list[UnitEntry], Field(description="All of them, layer by layer.")]
    tracks: Annotated[list[TrackEntry], Field(description="The best few units for each property that is no name.")]
    unclaimed: Annotated[list[Property], Field(description="Properties that could be a name and are nobody's.")]
    properties: Annotated[list[PropertyEntry], Field(description="All that were asked; none where nobody measured.")]
    notices: Annotated[list[str], Field(description="Why nothing is known, where nobody has measured it.")]


class ExampleEntry(Answer):
    """One text as a unit reads it. Lists are as long as `tokens`."""

    text: str
    tokens: list[TokenEntry]
    values: Annotated[list[float], Field(description="Of the signal of the unit, the same as in `/trace`.")]
    labels: Annotated[
        list[bool | None],
        Field(description="The property once each token is read; null where nobody asks: sentence properties are "
                          "asked at the last step alone, step properties at every step but a start token's."),
    ]  # fmt: skip
    step: Annotated[Step, Field(description="To look at: where the property becomes true, or is asked.")]


class UnitExamplesAnswer(Answer):
    """`GET /units/examples`."""

    model: str
    layer: Number
    unit: Number
    property: Property
    signal: str
    range: Annotated[float, Field(gt=0, description="R of the colours of contents.")]
    examples: list[ExampleEntry]


class UnitsFigureAnswer(Answer):
    """`GET /figures/units`."""

    model: str
    property: Property
    figures: Annotated[
        dict[str, dict[str, Any]], Field(description="{`units`: Plotly figure}; none where nobody measured.")
    ]
    notices: Annotated[list[str], Field(description="Why there is none.")]
