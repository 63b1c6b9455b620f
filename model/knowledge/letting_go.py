"""Does a unit let go of the old subject when a new one comes? Its forget gate there, and everywhere else.

At the last token of a second subject the forget gate should shut if its gender is another one, and has no need to where
it is the same; between the subjects nothing calls for it. `arrivals` has the same gate by the gender of who comes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.knowledge.arrivals import GENDERS, arrivals


@dataclass(frozen=True)
class LettingGo:
    """Values of the forget gate of one unit, in [0, 1]: at a new subject of the `other` gender [n], of the `same`
    gender [n], and at all steps between the first subject and the second one [m].
    """

    other: Tensor
    same: Tensor
    between: Tensor


def letting_go(model: LoadedModel, layer: int, unit: int) -> LettingGo:
    """Read the texts. Raises InputError for a network without forget gates."""
    found = arrivals(model, layer)
    one, other = GENDERS
    gates = {both: signals["forget"][:, unit] for both, signals in found.at.items()}
    return LettingGo(
        torch.cat([gates[one, other], gates[other, one]]),
        torch.cat([gates[one, one], gates[other, other]]),
        found.between["forget"][:, unit],
    )
