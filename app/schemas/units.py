"""What each unit of a network knows: what clients may ask, and what the API answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from app.schemas.answers import Answer, Probability
from app.schemas.queries import Query
from app.schemas.requests import ModelName

Property = Annotated[str, Field(examples=["inside_quotes"])]
Number = Annotated[int, Field(ge=0)]
Shares = Annotated[list[Probability], Field(min_length=2, max_length=2)]


class UnitsQuery(Query):
    """`GET /units`."""

    model: ModelName = None


class Association(Answer):
    """How well a unit tells moments at which a property is true from others, on nouns that did not choose the unit."""

    property: Property
    signal: Annotated[str, Field(description="By which the unit knows it: `cell` or `hidden`.")]
    sign: Annotated[int, Field(description="1 where high values mean that it is true, −1 where low ones do.")]
    auc: Annotated[Probability, Field(description="½: nothing; 1: every moment told right.")]
    band: Annotated[
        Shares, Field(description="With shuffled labels no unit of the network is outside in 95 % of cases.")
    ]


class KnowledgeEntry(Association):
    """A property that a unit has earned as a name: outside the band, and what the network expects depends on it."""

    effect: Annotated[FiniteFloat, Field(description="Nats of log-odds that are lost with the unit.")]
    effect_interval: Annotated[list[FiniteFloat], Field(min_length=2, max_length=2, description="95 %.")]
    rank: Annotated[int, Field(ge=1, description="1: the greatest effect of all units.")]


class TrackEntry(Association):
    """A unit that is outside the band for a property which no unit can have as a name."""

    layer: Number
    unit: Number


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
    """What is read of `knowledge.json`."""

    model_config = ConfigDict(frozen=True)

    units: list[Knower]
    tracks: list[TrackEntry]
    unclaimed: list[Property]


class UnitsAnswer(Answer):
    """`GET /units`."""

    model: str
    units: Annotated[list[UnitEntry], Field(description="All of them, layer by layer.")]
    tracks: Annotated[list[TrackEntry], Field(description="The best few units for each property that is no name.")]
    unclaimed: Annotated[list[Property], Field(description="Properties that could be a name and are nobody's.")]
    notices: Annotated[list[str], Field(description="Why nothing is known, where nobody has measured it.")]
