"""Networks as others make them: heads, widths and vocabularies, against plain torch and the library's own words."""

from pathlib import Path
from typing import get_args

import pytest
import torch
from foreign import FOREIGN_TEXT, UNKNOWN, WORDS, foreign_folder, foreign_network, foreign_tokenizer
from torch.nn import functional

from model import InputError, NoPredictionsError, load_checkpoint, predict, trace_text
from model.network import HEADS, Shape
from model.signals import Kind


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_head_and_width_reads_as_plain_torch_does(tmp_path: Path, kind: Kind, head: str) -> None:
    model = load_checkpoint(foreign_folder(tmp_path, kind=kind, head=head))
    trace = trace_text(model, FOREIGN_TEXT)
    weights = model.network.state_dict()
    inputs = weights["embedding.weight"][trace.ids]
    assert inputs.shape[1] == (8 if head == "tied" else 5)
    hidden, _ = model.network.recurrent(inputs[None])
    torch.testing.assert_close(trace.signals["hidden"][-1], hidden[0])
    assert model.predicts == (head != "none")
    if head == "none":
        with pytest.raises(NoPredictionsError, match="no softmax over its vocabulary"):
            predict(model, trace, 3)
        return
    own = (
        (weights["embedding.weight"], weights["bias"])
        if head == "tied"
        else (weights["head.weight"], weights["head.bias"])
    )
    log_p = functional.linear(hidden[0], *own).log_softmax(dim=1)
    found = predict(model, trace, top_k=len(log_p[0]))
    torch.testing.assert_close(found.probabilities, log_p.exp().sort(descending=True).values)
    assert found.surprisal[0].isnan()
    expected = [-float(log_p[step - 1, trace.tokens[step].id]) for step in range(1, len(trace.tokens))]
    torch.testing.assert_close(found.surprisal[1:], torch.tensor(expected) / torch.log(torch.tensor(2.0)))


def test_weights_of_others_are_kept_as_they_are(tmp_path: Path) -> None:
    loaded = load_checkpoint(foreign_folder(tmp_path)).network.state_dict()
    made = foreign_network(foreign_tokenizer().size).state_dict()
    assert all(torch.equal(loaded[name], made[name]) for name in made)


def test_a_tied_head_needs_embeddings_as_wide_as_the_network() -> None:
    with pytest.raises(InputError, match="units, 8; these are 5 wide"):
        Shape("lstm", 10, 8, width=5)


def test_a_shape_says_only_what_is_not_our_own() -> None:
    assert Shape("gru", 10, 8, width=8).as_dict() == {"kind": "gru", "vocabulary": 10, "units": 8, "layers": 1}
    assert Shape("gru", 10, 8, width=3, head="none").as_dict()["width"] == 3


def test_steps_count_from_the_first_word_where_there_is_no_start_token(tmp_path: Path) -> None:
    bare = load_checkpoint(foreign_folder(tmp_path, "bare"))
    begun = load_checkpoint(foreign_folder(tmp_path, "begun", start=True))
    assert [token.step for token in trace_text(bare, "the queen").tokens] == [0, 1]
    assert [token.text for token in trace_text(begun, "the queen").tokens] == ["<bos>", "the", " queen"]


def test_an_unknown_word_is_read_as_the_unknown_token(tmp_path: Path) -> None:
    model = load_checkpoint(foreign_folder(tmp_path))
    zebra = next(token for token in trace_text(model, FOREIGN_TEXT).tokens if "zebra" in token.text)
    assert zebra.id == model.tokenizer.unknown_id
    assert model.tokenizer.label(zebra.id) == UNKNOWN
    assert "zebra" not in WORDS
