"""Which units tell two lists of the visitor's texts apart: `POST /probe` and `POST /figures/probe`.

Every text is read by itself, exactly as `/trace` reads it: 400 texts of 20 tokens take about a second on one core. The
body limit bounds the cost: 65,536 bytes hold at most about as many tokens (emoji), which take 4 s of 256 units. The
1,000 shufflings of 400 texts take less than 0.1 s.
"""

from app.explore import Explorer
from app.figures.probe import Dot, build_probe
from app.schemas.probe import ProbeFiguresRequest, ProbeRequest
from app.selection import check_index, check_signal
from app.serialize import Json, significant, significant_list
from model import LoadedModel, Probe, enough_examples, probe_units, signal_names


def probe(explorer: Explorer, asked: ProbeRequest) -> Json:
    """`POST /probe`. Raises InputError for a text that cannot be read, MissingError for a layer that is not there."""
    model = explorer.registry.get(asked.model)
    layer, signal = asked.layer or 0, asked.signal or _memory(model)
    check_index("layer", layer, model.layers, model.name)
    check_signal(model, signal)
    for name, texts in (("with", asked.having), ("without", asked.lacking)):
        for number, text in enumerate(texts):
            explorer.check_text(model, text, f"{name}[{number}]")
    found = probe_units(model, asked.having, asked.lacking, layer, signal, asked.at)
    return {
        "model": model.name,
        "layer": layer,
        "signal": signal,
        "units": [{"layer": layer, "unit": unit, "auc": significant(float(found.auc[unit]))} for unit in found.ranked],
        "band": significant_list([*found.band]),
        "examples": [*found.examples],
        "notices": [*_too_few(found), *_repeated(asked)],
    }


def probe_figures(explorer: Explorer, asked: ProbeFiguresRequest) -> Json:
    """`POST /figures/probe`: the same with its chart. Raises as `probe` does."""
    answer = probe(explorer, asked)
    layers = explorer.registry.get(asked.model).layers
    dots = [Dot(_name(each, layers), **each) for each in answer["units"]]
    low, high = answer["band"]
    return answer | {"figures": {"probe": build_probe(dots, (low, high), asked.theme)}}


def _name(unit: Json, layers: int) -> str:
    """What the chart calls a unit: by its layer, too, where there are several, counted as the page counts them."""
    return f"{unit['layer'] + 1} · {unit['unit']}" if layers > 1 else str(unit["unit"])


def _memory(model: LoadedModel) -> str:
    """What a layer remembers with."""
    return "cell" if "cell" in signal_names(model.kind) else "hidden"


def _too_few(found: Probe) -> list[str]:
    if found.can_tell:
        return []
    units, (having, lacking) = len(found.auc), found.examples
    return [
        f"{having} with and {lacking} without are too few to tell: shuffled among the lists, they are told apart "
        f"without a mistake by some of the {units} units in more than 5 % of cases. "
        f"From {enough_examples(units)} in each list on that is rarer."
    ]


def _repeated(asked: ProbeRequest) -> list[str]:
    texts = [*asked.having, *asked.lacking]
    repeated = len(texts) - len(set(texts))
    if not repeated:
        return []
    return [f"Of the {len(texts)} texts {repeated} repeat another one. They are counted, but tell nothing new."]
