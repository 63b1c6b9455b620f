"""The memory test: how much of a subject is left after n words.

Two subjects that differ in one property ("The queen", "The king") are followed by the same filler. After each of its
tokens the network is asked for ln p(" she") − ln p(" he"); the difference between the two readings is what is left of
the subject. Both readings of all lengths come from one causal pass: a text cut after n tokens reads the same.

The log-odds are linear in the last layer's hidden state (`log_odds.py`), so what is left is a sum over its units: which
of them carry it is not estimated but read off.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.log_odds import log_odds_reading
from model.knowledge.memory_texts import FILLERS, SUBJECTS

LONGEST_FILLER = 50

# Whose odds are read.
FAVOURED, AGAINST = " she", " he"

# The spread that `low` and `high` give: eight of ten readings lie between them.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class MemoryCurve:
    """What is left of the subject at each of `distances` (tokens of filler read, from 1), as log-odds in nats.

    `mean` over all subject pairs and fillers, and their 10 % and 90 % quantiles `low` and `high`. Each has one number
    for each distance; 0 means that the network answers the same whichever subject it read.
    """

    distances: list[int]
    mean: list[float]
    low: list[float]
    high: list[float]


@dataclass(frozen=True)
class SubjectDifference:
    """What two subjects make different in the last layer while the same filler is read.

    `hidden` [N, n, U]: after the first subject minus after the second, for N pairs and fillers and n tokens of filler;
    `direction` [U]: what each unit adds to the log-odds, in nats per unit of hidden. Both float64.
    """

    hidden: Tensor
    direction: Tensor

    def curve(self) -> MemoryCurve:
        """The difference of the log-odds at every distance."""
        left = self.hidden @ self.direction
        return MemoryCurve(
            distances=list(range(1, left.shape[1] + 1)),
            mean=left.mean(dim=0).tolist(),
            low=left.quantile(LOW, dim=0).tolist(),
            high=left.quantile(HIGH, dim=0).tolist(),
        )

    def carried(self) -> Tensor:
        """What each unit carries of the mean difference at the longest distance [U], in nats: they add up to it."""
        return self.hidden[:, -1].mean(dim=0) * self.direction


def memory_test(
    model: LoadedModel,
    subjects: tuple[tuple[str, str], ...] = SUBJECTS,
    fillers: tuple[str, ...] = FILLERS,
    favoured: str = FAVOURED,
    against: str = AGAINST,
    longest: int = LONGEST_FILLER,
) -> MemoryCurve:
    """What is left of the subject after every token of filler. Arguments and errors as `subject_difference`."""
    return subject_difference(model, subjects, fillers, favoured, against, longest).curve()


def subject_difference(
    model: LoadedModel,
    subjects: tuple[tuple[str, str], ...] = SUBJECTS,
    fillers: tuple[str, ...] = FILLERS,
    favoured: str = FAVOURED,
    against: str = AGAINST,
    longest: int = LONGEST_FILLER,
) -> SubjectDifference:
    """What the first subject of each pair leaves behind that the second does not, read by `favoured` against `against`.

    Fillers begin with their space. Distances run to `longest`, or to the end of the shortest filler. Raises InputError
    where there is nothing to read, or `favoured` or `against` is not exactly one token.
    """
    direction, _ = log_odds_reading(model, favoured, against)  # what is added to both readings leaves no difference
    read = [model.tokenizer.encode_ids(filler) for filler in fillers]
    steps = min([longest, *(len(ids) for ids in read)])
    if not subjects or not fillers or steps < 1:
        raise InputError("The memory test needs a pair of subjects and a filler of at least one token.", field="filler")
    cut = [ids[:steps] for ids in read]
    first, second = (_hidden(model, [pair[side] for pair in subjects], cut) for side in (0, 1))
    return SubjectDifference(first.double() - second.double(), direction.double())


def _hidden(model: LoadedModel, subjects: list[str], fillers: list[list[int]]) -> Tensor:
    """The last layer's hidden state after each token of each filler [S·F, n, U]; subjects outermost."""
    begun = [[*model.tokenizer.opening, *model.tokenizer.encode_ids(subject)] for subject in subjects]
    starts = [start for start in begun for _ in fillers]
    rows = [torch.tensor(start + filler) for start in begun for filler in fillers]
    with torch.inference_mode():
        hidden, _ = model.network(pad_sequence(rows, batch_first=True))  # padding lies behind the text
    return torch.stack([row[len(start) :][: len(fillers[0])] for row, start in zip(hidden, starts, strict=True)])
