"""The same requests as query strings: lists are comma-separated, numbers are read from text."""

from typing import Annotated, Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError

from app.schemas.requests import (
    Asked,
    Decimals,
    EncodingField,
    Format,
    Index,
    Layer,
    ModelName,
    OneLayer,
    StepField,
    Text,
    TopK,
)
from app.schemas.trace import ExportRequest, TraceRequest

Request = TypeVar("Request", bound=Asked)
Names = Annotated[
    str | None, Field(pattern=r"^[a-z_]+(,[a-z_]+)*$", max_length=400, description="Comma-separated; left out: all.")
]
Numbers = Annotated[
    str | None, Field(pattern=r"^\d{1,5}(,\d{1,5})*$", max_length=20_000, description="Comma-separated; left out: all.")
]
HoldsText = Annotated[
    Json[Any] | None, Field(description="The list that `POST /trace` takes, in JSON; left out: none.")
]


class ReadQuery(BaseModel):
    """A text, who reads it, and which part of the trace is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    model: ModelName = None
    layer: Layer = None
    signals: Names = None
    units: Numbers = None
    holds: HoldsText = None
    decimals: Decimals = 4

    def _as(self, request: type[Request]) -> Request:
        fields: dict[str, Any] = self.model_dump()
        if fields["signals"] is not None:
            fields["signals"] = fields["signals"].split(",")
        if fields["units"] is not None:
            fields["units"] = [int(number) for number in fields["units"].split(",")]
        if "holds" not in self.model_fields_set:
            del fields["holds"]
        try:
            return request.model_validate(fields)
        except ValidationError as error:
            raise RequestValidationError(
                [{**each, "loc": ("query", *each["loc"])} for each in error.errors()]
            ) from error


class TraceQuery(ReadQuery):
    """`GET /trace`."""

    top_k: TopK = 5
    encoding: EncodingField = "list"

    def request(self) -> TraceRequest:
        """The same as a request with a body."""
        return self._as(TraceRequest)


class ExportQuery(ReadQuery):
    """`GET /export`."""

    format: Annotated[Format, Field(examples=["csv"])]

    def request(self) -> ExportRequest:
        """The same, with its lists taken apart."""
        return self._as(ExportRequest)


class ExplainQuery(BaseModel):
    """`GET /explain`. It has no lists, so it is itself the request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    unit: Annotated[Index, Field(description="Counted from 0.", examples=[3])]
    step: StepField = None
    top: Annotated[
        int, Field(ge=0, le=64, description="Units that are named, strongest first; the rest is summed.")
    ] = 8
    decimals: Annotated[
        int, Field(ge=0, le=9, description="Decimals of all numbers; with 7 the rounded parts add up to within 1e-5.")
    ] = 7
