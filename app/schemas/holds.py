"""Signals that are held at a value while a text is read: a field of the requests that read one."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from app.schemas.requests import Asked, Index, Units, example
from model import Hold

MOST_HOLDS = 64


def in_order(steps: list[int | None]) -> list[int | None]:
    """Refuses a range without a first step, and one whose last step comes before its first."""
    first, last = steps
    if first is None:
        raise ValueError("have no first step; give its number, and null for the last one to go on to the end")
    if last is not None and first > last:
        raise ValueError("go backwards; give the first step, then the last")
    return steps


Steps = Annotated[
    Annotated[list[Index | None], Field(min_length=2, max_length=2), AfterValidator(in_order)] | None,
    Field(description="The first and the last one, both inclusive; the last null: to the end; null: all."),
]


class HoldRequest(Asked):
    """A signal of some units of a layer has this value, whatever the network computes; the rest runs on."""

    model_config = example(layer=0, units=[3], signal="forget", steps=[2, 5], value=1)

    layer: Annotated[Index, Field(description="Counted from 0.")] = 0
    units: Units = None
    signal: Annotated[str, Field(description="A name from `/signals`.")]
    steps: Steps = None
    value: Annotated[
        float,
        Field(
            allow_inf_nan=False, description="Gates 0..1, candidate and hidden −1..1, the cell −1,000,000..1,000,000."
        ),
    ]

    def hold(self) -> Hold:
        """The same for the model."""
        first, last = (0, None) if self.steps is None else self.steps
        return Hold(
            self.layer, None if self.units is None else tuple(self.units), self.signal, first or 0, last, self.value
        )


Holds = Annotated[
    list[HoldRequest],
    Field(max_length=MOST_HOLDS, description="Where two meet, the later one wins, and `notices` tells so."),
]


Clip = Annotated[
    bool, Field(description="Holds that go on behind the text end with it, and `notices` tell so; else an error.")
]


def held(holds: Sequence[HoldRequest]) -> tuple[Hold, ...]:
    """All of them for the model, in their order."""
    return tuple(each.hold() for each in holds)
