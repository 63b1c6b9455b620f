"""What the API answers. These models document and test the answers; the hot path writes them without detours.

T steps, U units asked for, k guesses. Arrays are time-major: `values[step][unit]`. Times are in ms.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

KindName = Literal["lstm", "rnn", "gru"]
Probability = Annotated[float, Field(ge=0, le=1)]
Step = Annotated[int, Field(ge=0)]

Notices = Annotated[list[str] | None, Field(description="Holds that others override; only where signals are held.")]


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(extra="forbid")


class ProblemAnswer(Answer):
    """Every error (RFC 9457)."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="What is wrong, which value, and what to do.")]
    code: Annotated[str, Field(description="A stable short name for programs.")]
    field: Annotated[str | None, Field(description="The field at fault, where there is one.")]


class AliveAnswer(Answer):
    """`GET /healthz`."""

    status: Annotated[Literal["alive"], Field(examples=["alive"])]


class ReadyAnswer(Answer):
    """`GET /readyz`."""

    status: Annotated[Literal["ready"], Field(examples=["ready"])]
    models: Annotated[list[str], Field(examples=[["english-lstm", "english-rnn"]])]


class Suggested(Answer):
    """Where to look first."""

    text: str
    layer: int
    unit: int
    step: int


class FrameEntry(Answer):
    """A moment of a training, which can be asked for as a model."""

    model: Annotated[str, Field(description="Its name as a model.", examples=["alice@3"])]
    tokens: Annotated[int, Field(ge=0, description="Read until then.")]
    valid: Annotated[float, Field(description="Its loss on held-out text, nats per token.")]
    sha256: Annotated[str, Field(description="SHA-256 of its weights as stored.")]


class ModelEntry(Answer):
    """One model."""

    name: Annotated[str, Field(examples=["english-lstm"])]
    title: Annotated[str, Field(examples=["English, LSTM"])]
    kind: KindName
    layers: Annotated[int, Field(ge=1)]
    units: Annotated[int, Field(ge=1, description="Units per layer.")]
    vocabulary: Annotated[int, Field(ge=1, description="Number of tokens.")]
    parameters: Annotated[int, Field(ge=1)]
    default: bool
    predicts: Annotated[bool, Field(description="Whether it says what it expects next. Without, guesses are null.")]
    start: Annotated[
        bool, Field(description="Whether step 0 is a start token; else it is the first token of the text.")
    ]
    end: Annotated[int | None, Field(description="The token that ends what it writes.")]
    unknown: Annotated[int | None, Field(description="The token that stands for words outside the vocabulary.")]
    origin: Annotated[Literal["shipped", "imported", "trained"], Field(description="Where it came from.")]
    film: Annotated[
        list[FrameEntry] | None, Field(description="Its training, the untrained network first; null: not filmed.")
    ]
    suggested: Suggested
    card: Annotated[dict[str, Any], Field(description="Data, runs, figures and seals of the checkpoint.")]


class ModelsAnswer(Answer):
    """`GET /models`."""

    models: list[ModelEntry]
    notices: Annotated[list[str], Field(description="Broken checkpoint folders.")]


class SignalEntry(Answer):
    """One signal of one kind of network."""

    kind: KindName
    name: Annotated[str, Field(examples=["forget"])]
    symbol: Annotated[str, Field(examples=["f"])]
    title: str
    formula: str
    low: Annotated[float | None, Field(description="Least value; null: unbounded.")]
    high: Annotated[float | None, Field(description="Greatest value; null: unbounded.")]
    scale: Literal["gate", "signed"]
    gloss: str
    sentence: str


class SignalsAnswer(Answer):
    """`GET /signals`."""

    signals: list[SignalEntry]


class TokenEntry(Answer):
    """One step. `start`, `end`: code points of the text as typed. `part` [k, n]: k-th of n pieces of a character."""

    step: Step
    id: Annotated[int, Field(ge=0)]
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    part: Annotated[list[int], Field(min_length=2, max_length=2)] | None


class Guess(Answer):
    """A token that may come next."""

    id: Annotated[int, Field(ge=0)]
    token: str
    probability: Probability


class Prediction(Answer):
    """`top`: what the network expects after the step. `surprisal`: −log2 p of the token at it; null at step 0."""

    step: Step
    surprisal: Annotated[float, Field(ge=0, description="bits")] | None
    top: list[Guess]


class Base64Array(Answer):
    """float32 as computed, little-endian."""

    dtype: Literal["f4"]
    shape: list[int]
    data: str


class LayerEntry(Answer):
    """One layer: {signal: [T][U]}."""

    layer: Annotated[int, Field(ge=0)]
    units: list[int]
    signals: dict[str, list[list[float]] | Base64Array]


Predictions = Annotated[list[Prediction] | None, Field(description="null where the network predicts nothing")]
Perplexity = Annotated[float | None, Field(description="null where nothing was scored, or nothing is predicted")]


class TraceAnswer(Answer):
    """`GET` and `POST /trace`."""

    model: str
    kind: KindName
    text: str
    tokens: list[TokenEntry]
    layers: list[LayerEntry]
    predictions: Predictions
    perplexity: Perplexity
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None


class OriginalEntry(Answer):
    """A text as it is read without holds."""

    predictions: Predictions
    perplexity: Perplexity
    values: Annotated[dict[str, Base64Array], Field(description="{signal or echo: [rows][T]}")]


class FiguresAnswer(Answer):
    """`POST /figures`. A figure's `z` is {dtype: "f4", bdata, shape: "rows, steps"}: the true values."""

    model: str
    kind: KindName
    layer: int
    tokens: list[TokenEntry]
    figures: Annotated[dict[str, dict[str, Any]], Field(description="{signal: Plotly figure}")]
    echoes: Annotated[dict[str, dict[str, Any]], Field(description="LSTM: `previous` c(t−1) and `squashed` tanh c")]
    predictions: Predictions
    perplexity: Perplexity
    units: Annotated[list[int], Field(description="The unit of each row, top first.")]
    half_life: Annotated[list[float | None], Field(description="Tokens, per row; null where the text cannot tell.")]
    liveliness: Annotated[list[float], Field(description="Standard deviation of hidden over the text, per row.")]
    saturation: Annotated[
        dict[str, Base64Array],
        Field(description="{gate: [U][2]} of the whole layer: shares of steps under 0.1 and over 0.9."),
    ]
    still: Annotated[list[int], Field(description="Units of the whole layer that never move on this text.")]
    range: Annotated[float, Field(gt=0, description="R of the contents' colours.")]
    original: Annotated[
        OriginalEntry | None, Field(description="The same text without holds; only where something is held.")
    ] = None
    differences: Annotated[
        dict[str, dict[str, Any]] | None,
        Field(description="{signal or echo: Plotly figure}: what the holds added; only where something is held."),
    ] = None
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: list[str]


class PartEntry(Answer):
    """What one unit brings to a pre-activation, its weight times its hidden state: strongest first."""

    unit: Annotated[int, Field(ge=0)]
    part: float


class GateEntry(Answer):
    """One gate or candidate: `preactivation` = `word` (or `below` + `below_rest`) + `recurrent` + `rest` + `bias`."""

    value: Annotated[float, Field(ge=-1, le=1, description="σ or tanh of `preactivation`; or what it is held at")]
    preactivation: float
    word: Annotated[float | None, Field(description="What the token brings; in layer 0 alone.")] = None
    below: Annotated[list[PartEntry] | None, Field(description="Units of the layer below; not in layer 0.")] = None
    below_rest: Annotated[float | None, Field(description="All its other units.")] = None
    recurrent: Annotated[list[PartEntry], Field(description="Units of this layer one step before; 0 at step 0.")]
    rest: Annotated[float, Field(description="All its other units.")]
    bias: float


class ExplainAnswer(Answer):
    """`GET /explain`. Of a GRU's candidate the recurrent parts and bias are those that the reset gate lets in."""

    model: str
    kind: KindName
    layer: Annotated[int, Field(ge=0)]
    unit: Annotated[int, Field(ge=0)]
    step: Step
    token: TokenEntry
    gates: Annotated[
        dict[str, GateEntry],
        Field(description="lstm: input, forget, candidate, output; rnn: hidden; gru: reset, update, candidate"),
    ]
    elapsed: Annotated[float, Field(ge=0, description="ms")]
    notices: Notices = None


class ScoreEntry(Answer):
    """One text. `tokens` are those scored (not the first one); `log_probability` is their sum, in nats."""

    tokens: Annotated[int, Field(ge=0)]
    log_probability: Annotated[float, Field(le=0)]
    surprisal: list[float] | Base64Array


class ScoresAnswer(Answer):
    """`POST /score`."""

    model: str
    scores: list[ScoreEntry]
