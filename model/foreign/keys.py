"""Names of a state dict's entries: which belong to recurrent layers, and which layers make one network.

`torch.nn` calls the weights of layer k `weight_ih_lk`, `weight_hh_lk` …, and those of a cell `weight_ih` …; before that
stands whatever the network's author called the module: the prefix.
"""

import re
from collections.abc import Iterable, Sequence

from model.foreign.found import listed, refused

PARTS = re.compile(
    r"(?P<prefix>.*?)(?P<part>(?:weight|bias)_(?:ih|hh|hr))(?:_l(?P<layer>[0-9]{1,4}))?(?P<reverse>_reverse)?"
)

# A layer as its name says it: the module's prefix, and what follows `weight_ih` in it (`_l0`, or nothing in a cell).
Place = tuple[str, str]


def recurrent_layers(names: Iterable[str]) -> list[Place]:
    """The layers of the one recurrent network among some names, from the lowest.

    They are the layers of one module, or modules of one layer each whose prefixes differ in a number (`rnns.0.`,
    `rnns.1.`). Raises InputError where there is none or several, for one that reads backward, and for a projection.
    """
    names = list(names)
    found = [match for match in map(PARTS.fullmatch, names) if match]
    if not found:
        raise refused(
            "There is no recurrent layer in the file: no name ends in weight_ih_l0, weight_hh_l0 …, as those of "
            f"torch.nn.LSTM, GRU and RNN do. It has: {listed(names)}."
        )
    _check_supported(found)
    layers: dict[str, set[int]] = {}
    for match in found:
        layers.setdefault(match["prefix"], set()).add(int(match["layer"] or 0))
    cells = {match["prefix"] for match in found if match["layer"] is None}
    prefix = _one_network(list(layers), layers)
    for module in prefix:
        _check_complete(module, layers[module])
    return [(module, "" if module in cells else f"_l{k}") for module in prefix for k in sorted(layers[module])]


def _check_supported(found: Sequence[re.Match[str]]) -> None:
    for match in found:
        if match["reverse"]:
            raise refused(
                f"{match.string} belongs to a layer that reads backward. A bidirectional network knows the end of the "
                "text at its beginning, so there is no reading step by step; trace_module (LIBRARY.md) traces it."
            )
        if match["part"].endswith("hr"):
            raise refused(
                f"{match.string} is a projection (proj_size): hidden states and cells differ in width, which the page "
                "cannot show; trace_module (LIBRARY.md) traces it."
            )


def _one_network(prefixes: list[str], layers: dict[str, set[int]]) -> list[str]:
    """The prefixes that make one network, in order. Raises InputError where they make several."""
    if len(prefixes) == 1:
        return prefixes
    stems = {re.sub(r"\d+", "#", prefix) for prefix in prefixes}
    numbers = [re.findall(r"\d+", prefix) for prefix in prefixes]
    if len(stems) == 1 and all(layers[prefix] == {0} for prefix in prefixes):
        return [
            prefix for _, prefix in sorted(zip(([int(n[:9]) for n in each] for each in numbers), prefixes, strict=True))
        ]
    first = prefixes[0].partition(".")[0]
    raise refused(
        f"The file holds {len(prefixes)} recurrent networks: {listed([prefix or '(none)' for prefix in prefixes])}. "
        f"Save the one that you mean alone: {{name: w for name, w in state.items() if name.startswith({first!r})}}."
    )


def _check_complete(prefix: str, layers: set[int]) -> None:
    """Raise InputError where a layer is missing between others."""
    if missing := sorted(set(range(len(layers))) - layers):
        raise refused(
            f"Layer {missing[0]} is missing: there is no {prefix}weight_ih_l{missing[0]}, but layers "
            f"{listed([str(layer) for layer in sorted(layers)])} are there. Save the whole state dict."
        )
