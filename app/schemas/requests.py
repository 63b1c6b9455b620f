"""What requests are made of. Unknown fields are refused, and types are taken strictly: "5" is not 5.

Limits that depend on the settings or on the model (characters, tokens, layers, units) are checked in `app/explore.py`.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from app.reading import MOST_GUESSES
from model import Sort

EXAMPLE_TEXT = "The queen was tired, but the king said that he would wait until she woke."
LARGEST_INDEX = 65_535
MOST_PINNED = 4  # more lines in one chart cannot be told apart

Encoding = Literal["list", "base64"]
Theme = Literal["light", "dark"]
Show = Literal[32, 64]
Format = Literal["csv", "json", "npz", "html", "parquet"]


def unique(values: list[str] | list[int]) -> list[str] | list[int]:
    """Refuses a list that names something twice."""
    if len(set(values)) < len(values):
        raise ValueError("names something twice; name each once")
    return values


# The same for the document.
UNIQUE: JsonDict = {"uniqueItems": True}

Index = Annotated[int, Field(ge=0, le=LARGEST_INDEX)]
Text = Annotated[
    str,
    Field(
        description="1 to 2,000 Unicode code points, not only white space, at most 2,048 tokens with the start token "
        "(GATESCOPE_MAX_CHARS, GATESCOPE_MAX_TOKENS).",
        examples=[EXAMPLE_TEXT],
    ),
]
ModelName = Annotated[str | None, Field(description="A name from `/models`; null: the default one.")]
Layer = Annotated[Index | None, Field(description="Counted from 0; null: all layers.")]
OneLayer = Annotated[Index | None, Field(description="Counted from 0; null: layer 0.")]
SignalNames = Annotated[
    Annotated[list[str], Field(min_length=1, max_length=16, json_schema_extra=UNIQUE), AfterValidator(unique)] | None,
    Field(description="Names from `/signals`; null: all that the model has."),
]
Units = Annotated[
    Annotated[
        list[Index], Field(min_length=1, max_length=LARGEST_INDEX, json_schema_extra=UNIQUE), AfterValidator(unique)
    ]
    | None,
    Field(description="Units counted from 0; null: all."),
]
TopK = Annotated[int, Field(ge=0, le=MOST_GUESSES, description="Guesses for the next token per step.")]
EncodingField = Annotated[
    Encoding, Field(description="`base64`: float32 as computed, little-endian, for every array that `decimals` rounds.")
]
Decimals = Annotated[int, Field(ge=0, le=9, description="Decimals of signals and surprisal.")]
SortField = Annotated[
    Sort,
    Field(
        description="Order of the rows. `clusters`: like beside like. `similarity`: most like the first of `pinned`, "
        "or `unit`, first. `value`: the highest value of `signal` at `step` first."
    ),
]
Unit = Annotated[Index | None, Field(description="A unit that is always among the rows.")]
Pinned = Annotated[
    list[Index],
    Field(max_length=MOST_PINNED, description="Units that are always among the rows, too.", json_schema_extra=UNIQUE),
    AfterValidator(unique),
]
StepField = Annotated[Index | None, Field(description="Counted from 0; null: the last one.")]
SignalName = Annotated[
    str | None, Field(description="A name from `/signals`, for `value`; null: the cell, or hidden where there is none.")
]
ModelNames = Annotated[
    Annotated[list[str], Field(min_length=1, max_length=16, json_schema_extra=UNIQUE), AfterValidator(unique)] | None,
    Field(description="Names from `/models` that share their tokens; null: all that share the default one's."),
]


def example(**fields: JsonValue) -> ConfigDict:
    """A request that OpenAPI shows and that `/docs` sends."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Asked(BaseModel):
    """Base of all requests."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
