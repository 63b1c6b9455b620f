"""Two texts beside each other: `POST /compare`."""

import time

from app.explore import Explorer, elapsed
from app.schemas.compare import CompareRequest
from app.selection import check_index
from app.serialize import Json, encode_array, significant_list
from model import compare_traces


def compare(explorer: Explorer, asked: CompareRequest) -> Json:
    """`POST /compare`. Raises InputError for a text that is blank or too long."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    a, b = (explorer.read(model, text, field=field).trace for field, text in (("a", asked.a), ("b", asked.b)))
    found = compare_traces(a, b, layer)
    wake = {name: significant_list(norms.tolist()) for name, norms in found.wake.items()}
    return {
        "model": model.name,
        "layer": layer,
        "a": {"tokens": a.tokens},
        "b": {"tokens": b.tokens},
        "alignment": found.alignment,
        "differences": {
            name: encode_array(values.numpy(), asked.encoding, asked.decimals)
            for name, values in found.differences.items()
        },
        "wake": {"cell": None, **wake, "ends": found.ends},
        "elapsed": elapsed(begun),
    }
