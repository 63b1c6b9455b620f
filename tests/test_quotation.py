"""What a network of bytes opens with: a unit that tells inside from outside, in a sentence that shows it."""

import numpy as np
import pytest

from model.checkpoint import LoadedModel, load_model
from model.folders import checkpoint_names
from model.knowledge.association import aucs, ranks
from model.knowledge.labelled import step_texts
from model.knowledge.marks import label_sentences
from model.knowledge.moments import read_steps
from model.knowledge.quotation import PROPERTY, QUOTATIONS, SEED, TEXTS, choose_quotation
from model.network import LanguageModel, Shape, initialise
from model.tokenizer import BYTES_ALONE, TextTokenizer
from model.trace import trace_text

UNIT = 5


@pytest.fixture(scope="module")
def wired() -> LoadedModel:
    """A network of bytes whose unit 5 flips its cell at every quotation mark: 1 inside, at most 0 outside."""
    tokenizer = TextTokenizer.of_bytes()
    network = LanguageModel(Shape("lstm", tokenizer.size, units=8))
    initialise(network, seed=3)
    network.embedding.weight.data *= 20
    layer = network.recurrent
    (mark,) = tokenizer.encode_ids('"')
    network.embedding.weight.data[:, 7] = 0
    network.embedding.weight.data[mark, 7] = 1
    rows = {gate: index * 8 + UNIT for index, gate in enumerate("ifgo")}
    for gate, (rest, at_mark) in {"i": (-20.0, 40.0), "f": (20.0, -40.0), "g": (-5.0, 0.0), "o": (20.0, 0.0)}.items():
        layer.weight_ih_l0.data[rows[gate]] = 0
        layer.weight_hh_l0.data[rows[gate]] = 0
        layer.bias_hh_l0.data[rows[gate]] = 0
        layer.bias_ih_l0.data[rows[gate]] = rest
        layer.weight_ih_l0.data[rows[gate], 7] = at_mark
    # At a mark it writes the contrary of what it says: h is 0 at the start, +0.7 inside, −0.8 outside from then on.
    layer.weight_hh_l0.data[rows["g"], UNIT] = -20
    layer.bias_ih_l0.data[rows["g"]] = 2
    return LoadedModel("wired", network.eval().requires_grad_(False), tokenizer, {})


def test_the_unit_that_was_wired_for_it_is_chosen(wired: LoadedModel) -> None:
    found = choose_quotation(wired)
    assert (found["layer"], found["unit"], found["property"], found["signal"]) == (0, UNIT, PROPERTY, "cell")
    assert found["auc"] > 0.99
    assert found["text"] in [label_sentences([marked]).text for marked in QUOTATIONS]
    token = trace_text(wired, found["text"]).tokens[found["step"]]
    assert token.text == '"'
    assert '"' not in found["text"][: token.start]


def test_what_ships_is_chosen_so() -> None:
    (name,) = [name for name in checkpoint_names() if load_model(name).tokenizer.size == BYTES_ALONE]
    model = load_model(name)
    suggested = model.card["suggested"]
    texts = [text for half in (1, 2) for text in step_texts(half, TEXTS, SEED)]
    moments = read_steps(model, texts)
    auc = aucs(ranks(moments.signals["cell"][:, [suggested["unit"]]]), moments.labels[PROPERTY])[0]
    assert max(auc, 1 - auc) == pytest.approx(suggested["auc"], abs=1e-3)
    candidates = [label_sentences([marked]) for marked in QUOTATIONS]
    labelled = next(each for each in candidates if each.text == suggested["text"])
    inside = np.array(labelled.labels[PROPERTY])
    cell = trace_text(model, labelled.text).signals["cell"][0, 1:, suggested["unit"]].numpy()
    within, without = cell[inside], cell[~inside]
    assert within.max() < without.min() or without.max() < within.min()
    assert inside.argmax() == suggested["step"] - 1
