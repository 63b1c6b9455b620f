"""Everything that stands on a network, for heads, widths and vocabularies that are not our own: against plain torch."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from foreign import FOREIGN_TEXT, foreign_folder
from torch.nn import functional

from model import (
    RULED,
    Hold,
    InputError,
    LoadedModel,
    NoPredictionsError,
    Pattern,
    Sampling,
    ablate_all,
    encode_passages,
    explain_gates,
    final_states,
    label_text,
    load_checkpoint,
    loss_gradients,
    matching,
    memory_test,
    open_index,
    probe_units,
    read_corpus,
    score_texts,
    trace_held,
    trace_text,
    write,
    write_index,
)

NETWORKS: dict[str, dict[str, Any]] = {
    "lstm": {"kind": "lstm"},
    "gru, begun": {"kind": "gru", "start": True, "end": True},
    "rnn, wider embedding": {"kind": "rnn", "width": 11, "layers": 1},
}


@pytest.fixture(scope="module", params=NETWORKS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return load_checkpoint(foreign_folder(tmp_path_factory.mktemp("foreign"), **NETWORKS[request.param]))


def run(model: LoadedModel, ids: list[int]) -> torch.Tensor:
    """The hidden states of the last layer by PyTorch's own module [T, U], float64."""
    recurrent = model.network.recurrent
    with torch.no_grad():
        return recurrent(model.network.embedding.weight[ids][None])[0][0].double()


def log_p(model: LoadedModel, hidden: torch.Tensor) -> torch.Tensor:
    weights = model.network.state_dict()
    return functional.linear(hidden, weights["head.weight"].double(), weights["head.bias"].double()).log_softmax(-1)


def test_a_gate_is_the_sum_of_its_parts(model: LoadedModel) -> None:
    trace = trace_text(model, FOREIGN_TEXT)
    for layer in range(model.layers):
        for gate in explain_gates(model, trace, layer, unit=3, step=4).values():
            assert len(gate.inputs) == (model.network.shape.inputs if layer == 0 else model.units)
            squashed = {math.tanh(gate.preactivation), 1 / (1 + math.exp(-gate.preactivation))}
            assert min(abs(value - gate.value) for value in squashed) < 1e-6


def test_step_by_step_it_reads_as_at_once(model: LoadedModel) -> None:
    at_once = trace_text(model, FOREIGN_TEXT)
    nothing = Hold(0, (0,), "hidden", 0, 0, float(at_once.signals["hidden"][0, 0, 0]))
    stepped = trace_held(model, list(at_once.tokens), [nothing])
    for name, values in at_once.signals.items():
        torch.testing.assert_close(stepped.signals[name], values, atol=1e-5, rtol=1e-5)


def test_gradients_are_those_of_the_head(model: LoadedModel) -> None:
    trace = trace_text(model, FOREIGN_TEXT)
    step = 5
    found = loss_gradients(model, trace, model.layers - 1, step)
    hidden = run(model, trace.ids.tolist())[step - 1].requires_grad_()
    loss = -log_p(model, hidden)[trace.tokens[step].id]
    loss.backward()
    assert found.loss == pytest.approx(loss.item(), abs=1e-5)
    assert hidden.grad is not None
    assert float(found.hidden[-1]) == pytest.approx(float(hidden.grad.norm()), rel=1e-4)


def test_scores_leave_out_the_first_token_where_nothing_comes_before_it(model: LoadedModel) -> None:
    texts = [FOREIGN_TEXT, "queen", "the king said that he was tired"]
    for text, score in zip(texts, score_texts(model, texts), strict=True):
        ids = [*model.tokenizer.opening, *model.tokenizer.encode_ids(text)]
        chances = log_p(model, run(model, ids))
        expected = [float(chances[step - 1, ids[step]]) for step in range(1, len(ids))]
        assert score.tokens == len(expected) == len(score.surprisal)
        assert score.log_probability == pytest.approx(sum(expected), abs=1e-4)


def test_it_ends_in_the_state_of_the_plain_module(model: LoadedModel) -> None:
    texts = ["the queen was tired", "tired the queen was"]
    found = final_states(model, texts).hidden[:, -model.units :]
    for row, text in zip(found, texts, strict=True):
        ids = [*model.tokenizer.opening, *model.tokenizer.encode_ids(text)]
        torch.testing.assert_close(row, run(model, ids)[-1], atol=1e-6, rtol=1e-5)


def test_the_memory_test_reads_the_head_s_own_weights(model: LoadedModel) -> None:
    found = memory_test(model, (("the queen", "the king"),), (" said that",), " she", " he")
    (she,), (he,) = model.tokenizer.encode_ids("she"), model.tokenizer.encode_ids("he")
    odds = []
    for subject in ("the queen", "the king"):
        chances = log_p(
            model, run(model, [*model.tokenizer.opening, *model.tokenizer.encode_ids(f"{subject} said that")])
        )
        odds.append((chances[-2:, she] - chances[-2:, he]).tolist())
    assert found.mean == pytest.approx([a - b for a, b in zip(*odds, strict=True)], abs=1e-4)


def test_a_word_outside_the_vocabulary_cannot_be_asked_for(model: LoadedModel) -> None:
    with pytest.raises(InputError, match="The vocabulary of foreign lacks `for`"):
        memory_test(model, (("the queen", "the king"),), (" said",), " zebra", " he")


def test_every_ablation_agrees_with_wiping_out_a_column(model: LoadedModel) -> None:
    ids = [*model.tokenizer.opening, *model.tokenizer.encode_ids("the queen said that")]
    (she,), (he,) = model.tokenizer.encode_ids("she"), model.tokenizer.encode_ids("he")
    found = ablate_all(model, ids, [she], [he])
    chances = log_p(model, run(model, ids)[-1])
    assert found.log_odds == pytest.approx(float(chances[she] - chances[he]), abs=1e-5)
    unit, last = 3, model.layers - 1
    silenced = getattr(model.network.recurrent, f"weight_hh_l{last}")[:, unit]
    kept = silenced.clone()
    silenced.zero_()
    hidden = run(model, ids)[-1]
    silenced.copy_(kept)
    hidden[unit] = 0
    without = log_p(model, hidden)
    assert float(found.ablated[last, unit]) == pytest.approx(float(without[she] - without[he]), abs=1e-5)


def test_a_corpus_counts_steps_as_a_trace_does(model: LoadedModel) -> None:
    texts = ["the queen was tired.", "he would wait"]
    corpus = read_corpus(model, texts, 0, "hidden")
    traces = [trace_text(model, text) for text in texts]
    assert corpus.moments == sum(len(model.tokenizer.encode_ids(text)) for text in texts)
    units = [2, 0]
    for moment in range(corpus.moments):
        passage, step = corpus.place(moment)
        hidden = traces[passage].signals["hidden"][0]
        np.testing.assert_allclose(corpus.values(np.array([moment]), units)[0], hidden[step, units], atol=1e-6)
        window = corpus.window(passage, range(step + 1), units)
        np.testing.assert_allclose(window, hidden[: step + 1, units], atol=1e-6)
        assert [len(flags) for flags in corpus.window_labels(passage, range(step + 1)).values()] == [step + 1] * len(
            corpus.labels
        )


def test_off_before_the_first_word_means_the_state_before_it(model: LoadedModel) -> None:
    corpus = read_corpus(model, ["the queen was tired."], 0, "hidden")
    first = trace_text(model, "the queen was tired.").signals["hidden"][0]
    before = first[0] if model.tokenizer.opening else torch.zeros(model.units)
    np.testing.assert_allclose(corpus.before, before, atol=1e-6)
    unit = int((first[len(model.tokenizer.opening)] - before).argmax())
    above = float(before[unit] + first[len(model.tokenizer.opening), unit]) / 2
    found, _ = matching(corpus, Pattern([unit], above, off_before=True), 10)
    assert 0 in found.moments


def test_the_probe_takes_every_word_where_there_is_no_start_token(model: LoadedModel) -> None:
    found = probe_units(model, ["queen", "the queen"], ["king", "the king"], 0, "hidden", "mean")
    means = [
        trace_text(model, text).signals["hidden"][0, len(model.tokenizer.opening) :].double().mean(dim=0)
        for text in ("queen", "the queen", "king", "the king")
    ]
    higher = (torch.stack(means[:2])[:, None] > torch.stack(means[2:])[None]).double().mean(dim=(0, 1))
    np.testing.assert_allclose(found.auc, higher, atol=1e-12)


def test_it_writes_without_an_end_where_it_has_none(model: LoadedModel) -> None:
    ids = [*model.tokenizer.opening, *model.tokenizer.encode_ids("the queen")]
    written = list(write(model, ids, 200, Sampling(seed=1)))
    assert len(written) == 200 or written[-1].id == model.tokenizer.end_id
    chances = log_p(model, run(model, ids)[-1])
    assert written[0].probability == pytest.approx(float(chances[written[0].id].exp()), abs=1e-5)


def test_without_a_head_nothing_that_needs_guesses_is_made_up(tmp_path: Path) -> None:
    model = load_checkpoint(foreign_folder(tmp_path, head="none"))
    trace = trace_text(model, FOREIGN_TEXT)
    for asked in (
        lambda: score_texts(model, ["the queen"]),
        lambda: loss_gradients(model, trace, 0, 2),
        lambda: ablate_all(model, [1], [2], [3]),
        lambda: list(write(model, [1], 3, Sampling())),
        lambda: memory_test(model),
        lambda: model.network.logits(torch.zeros(model.units)),
    ):
        with pytest.raises(NoPredictionsError, match="no softmax over its vocabulary"):
            asked()


def test_an_index_counts_steps_as_the_texts_themselves(model: LoadedModel, tmp_path: Path) -> None:
    texts = ["the queen was tired.", "he would wait"]
    write_index(tmp_path / "an.index", model, encode_passages(model, map(label_text, texts), RULED), ["hidden"])
    indexed = open_index(tmp_path / "an.index", model).corpus(0, "hidden")
    read = read_corpus(model, texts, 0, "hidden")
    units = list(range(model.units))
    for moment in range(read.moments):
        passage, step = read.place(moment)
        assert indexed.place(moment) == (passage, step)
        steps = range(step + 1)
        np.testing.assert_array_equal(indexed.window(passage, steps, units), read.window(passage, steps, units))
        assert indexed.window_labels(passage, steps) == read.window_labels(passage, steps)
