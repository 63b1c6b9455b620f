"""Passages: texts as a model's tokens, with what is true at each of them. Made of labelled texts, ready to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.knowledge.marks import Labelled
from model.similar.texts import Numbers, Texts

Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Passages:
    """P passages of N moments, the start token left out.

    `ids` [P]: token ids of each. `starts` [P + 1]: the first moment of each, then N. `labels`: {property: [N]}, whether
    it is true once the token has been read.
    """

    texts: Texts
    ids: list[Ids]
    starts: Numbers
    labels: dict[str, Flags]

    @property
    def moments(self) -> int:
        """N."""
        return int(self.starts[-1])


def encode_passages(model: LoadedModel, labelled: Iterable[Labelled], properties: Sequence[str]) -> Passages:
    """Texts, one or more and none of them blank, as a model's tokens, with those of their labels.

    Raises InputError for what the model cannot read.
    """
    texts: list[str] = []
    ids: list[Ids] = []
    flags: dict[str, list[Flags]] = {name: [] for name in properties}
    for each in labelled:
        tokens = model.tokenizer.encode(each.text)[len(model.tokenizer.opening) :]
        texts.append(each.text)
        ids.append(np.array([token.id for token in tokens], dtype=np.int32))
        last = np.array([token.end - 1 for token in tokens])
        for name, found in flags.items():
            found.append(np.array(each.labels[name])[last])
    starts = np.cumsum([0, *(len(each) for each in ids)], dtype=np.int64)
    return Passages(Texts.of(texts), ids, starts, {name: np.concatenate(found) for name, found in flags.items()})
