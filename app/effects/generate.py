"""Let it write: `POST /generate`, event by event."""

import time
from collections.abc import Generator, Sequence

from app.explore import Explorer
from app.schemas.generate import GenerateRequest, Reason
from app.schemas.holds import HoldRequest, held
from app.selection import check_signal, select
from app.serialize import Json, encode_array, guesses_answer, significant
from model import (
    Hold,
    InputError,
    LoadedModel,
    Sampling,
    Written,
    log_probabilities,
    overridden,
    write,
)

GUESSES = 5
LONGEST = 120.0  # seconds: time for 200 tokens on a server all of whose places are taken

# Its name and its data.
Event = tuple[str, Json]


def generate(explorer: Explorer, asked: GenerateRequest) -> Generator[Event]:
    """A `token` event for each new token, made when it is asked for, then `done`.

    Raises InputError, NoPredictionsError and MissingError in place of the first event, never later.
    """
    model = explorer.registry.get(asked.model)
    model.check_predicts()
    signals = select(model, asked.layer, asked.signals, None).signals
    ids = _checked_ids(explorer, model, asked)
    holds = _checked_holds(model, asked.holds, len(ids) + asked.tokens)
    sampling = Sampling(asked.temperature, asked.top_k or None, asked.top_p, asked.seed, asked.min_tokens)
    spell = model.tokenizer.speller(ids)
    new: list[int] = []
    reason: Reason = "length"
    deadline = time.monotonic() + LONGEST
    for written in write(model, ids, asked.tokens, sampling, holds):
        if written.id == model.tokenizer.end_id:
            reason = "end"
            break
        if time.monotonic() > deadline:
            reason = "stopped"
            break
        new.append(written.id)
        readable = spell(written.id)
        yield "token", _token(model, written, signals, asked) | {"text": readable}
    done = {"text": model.tokenizer.decode(new, ids), "tokens": len(new), "reason": reason}
    yield "done", done | ({"notices": overridden(holds, len(ids) + len(new))} if holds else {})


def _checked_ids(explorer: Explorer, model: LoadedModel, asked: GenerateRequest) -> list[int]:
    """The text's tokens. Raises InputError for a text that is blank, or too long with what is to be written."""
    explorer.check_text(model, asked.text, "text")
    ids = [token.id for token in model.tokenizer.encode(asked.text)]
    limit = explorer.settings.max_tokens
    if len(ids) + asked.tokens > limit:
        raise InputError(
            f"Text is {len(ids):,} tokens long, and {asked.tokens:,} more would make {len(ids) + asked.tokens:,}; the"
            f" limit is {limit:,}. Ask for fewer, shorten the text, or raise GATESCOPE_MAX_TOKENS.",
            field="tokens",
        )
    return ids


def _checked_holds(model: LoadedModel, asked: Sequence[HoldRequest], steps: int) -> tuple[Hold, ...]:
    """The holds for the model. Raises InputError for a signal that it has not, and for steps behind the last."""
    holds = held(asked)
    for number, hold in enumerate(holds):
        check_signal(model, hold.signal, f"holds[{number}].signal")
        last = max(hold.first, hold.last or 0)
        if last >= steps:
            raise InputError(
                f"Hold {number + 1} goes to step {last}, but with all that is to be written the text ends at step"
                f" {steps - 1}. Shorten it, or hold at all steps.",
                field=f"holds[{number}].steps",
            )
    return holds


def _token(model: LoadedModel, written: Written, signals: Sequence[str], asked: GenerateRequest) -> Json:
    """What is sent of one new token, but for the text that it makes with others."""
    moment = written.moments[asked.layer or 0]
    best = log_probabilities(model, written.moments[-1]["hidden"])[0].detach().topk(min(GUESSES, model.tokenizer.size))
    return {
        "step": written.step,
        "id": written.id,
        "token": model.tokenizer.label(written.id),
        "probability": significant(written.probability),
        "signals": {name: encode_array(moment[name][0].numpy(), asked.encoding, asked.decimals) for name in signals},
        "top": guesses_answer(model, best.indices.tolist(), best.values.exp().tolist()),
    }
