"""Let it write: what clients may ask, and the events that answer."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.reading import MOST_GUESSES
from app.schemas.answers import Answer, Base64Array, Guess, Notices, Probability, Step
from app.schemas.holds import Holds
from app.schemas.requests import UNIQUE, Asked, Decimals, EncodingField, ModelName, OneLayer, Text, example, unique

Tokens = Annotated[
    int,
    Field(
        ge=1, le=200, description="At most so many are written; with those of the text at most GATESCOPE_MAX_TOKENS."
    ),
]
MinTokens = Annotated[int, Field(ge=0, le=200, description="The text does not end before so many are written.")]
Temperature = Annotated[float, Field(ge=0, le=5, description="Divides the scores; 0: the most probable token, always.")]
SampledFrom = Annotated[
    Annotated[int, Field(ge=0, le=MOST_GUESSES)] | None,
    Field(description="Only the most probable so many tokens are drawn from; 0 or null: all."),
]
TopP = Annotated[
    float, Field(ge=0, le=1, description="Of these, the fewest whose probabilities reach this share of theirs.")
]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1, description="Chooses the tokens: the same one writes the same.")]
SentSignals = Annotated[
    Annotated[list[str], Field(max_length=16, json_schema_extra=UNIQUE), AfterValidator(unique)] | None,
    Field(description="Names from `/signals`; null: all that the model has; an empty list: the words alone."),
]
Reason = Literal["length", "end", "stopped"]


class GenerateRequest(Asked):
    """Continue a text, token by token."""

    model_config = example(text="The queen was tired, but", tokens=8, temperature=0.8, top_p=0.95, seed=7)

    text: Text
    model: ModelName = None
    layer: OneLayer = None
    signals: SentSignals = None
    tokens: Tokens = 40
    min_tokens: MinTokens = 0
    temperature: Temperature = 1.0
    top_k: SampledFrom = None
    top_p: TopP = 1.0
    seed: Seed = 0
    holds: Holds = Field(default_factory=list)
    decimals: Decimals = 4
    encoding: EncodingField = "list"


class TokenEvent(Answer):
    """A `token` event: one new token, and what the layer does while the network reads it back."""

    step: Annotated[Step, Field(description="Counted on from the text's.")]
    id: Annotated[int, Field(ge=0)]
    token: str
    text: Annotated[
        str, Field(description="What it adds to the text: a character that takes several tokens comes with its last.")
    ]
    probability: Annotated[Probability, Field(description="What the network gave it, whatever the temperature.")]
    signals: Annotated[dict[str, list[float] | Base64Array], Field(description="{signal: [U]}")]
    top: Annotated[list[Guess], Field(description="What the network expects after it.")]


class DoneEvent(Answer):
    """The last event. `end`: the network ended its paragraph; `stopped`: it took longer than the server allows."""

    text: Annotated[str, Field(description="What was written; a character that was cut off is U+FFFD.")]
    tokens: Annotated[int, Field(ge=0, le=200)]
    reason: Reason
    notices: Notices = None
