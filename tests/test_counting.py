"""A counter trained from scratch counts far beyond what it was trained on, and a cell of it goes up and down."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from model import InputError, LoadedModel, counter, load_model, trace_text, train
from model.checkpoint import load_checkpoint
from model.network import LanguageModel, Shape, initialise
from model.tokenizer import START_ID, TextTokenizer
from model.training.counting import (
    LONGEST,
    counting_cells,
    counting_streams,
    counting_tokenizer,
    first_failure,
    random_strings,
    text_of,
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training run by the recipe, from scratch: some seconds of processor time."""
    folder = tmp_path_factory.mktemp("counter")
    assert train.main(["counter-lstm", "--out", str(folder), "--threads", "1"]) == 0
    return folder


@pytest.fixture(scope="module")
def trained(run: Path) -> LoadedModel:
    return load_checkpoint(run / "checkpoint")


def test_the_strings_are_as_many_b_as_a_with_an_x_between() -> None:
    ids = random_strings(300, 5, seed=3).tolist()
    starts = [place for place, number in enumerate(ids) if number == START_ID]
    found = [ids[start + 1 : stop] for start, stop in zip(starts, [*starts[1:], len(ids)], strict=True)]
    counts = [len(string) // 2 for string in found]
    assert found == [counting_tokenizer().encode_ids(text_of(n)) for n in counts]
    assert set(Counter(counts)) == {1, 2, 3, 4, 5}
    assert min(Counter(counts).values()) > 30


def test_the_strings_that_judge_are_others_than_those_that_teach() -> None:
    training, (valid,) = counting_streams()
    assert not np.array_equal(training[: len(valid)], valid)
    np.testing.assert_array_equal(training, counting_streams()[0])


def test_the_tokeniser_of_letters_survives_its_file(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(counting_tokenizer().to_json())
    tokenizer = TextTokenizer.load(tmp_path / "tokenizer.json")
    tokens = tokenizer.encode("aXb")
    assert [(token.text, token.id, token.start, token.end) for token in tokens] == [
        ("<s>", 0, 0, 0),
        ("a", 1, 0, 1),
        ("X", 2, 1, 2),
        ("b", 3, 2, 3),
    ]
    assert [tokenizer.label(token.id) for token in tokens] == ["<s>", "a", "X", "b"]
    assert tokenizer.decode([1, 1, 2, 3, 3]) == "aaXbb"


@pytest.mark.parametrize("text", ["aXc", "a X b", "<s>", "é"])
def test_other_letters_are_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"reads X, a, b alone; '.' is none of them"):
        counting_tokenizer().encode(text)


def test_an_untrained_network_does_not_count() -> None:
    network = LanguageModel(Shape("lstm", 4, 10))
    initialise(network, seed=1)
    assert first_failure(network.eval(), 10) == 1


def test_a_trained_one_counts_twice_as_far_as_it_was_trained(trained: LoadedModel) -> None:
    assert trained.units <= 16
    assert first_failure(trained.network, 2 * LONGEST) is None


def test_the_first_failure_is_where_a_string_read_alone_first_goes_wrong(trained: LoadedModel) -> None:
    failure = first_failure(trained.network, 2000)
    assert failure is not None
    assert [ends_right(trained, n) for n in range(failure - 3, failure + 1)] == [True, True, True, False]
    assert first_failure(trained.network, failure - 1) is None
    assert first_failure(trained.network, failure) == failure


def test_a_cell_goes_up_by_a_steady_step_and_down_again(trained: LoadedModel) -> None:
    best = counting_cells(trained, LONGEST)[0]
    assert abs(best.correlation) > 0.99
    assert best.up * best.down < 0
    assert best.up_spread < 0.2 * abs(best.up)
    assert best.down_spread < 0.2 * abs(best.down)
    assert abs(best.up + best.down) < 0.1 * abs(best.up)


def test_the_measures_of_a_cell_are_those_of_its_trace(trained: LoadedModel) -> None:
    found = counting_cells(trained, 3)
    cells = trace_text(trained, "aaaXbbb").signals["cell"][0].double().numpy()
    assert sorted(cell.unit for cell in found) == list(range(trained.units))
    assert [abs(cell.correlation) for cell in found] == sorted((abs(cell.correlation) for cell in found), reverse=True)
    for cell in found:
        values = cells[:, cell.unit]
        assert cell.correlation == pytest.approx(np.corrcoef(values, [0, 1, 2, 3, 3, 2, 1, 0])[0, 1])
        assert cell.up == pytest.approx((values[3] - values[0]) / 3)
        assert cell.down == pytest.approx((values[7] - values[4]) / 3)
        assert cell.down_spread == pytest.approx(np.std([values[k + 1] - values[k] for k in (4, 5, 6)]))


def test_the_door_measures_and_puts_in_place(
    run: Path, trained: LoadedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert counter.main(["--run", str(run), "--limit", "60", "--out", str(tmp_path)]) == 0
    model = load_model("counter-lstm", tmp_path)
    figures = model.card["figures"]["counting"]
    assert json.loads(capsys.readouterr().out) == figures
    assert (figures["perfect_to"], figures["first_failure"], figures["tried_to"]) == (60, None, 60)
    assert model.card["runs"][-1]["command"] == "python -m model.train counter-lstm"
    suggested = model.card["suggested"]
    assert suggested["unit"] == counting_cells(trained, LONGEST)[0].unit
    assert len(trace_text(model, suggested["text"]).tokens) > suggested["step"]
    assert model.sha256 == trained.sha256


def test_the_door_says_that_nothing_was_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counter.main(["--run", str(tmp_path)]) == 1
    assert "card.json of a run cannot be read" in " ".join(capsys.readouterr().err.split())


def test_a_network_that_reads_books_wants_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["english-lstm", "--out", str(tmp_path)]) == 1
    assert "--corpus PATH" in capsys.readouterr().err


def ends_right(model: LoadedModel, n: int) -> bool:
    """Whether the network, reading one string letter by letter, expects each b and the end."""
    ids = [START_ID, *model.tokenizer.encode_ids(text_of(n))]
    state, guesses = None, []
    with torch.no_grad():
        for number in ids:
            hidden, state = model.network(torch.tensor([[number]]), state)
            guesses.append(int(model.network.logits(hidden[0, 0]).argmax()))
    b = ids[-1]
    return guesses[n + 1 :] == [b] * n + [START_ID]
