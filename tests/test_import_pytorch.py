"""Checkpoints of PyTorch's own word-language-model example, in the files and under the names that people save it by."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from importing import WORDS, WordModel, published, saved, word_model
from safetensors.torch import save_file, save_model
from torch import Tensor, nn

from model import InputError, import_network, load_model, plan_import, trace_text
from model.checkpoint import LoadedModel
from model.folders import SHIPPED

State = dict[str, Tensor]


def imported(file: Path, home: Path, name: str = "mine") -> LoadedModel:
    """The network of a file, through the plan and the folder, as the command has it."""
    import_network(plan_import(file, name, home / "models"))
    return load_model(name, home / "models")


def assert_same(model: LoadedModel, original: WordModel) -> None:
    """It predicts what the original does, at every word of a text."""
    trace = trace_text(model, "The queen, tired, said but the zebra don't.")
    assert [token.text.strip() for token in trace.tokens] == [
        "<eos>", "The", "queen", ",", "tired", ",", "said", "but", "the", "zebra", "don't", "."
    ]  # fmt: skip
    assert trace.ids.tolist() == [
        WORDS.index(word)
        for word in ["<eos>", "the", "queen", ",", "tired", ",", "said", "but", "the", "<unk>", "don't", "."]
    ]
    ours = model.network.logits(trace.signals["hidden"][-1])
    torch.testing.assert_close(ours, original(trace.ids), rtol=0, atol=1e-6)


@pytest.mark.parametrize(("kind", "tied"), [("lstm", False), ("lstm", True), ("gru", False), ("rnn", True)])
def test_the_word_language_model_of_pytorch(tmp_path: Path, kind: str, tied: bool) -> None:
    original = word_model(8 if tied else 6, kind=kind, tied=tied)
    model = imported(saved(tmp_path / "run", original.state_dict()), tmp_path)
    assert (model.kind, model.layers, model.units, model.network.shape.head) == (
        kind,
        2,
        8,
        "tied" if tied else "linear",
    )
    assert_same(model, original)
    card = model.card
    assert card["imported"]["measured_on"].endswith("texts that it wrote itself")  # of English it knows ten words
    assert (card["origin"], card["imported"]["file"], card["imported"]["left_out"]) == ("imported", "model.pt", [])


def test_the_same_as_safetensors(tmp_path: Path) -> None:
    original = word_model()
    folder = saved(tmp_path / "run", {}).parent
    save_file(original.state_dict(), folder / "a.safetensors")
    assert_same(imported(folder / "a.safetensors", tmp_path), original)
    tied = word_model(8, tied=True)
    save_model(tied, str(folder / "b.safetensors"))  # which drops one of the two names of the shared matrix
    assert_same(imported(folder / "b.safetensors", tmp_path, "tied"), tied)


def renamed(state: State, old: str, new: str) -> State:
    return {name.replace(old, new): values for name, values in state.items()}


def separate_layers(state: State) -> State:
    """As a list of modules of one layer each."""
    return {name.replace("rnn.", f"rnns.{name[-1]}.").replace("_l1", "_l0") if "rnn." in name else name: values
            for name, values in state.items()}  # fmt: skip


@pytest.mark.parametrize(
    "wrap",
    [
        lambda state: {"epoch": 3, "model_state_dict": state, "optimizer": {"lr": 0.1}},
        lambda state: renamed(renamed(state, "rnn.", "module.lm.lstm."), "encoder.", "module.lm.embed."),
        lambda state: renamed(renamed(state, "decoder.", "fc_out."), "encoder.", "word_embeddings."),
        separate_layers,
        lambda state: {name: values.double() for name, values in state.items()},
    ],
    ids=["checkpoint", "prefix", "other names", "a module a layer", "float64"],
)
def test_names_and_wrappings_do_not_matter(tmp_path: Path, wrap: Callable[[State], object]) -> None:
    original = word_model()
    assert_same(imported(saved(tmp_path / "run", wrap(original.state_dict())), tmp_path), original)


def test_biases_that_are_missing_are_zeros(tmp_path: Path) -> None:
    original = word_model()
    state = original.state_dict()
    for name in [name for name in state if "bias" in name]:
        state[name].zero_()
    bare = {name: values for name, values in state.items() if "bias" not in name}
    assert_same(imported(saved(tmp_path / "run", bare), tmp_path), original)


def test_our_own_checkpoints_can_be_imported(tmp_path: Path) -> None:
    """Their tokenizer.json lies beside the weights; what it makes of bytes is the library's, not ours."""
    plan = plan_import(SHIPPED / "english-lstm" / "weights.safetensors", "ours", tmp_path / "models")
    assert plan.shape.as_dict() == load_model().network.shape.as_dict()
    assert plan.vocabulary.file.name == "tokenizer.json"


def test_a_network_with_more_than_a_softmax_is_traced_without_predictions(tmp_path: Path) -> None:
    original = word_model()
    state = original.state_dict() | {"norm.weight": torch.ones(8), "norm.bias": torch.zeros(8)}
    model = imported(saved(tmp_path / "run", state), tmp_path)
    assert not model.predicts
    assert "norm.weight [8]" in model.card["imported"]["left_out"][0]
    ids = trace_text(model, "the queen").ids
    expected, _ = original.rnn(original.encoder(ids)[:, None])
    torch.testing.assert_close(trace_text(model, "the queen").signals["hidden"][-1], expected[:, 0], rtol=0, atol=1e-6)


def test_one_hot_tokens_need_no_embedding(tmp_path: Path) -> None:
    torch.manual_seed(1)
    lstm, letters = nn.LSTM(27, 5), [" ", *"abcdefghijklmnopqrstuvwxyz"]
    file = saved(tmp_path / "run", lstm.state_dict(), words=letters)
    model = imported(file, tmp_path)
    trace = trace_text(model, "The Queen")
    expected, _ = lstm(torch.eye(27)[[letters.index(letter) for letter in "the queen"]])
    torch.testing.assert_close(trace.signals["hidden"][-1], expected.detach(), rtol=0, atol=1e-6)
    (file.parent / "vocab.json").unlink()
    assert "There is no embedding in model.pt" in refusal(file)


class Payload:
    """What runs a program when it is unpickled, unless nobody lets it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.trace),)


def refusal(file: Path, vocabulary: Path | None = None) -> str:
    with pytest.raises(InputError) as raised:
        import_network(plan_import(file, "mine", file.parent / "models", vocabulary))
    assert not (file.parent / "models").exists()
    return raised.value.detail


def test_a_pickle_with_code_is_refused_and_nothing_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    poisoned = saved(tmp_path, word_model().state_dict() | {"extra": Payload(ran)})
    whole = saved(tmp_path / "whole", word_model())
    plain = tmp_path / "plain.pt"
    plain.write_bytes(pickle.dumps(Payload(ran)))
    for file in (poisoned, whole, plain):
        assert "nothing of it was run" in refusal(file)
        assert "torch.save(model.state_dict()" in refusal(file)
    assert not ran.exists()


def changed(name: str, values: Tensor | None) -> Callable[[State], State]:
    def change(state: State) -> State:
        return {key: value for key, value in (state | {name: values}).items() if value is not None}

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed("rnn.weight_hh_l1", None), "rnn.weight_hh_l1 is missing. The file has: encoder.weight"),
        (changed("rnn.weight_ih_l0", None), "rnn.weight_ih_l0 is missing"),
        (changed("rnn.weight_hh_l1", torch.zeros(40, 8)), "rnn.weight_ih_l1 has 32 rows, rnn.weight_hh_l1 has 40"),
        (changed("rnn.bias_ih_l0", torch.zeros(31)), "rnn.bias_ih_l0 has the shape [31]"),
        (changed("rnn.weight_hh_l0", torch.zeros(32, 9)), "32 rows for 9 units"),
        (changed("rnn.weight_ih_l0", torch.full((32, 6), float("nan"))), "192 values of 192 that are NaN"),
        (changed("encoder.weight", torch.full((12, 6), 1e60, dtype=torch.float64)), "that are NaN or infinite"),
        (changed("decoder.weight", torch.full((12, 8), 3e38)), "what it computes of them is not"),
        (changed("rnn.weight_ih_l0_reverse", torch.zeros(32, 6)), "reads backward"),
        (changed("rnn.weight_hr_l0", torch.zeros(4, 8)), "proj_size"),
        (changed("rnn.weight_ih_l3", torch.zeros(32, 8)), "Layer 2 is missing"),
        (changed("encoder.weight", torch.zeros(12, 5)), "There is no embedding"),
        (changed("second.embed.weight", torch.zeros(12, 6)), "encoder.weight, second.embed.weight could each be"),
        (changed("encoder.weight", torch.zeros(13, 6)), "No vocabulary of 13 tokens lies beside"),
        (changed("encoder.weight", torch.zeros(1).expand(10**9, 6)), "numbers, and at most 200,000,000"),
        (lambda state: renamed(state, "rnn.", "conv."), None),
        (lambda state: renamed(state, "weight_", "w_"), "rnn.weight_ih_l0 is missing"),
        (lambda state: renamed(state, "_l", "_layer"), "no name ends in weight_ih_l0, weight_hh_l0 …"),
        (lambda state: {"a": state, "b": state}, "holds 2 networks"),
        (lambda state: state | renamed(state, "rnn.", "other.lstm."), "2 recurrent networks: rnn., other.lstm."),
        (lambda _: [1, 2], "holds a list"),
        (lambda _: {"epoch": 3}, "a dictionary of 'epoch'"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_told(tmp_path: Path, change: Callable[[State], object], says: str | None) -> None:
    file = saved(tmp_path, change(word_model().state_dict()))
    if says is None:  # a prefix says nothing of what a layer is
        assert plan_import(file, "mine", tmp_path / "models").network.kind == "lstm"
    else:
        assert says in refusal(file)


def test_layers_of_different_widths_are_refused(tmp_path: Path) -> None:
    torch.manual_seed(1)
    state = {f"rnns.0.{name}": values for name, values in nn.LSTM(6, 8).state_dict().items()}
    state |= {f"rnns.1.{name}": values for name, values in nn.LSTM(8, 4).state_dict().items()}
    detail = refusal(saved(tmp_path, state | {"emb.weight": torch.zeros(12, 6)}))
    assert "rnns.1.weight_ih_l0 has 4 units, rnns.0.weight_ih_l0 has 8" in detail
    assert "trace_module" in detail


def test_files_that_are_none(tmp_path: Path) -> None:
    whole = saved(tmp_path, word_model().state_dict())
    cut = tmp_path / "cut.pt"
    cut.write_bytes(whole.read_bytes()[:-500])
    (tmp_path / "empty.pt").touch()
    (tmp_path / "x.onnx").write_bytes(b"x")
    save_file(word_model().state_dict(), tmp_path / "whole.safetensors")
    (tmp_path / "cut.safetensors").write_bytes((tmp_path / "whole.safetensors").read_bytes()[:-10])
    for name, says in {
        "cut.pt": "cut off or damaged", "empty.pt": "0 bytes", "x.onnx": ".safetensors, .pt",
        "nowhere.pt": "No such file", "cut.safetensors": "no whole safetensors file", ".": "is a folder",
    }.items():  # fmt: skip
        assert says in refusal(tmp_path / name), name
    assert "relu" in refusal(with_settings(saved(tmp_path / "r", word_model(kind="rnn").state_dict())))


def with_settings(file: Path) -> Path:
    (file.parent / "config.json").write_text(json.dumps({"model": "RNN_RELU"}))
    return file


def test_a_published_language_model_of_molecules(tmp_path: Path) -> None:
    """chempleter: a GRU of 2 × 512 units that reads and writes SELFIES; its vocabulary lies beside it, twice."""
    plan = plan_import(published("chempleter", "data", "model.pt"), "molecules", tmp_path / "models")
    symbols = json.loads(published("chempleter", "data", "itos.json").read_text("utf-8"))
    assert [symbols[number] for number in sorted(plan.vocabulary.ids.values())] == symbols
    assert (plan.reading.tokenizer.label(plan.reading.tokenizer.start_id or 0), plan.shape.head) == (
        "[START]",
        "linear",
    )
    assert any("bridge_itos.json: 137 tokens, not 135" in each for each in plan.passed)
    import_network(plan)
    model = load_model("molecules", tmp_path / "models")
    text = model.card["suggested"]["text"]
    trace = trace_text(model, text)
    assert "".join(token.text for token in trace.tokens[1:]) == text
    state = torch.load(published("chempleter", "data", "model.pt"), weights_only=True)
    gru = nn.GRU(256, 512, 2)
    gru.load_state_dict({name[4:]: values for name, values in state.items() if name.startswith("gru.")})
    states, _ = gru(state["embedding.weight"][trace.ids])
    scores = states @ state["fc.weight"].t() + state["fc.bias"]
    torch.testing.assert_close(model.network.logits(trace.signals["hidden"][-1]), scores.detach(), rtol=0, atol=1e-4)
    losses = -scores.log_softmax(-1)[range(len(text.split("]")) - 1), trace.ids[1:]]
    assert losses.mean() < 0.5 * torch.tensor(len(symbols)).log()  # what it wrote itself is no surprise to it
