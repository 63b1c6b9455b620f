"""What a network holds in mind at the moments for which a property is known."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import MissingError
from model.knowledge.association import Flags, Values
from model.knowledge.labelled import Beginning
from model.knowledge.marks import LETTER_PROPERTIES, STEP_PROPERTIES, Labelled
from model.reader import Token, words_of
from model.signals import signal_names
from model.tokenizer import BYTES_ALONE
from model.trace import Trace, trace_text

# A property may show in what a unit stores or in what it says; where there are no cells, in what it says.
SIGNALS = ("cell", "hidden")


@dataclass(frozen=True)
class Moments:
    """n labelled moments of some texts.

    `signals`: values of each signal that a unit may know by, [n, L · U]; `labels` [n] by property; `texts`: token ids
    of each text, the start token first where there is one; `text` and `step` [n]: where each moment is.
    """

    signals: dict[str, Values]
    labels: dict[str, Flags]
    texts: list[list[int]]
    text: np.ndarray[tuple[int], np.dtype[np.int64]]
    step: np.ndarray[tuple[int], np.dtype[np.int64]]

    @property
    def lengths(self) -> list[int]:
        """Moments of each text."""
        return [int(count) for count in np.bincount(self.text, minlength=len(self.texts))]


def known_signals(model: LoadedModel) -> list[str]:
    """Those of SIGNALS that a network of this kind has."""
    return [name for name in SIGNALS if name in signal_names(model.kind)]


def step_properties(model: LoadedModel) -> tuple[str, ...]:
    """What can be asked at each step of a network: more of one whose tokens are single characters."""
    return (*STEP_PROPERTIES, *LETTER_PROPERTIES) if model.tokenizer.size == BYTES_ALONE else STEP_PROPERTIES


def check_reads_sentences(model: LoadedModel) -> None:
    """Raise MissingError for a network of few letters: labelled sentences are English."""
    if model.tokenizer.letters is not None:
        letters = ", ".join(sorted(model.tokenizer.letters))
        raise MissingError(
            f"{model.name} reads {letters} alone, and the sentences that tell what units know are English.",
            field="model",
        )


def check_can_know(model: LoadedModel) -> None:
    """Raise MissingError for a network whose units cannot be told to know: it reads no English, or predicts nothing."""
    check_reads_sentences(model)
    if not model.predicts:
        raise MissingError(
            f"{model.name} predicts nothing, and a unit earns a name by what it does to predictions. Probe its units"
            " with texts of your own.",
            field="model",
        )


def read_beginnings(model: LoadedModel, of: str, beginnings: list[Beginning]) -> Moments:
    """One moment a beginning: its last step."""
    traces = [trace_text(model, beginning.text) for beginning in beginnings]
    labels = {of: np.array([beginning.label for beginning in beginnings])}
    return _moments(model, traces, [[len(trace.tokens) - 1] for trace in traces], labels)


def read_steps(model: LoadedModel, texts: list[Labelled]) -> Moments:
    """A moment at every step but a start token's."""
    traces = [trace_text(model, labelled.text) for labelled in texts]
    steps = [[token.step for token in words_of(trace.tokens)] for trace in traces]
    labels = {
        name: np.concatenate(
            [token_labels(labelled, name, trace.tokens) for labelled, trace in zip(texts, traces, strict=True)]
        )
        for name in step_properties(model)
    }
    return _moments(model, traces, steps, labels)


def token_labels(labelled: Labelled, name: str, tokens: tuple[Token, ...]) -> Flags:
    """Whether a step property is true once each token but a start token has been read."""
    return np.array([labelled.labels[name][token.end - 1] for token in words_of(tokens)])


def _moments(model: LoadedModel, traces: list[Trace], steps: list[list[int]], labels: dict[str, Flags]) -> Moments:
    signals = {
        name: torch.cat(
            [_columns(trace.signals[name])[places] for trace, places in zip(traces, steps, strict=True)]
        ).numpy()
        for name in known_signals(model)
    }
    return Moments(
        signals,
        labels,
        [trace.ids.tolist() for trace in traces],
        np.repeat(np.arange(len(traces)), [len(places) for places in steps]),
        np.concatenate([np.array(places) for places in steps]),
    )


def _columns(values: Tensor) -> Tensor:
    """[L, T, U] -> [T, L · U]."""
    return values.transpose(0, 1).flatten(1)
