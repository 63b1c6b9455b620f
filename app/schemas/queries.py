"""The same requests as query strings: lists are comma-separated, numbers are read from text."""

from typing import Annotated, Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError

from app.schemas.holds import Clip
from app.schemas.requests import (
    Asked,
    Decimals,
    EncodingField,
    Format,
    Index,
    Layer,
    ModelName,
    OneLayer,
    SignalName,
    StepField,
    Text,
    TopK,
)
from app.schemas.trace import (
    Compared,
    ExplainDecimals,
    ExplainRequest,
    ExportRequest,
    ExportSort,
    Top,
    TraceRequest,
)

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


class Query(BaseModel):
    """Base of all query strings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def _as(self, request: type[Request]) -> Request:
        """The request with the same fields; what is wrong with a list is told as of the query."""
        fields: dict[str, Any] = self.model_dump()
        for name, parse in (("signals", str), ("units", int)):
            if fields.get(name) is not None:
                fields[name] = [parse(each) for each in fields[name].split(",")]
        if "holds" not in self.model_fields_set:
            del fields["holds"]
        try:
            return request.model_validate(fields)
        except ValidationError as error:
            raise RequestValidationError(
                [{**each, "loc": ("query", *each["loc"])} for each in error.errors()]
            ) from error


class ReadQuery(Query):
    """A text, who reads it, and which part of the trace is wanted."""

    text: Text
    model: ModelName = None
    layer: Layer = None
    signals: Names = None
    units: Numbers = None
    holds: HoldsText = None
    clip: Clip = False
    decimals: Decimals = 4


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
    sort: ExportSort = None
    unit: Compared = None
    step: StepField = None
    signal: SignalName = None

    def request(self) -> ExportRequest:
        """The same, with its lists taken apart."""
        return self._as(ExportRequest)


class ExplainQuery(Query):
    """`GET /explain`."""

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    unit: Annotated[Index, Field(description="Counted from 0.", examples=[3])]
    step: StepField = None
    holds: HoldsText = None
    top: Top = 8
    decimals: ExplainDecimals = 7

    def request(self) -> ExplainRequest:
        """The same, with its list taken apart."""
        return self._as(ExplainRequest)
