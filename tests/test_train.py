"""The command that trains: from books to a checkpoint, on from where it stopped, and on from a checkpoint."""

import json
from pathlib import Path

import pytest

from model import train
from model.checkpoint import load_checkpoint
from model.training.books import read_manifest

TEXT = "The queen was tired, but the king said that he would wait until she woke.\n“Don’t go,” said the girl.\n"
STEP = 64 * 64  # tokens of an optimiser step


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training book that the manifest does not know, and a validation book that it does."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "mine.txt").write_text(TEXT * 300)
    valid = next(source.slug for source in read_manifest() if source.split == "valid")
    (folder / f"{valid}.txt").write_text(TEXT * 5)
    return folder


def run(corpus: Path, out: Path, *more: str, steps: int = 2, units: int = 8) -> int:
    sizes = ["--units", str(units), "--vocabulary", "300", "--tokens", str(steps * STEP)]
    return train.main(["english-lstm", "--corpus", str(corpus), "--out", str(out), "--threads", "1", *sizes, *more])


def steps(out: Path) -> list[int]:
    return [json.loads(line)["step"] for line in (out / "log.jsonl").read_text().splitlines()]


def test_a_run_leaves_a_checkpoint_that_loads_and_tells_how_it_was_made(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, tmp_path) == 0
    model = load_checkpoint(tmp_path / "checkpoint")
    assert (model.kind, model.units, model.tokenizer.size) == ("lstm", 8, 300)
    assert model.card["recipe"]["tokens"] == 2 * STEP
    assert model.card["command"] == (
        "python -m model.train english-lstm --corpus CORPUS --tokens 8192 --units 8 --vocabulary 300"
    )
    assert str(tmp_path) not in (tmp_path / "checkpoint" / "card.json").read_text()


def test_characters_are_read_without_learning_a_vocabulary(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ["--units", "8", "--tokens", "8192"]
    paths = ["--corpus", str(corpus), "--out", str(tmp_path)]
    assert train.main(["characters-lstm", *paths, "--threads", "1", *sizes]) == 0
    model = load_checkpoint(tmp_path / "checkpoint")
    assert model.tokenizer.to_json() == train.TextTokenizer.of_bytes().to_json()
    assert model.card["training_tokens_per_pass"] == 300 * sum(
        len(line.encode()) + 1 for line in TEXT.replace("“", '"').replace("”", '"').replace("’", "'").splitlines()
    )
    assert "Learning the vocabulary" not in capsys.readouterr().err


def test_the_same_command_with_a_longer_budget_goes_on(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpus, tmp_path) == 0
    assert run(corpus, tmp_path, steps=4) == 0
    assert "Going on from step 2 of 4." in capsys.readouterr().err
    assert steps(tmp_path) == [2, 4]


def test_from_a_checkpoint_a_new_run_starts_and_the_runs_before_are_kept(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, tmp_path / "first") == 0
    first = tmp_path / "first" / "checkpoint"
    card = json.loads((first / "card.json").read_text())
    (first / "card.json").write_text(json.dumps(card | {"runs": [{"tokens": 2 * STEP}]}))
    assert run(corpus, tmp_path / "second", "--from", str(first)) == 0
    model = load_checkpoint(tmp_path / "second" / "checkpoint")
    assert model.card["runs"] == [{"tokens": 2 * STEP}]
    assert model.tokenizer.to_json() == load_checkpoint(first).tokenizer.to_json()
    assert model.card["best"]["train"] < card["best"]["train"]


def test_another_tokeniser_encodes_the_books_anew(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, tmp_path / "first") == 0
    first = tmp_path / "first" / "checkpoint"
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "text.txt").write_text("Quite another text, zig zag zug.\n" * 50)
    foreign = train.TextTokenizer.train(iter(["Quite another text, zig zag zug."] * 3), 270)
    (other / "tokenizer.json").write_text(foreign.to_json())
    (other / "tokens.npz").write_bytes(b"encoded by the foreign tokeniser")
    assert run(corpus, other, "--from", str(first)) == 0
    assert load_checkpoint(other / "checkpoint").tokenizer.to_json() == load_checkpoint(first).tokenizer.to_json()


def test_a_checkpoint_of_another_size_is_refused(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpus, tmp_path / "first") == 0
    assert run(corpus, tmp_path / "second", "--from", str(tmp_path / "first" / "checkpoint"), units=16) == 1
    assert "asked for is an lstm of 1 × 16 units" in " ".join(capsys.readouterr().err.split())


def test_a_run_of_another_size_is_not_gone_on_with(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpus, tmp_path) == 0
    assert run(corpus, tmp_path, units=16) == 1
    assert "for another run with --out" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("name", "place", "complaint"),
    [("french-lstm", None, "There is no recipe 'french-lstm'"), ("english-lstm", "nowhere", "does not exist")],
)
def test_what_cannot_be_done_is_said_in_a_line(
    name: str, place: str | None, complaint: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / place if place else corpus
    assert train.main([name, "--corpus", str(text), "--out", str(tmp_path / "out")]) == 1
    message = capsys.readouterr().err
    assert complaint in " ".join(message.split())
    assert "Traceback" not in message
