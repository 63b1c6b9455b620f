"""From training runs to published checkpoints with full cards, by the command itself; the table of their figures."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model import evaluate
from model.checkpoint import load_checkpoint, load_model, save_checkpoint, write_card
from model.errors import CheckpointError, MissingError
from model.knowledge.pairs import read_pairs
from model.tokenizer import TextTokenizer
from model.training.books import Book, Split, read_books, read_manifest, split_books
from model.training.bootstrap import difference, paragraph_of_tokens
from model.training.card import assemble, publish, rounded, run_record
from model.training.data import encode_books
from model.training.evaluate import HeldOut, token_losses
from model.training.loop import start_run, train
from model.training.memory import LENGTHS
from model.training.ngram import KneserNey
from model.training.reach import gradient_reach
from model.training.recipe import Recipe
from model.training.table import markdown_table

NAMES = ("english-lstm", "english-rnn")
PEOPLE = ("queen", "king", "girl", "boy")
DEEDS = ("was tired", "waited by the door", "said that he would go", "said that she would stay", "read a book")


few_windows = partial(gradient_reach, windows=10)  # as many as a card has would take most of the time


@pytest.fixture(scope="module", autouse=True)
def _few_windows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.training.quality.gradient_reach", few_windows)
        yield


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two training books, one validation book and two test books that the manifest knows."""
    folder = tmp_path_factory.mktemp("corpus")
    slugs: dict[Split, list[str]] = {"train": [], "valid": [], "test": []}
    for source in read_manifest():
        slugs[source.split].append(source.slug)
    random = np.random.default_rng(1)
    for slug in (*slugs["train"][:2], *slugs["valid"][:1], *slugs["test"][:2]):
        sentences = [f"The {random.choice(PEOPLE)} {random.choice(DEEDS)}." for _ in range(120)]
        paragraphs = [" ".join(sentences[first : first + 3]) for first in range(0, 120, 3)]
        (folder / f"{slug}.txt").write_text("\n".join(paragraphs))
    return folder


@pytest.fixture(scope="module")
def parts(corpus: Path) -> dict[Split, list[Book]]:
    return split_books(read_books(corpus), read_manifest())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, parts: dict[Split, list[Book]]) -> list[Path]:
    """Two short training runs, one for each of NAMES."""
    folder = tmp_path_factory.mktemp("runs")
    tokenizer = TextTokenizer.train((line for book in parts["train"] for line in book.paragraphs), 330)
    streams = {split: encode_books(books, tokenizer) for split, books in parts.items()}
    for name, kind in zip(NAMES, ("lstm", "rnn"), strict=True):
        recipe = Recipe(kind, vocabulary=tokenizer.size, units=8, streams=4, window=16, tokens=64 * 40, rate=0.02)
        card = {"name": name, "recipe": {"seed": 1}, "command": f"python -m model.train {name} --corpus CORPUS"}
        train(
            start_run(recipe, streams["train"]), folder / name, [streams["valid"]], tokenizer, card, print, 10, 20, 20
        )
    return [folder / name for name in NAMES]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, corpus: Path, runs: list[Path]) -> Path:
    """What the command writes: `checkpoints/` for the two, `work/` for what need not be measured again."""
    folder = tmp_path_factory.mktemp("published")
    assert evaluate.main(command(folder, corpus, runs)) == 0
    return folder


def command(folder: Path, corpus: Path, runs: list[Path]) -> list[str]:
    places = ["--out", str(folder / "checkpoints"), "--work", str(folder / "work"), "--threads", "1"]
    return [*NAMES, "--corpus", str(corpus), "--runs", *map(str, runs), *places]


def card(published: Path, name: str = NAMES[0]) -> dict[str, Any]:
    return load_model(name, published / "checkpoints").card


def test_a_published_checkpoint_is_the_best_one_of_its_run(published: Path, runs: list[Path]) -> None:
    for name, run in zip(NAMES, runs, strict=True):
        assert load_model(name, published / "checkpoints").sha256 == load_checkpoint(run / "checkpoint").sha256


def test_a_card_has_all_that_the_page_and_the_reader_need(published: Path) -> None:
    found = card(published)
    assert list(found) == [
        "name", "title", "sentence", "recipe", "runs", "data", "range", "units", "suggested", "figures", "sha256",
    ]  # fmt: skip
    assert found["sentence"] == "An LSTM of 8 units that has read 2 novels."
    assert set(found["suggested"]) >= {"text", "layer", "unit", "step"}
    assert np.shape(found["units"]["half_life"]) == (1, 8)
    assert {gate: np.shape(shares) for gate, shares in found["units"]["saturation"].items()} == dict.fromkeys(
        ("input", "forget", "output"), (1, 8, 2)
    )
    assert card(published, NAMES[1])["units"].items() > {"half_life": [], "saturation": {}}.items()
    for name in NAMES:
        assert np.shape(card(published, name)["units"]["mean_hidden"]) == (1, 8)
    for figures in (card(published, name)["figures"] for name in NAMES):
        assert set(figures) == {
            "test", "ngram", "effective_memory", "gradients", "memory_test", "agreement", "against_twin",
        }  # fmt: skip


def test_the_run_is_told_as_it_was(published: Path, runs: list[Path]) -> None:
    (run,) = card(published)["runs"]
    assert run == run_record(runs[0])
    assert run["command"] == "python -m model.train english-lstm --corpus CORPUS"
    assert (run["seed"], run["tokens"], run["steps"]) == (1, 64 * 40, 40)
    assert [line["step"] for line in run["history"]] == [20, 40]
    assert run["valid"] == min(line["valid"] for line in run["history"])


def test_the_data_are_counted(published: Path, parts: dict[Split, list[Book]]) -> None:
    data = card(published)["data"]
    tokenizer = load_model(NAMES[0], published / "checkpoints").tokenizer
    assert data["books"] == {"train": 2, "valid": 1, "test": 2}
    for split, books in parts.items():
        assert data["words"][split] == sum(len(line.split()) for book in books for line in book.paragraphs)
        assert data["tokens"][split] == len(encode_books(books, tokenizer))


def test_figures_of_the_test_books_are_those_measured_apart(published: Path, parts: dict[Split, list[Book]]) -> None:
    models = [load_model(name, published / "checkpoints") for name in NAMES]
    held_out = HeldOut.read(parts["test"], models[0].tokenizer)
    losses = [np.concatenate([token_losses(model.network, stream) for stream in held_out.streams]) for model in models]
    training = [encode_books([book], models[0].tokenizer) for book in parts["train"]]
    ngram = KneserNey(training, models[0].tokenizer.size)
    by_ngram = np.concatenate([ngram.losses(stream) for stream in held_out.streams])
    paragraphs = paragraph_of_tokens(held_out.streams)
    for model, own, other in zip(models, losses, losses[::-1], strict=True):
        figures = model.card["figures"]
        assert figures["test"].items() > held_out.size().items()
        assert figures["test"]["nats_per_token"] == pytest.approx(own.mean(), abs=1e-4)
        assert figures["ngram"]["nats_per_token"] == pytest.approx(by_ngram.mean(), abs=1e-4)
        assert figures["ngram"]["difference"] == pytest.approx(difference(own, by_ngram, paragraphs), abs=2e-4)
        twin = dict(figures["against_twin"])
        assert twin.pop("twin") == next(name for name in NAMES if name != model.name)
        assert twin == pytest.approx(difference(own, other, paragraphs), abs=2e-4)


def test_what_is_asked_of_the_network_is_there_with_its_numbers(published: Path) -> None:
    figures = card(published)["figures"]
    assert figures["effective_memory"]["tokens_before"] == list(LENGTHS)
    assert {len(figures["effective_memory"][name]) for name in ("nats", "standard_error")} == {len(LENGTHS)}
    assert sum(result["pairs"] for result in figures["agreement"].values()) == len(read_pairs())
    assert all(result["low"] <= result["share"] <= result["high"] for result in figures["agreement"].values())
    assert len(figures["memory_test"]["mean"]) == len(figures["memory_test"]["distances"])


@pytest.mark.parametrize("only", ["gradients", "units"])
def test_one_figure_can_be_measured_alone_and_changes_nothing_else(
    only: str,
    published: Path,
    corpus: Path,
    parts: dict[Split, list[Book]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(published / "checkpoints", tmp_path / "checkpoints")
    whole = card(tmp_path)
    older = {"gradients": {"figures": whole["figures"] | {"gradients": None}}, "units": {"units": {}}}[only]
    write_card(tmp_path / "checkpoints" / NAMES[0], whole | older)
    arguments = ["--only", only, "--corpus", str(corpus), "--out", str(tmp_path / "checkpoints")]
    assert evaluate.main([*NAMES, *arguments]) == 0
    assert [card(tmp_path, name) for name in NAMES] == [whole, card(published, NAMES[1])]
    model = load_model(NAMES[0], published / "checkpoints")
    held_out = HeldOut.read(parts["test"], model.tokenizer)
    assert model.card["figures"]["gradients"] == few_windows(model, held_out.streams)
    assert "| english-rnn, ∂L/∂h |" in capsys.readouterr().out


def test_a_second_time_gives_the_same_cards_without_counting_again(
    published: Path, corpus: Path, runs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(published / "work", tmp_path / "work")
    monkeypatch.delattr("model.training.quality.KneserNey")
    assert evaluate.main(command(tmp_path, corpus, runs)) == 0
    for name in NAMES:
        assert card(tmp_path, name) == card(published, name)


def test_another_text_is_counted_anew(
    published: Path, corpus: Path, runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "corpus"
    shutil.copytree(corpus, changed)
    book = next(book for book in changed.iterdir() if book.stem == read_manifest()[0].slug)
    book.write_text(book.read_text() + "\nThe queen waited.")
    shutil.copytree(published / "work", tmp_path / "work")
    assert evaluate.main(command(tmp_path, changed, runs)) == 0
    assert len(list((tmp_path / "work").glob("ngram-*.npz"))) == 2
    assert card(tmp_path)["data"]["tokens"]["train"] > card(published)["data"]["tokens"]["train"]
    assert "| nats per token |" in capsys.readouterr().out


def test_runs_before_this_one_are_kept(published: Path, runs: list[Path]) -> None:
    model = load_model(NAMES[0], published / "checkpoints")
    again = assemble(model, run_record(runs[0]), {"data": model.card["data"]})
    assert again["runs"] == [*model.card["runs"], run_record(runs[0])]


def test_a_line_of_the_log_that_was_written_twice_counts_once(runs: list[Path], tmp_path: Path) -> None:
    shutil.copytree(runs[0], tmp_path / "run")
    log = tmp_path / "run" / "log.jsonl"
    lines = log.read_text().splitlines()
    log.write_text("\n".join([lines[0], lines[1], lines[0], lines[1]]) + "\n")
    assert run_record(tmp_path / "run") == run_record(runs[0])


@pytest.mark.parametrize("file", ["log.jsonl", "checkpoint/card.json"])
def test_a_run_that_is_not_whole_is_refused_with_its_name(
    file: str, corpus: Path, runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken-run"
    shutil.copytree(runs[0], broken)
    (broken / file).unlink()
    with pytest.raises(CheckpointError, match=Path(file).name):
        run_record(broken)
    assert evaluate.main(command(tmp_path, corpus, [broken, runs[1]])) == 1
    assert not (tmp_path / "checkpoints").exists()
    assert Path(file).name in capsys.readouterr().err


def test_publishing_replaces_the_whole_folder(published: Path, tmp_path: Path) -> None:
    model = load_model(NAMES[0], published / "checkpoints")
    folder = tmp_path / "checkpoints" / NAMES[0]
    save_checkpoint(folder, load_model(NAMES[1], published / "checkpoints").network, model.tokenizer, {"name": "old"})
    (folder / "leftover.txt").write_text("from before")
    publish(folder, model, {"name": "new"})
    assert load_checkpoint(folder).card["name"] == "new"
    assert load_checkpoint(folder).sha256 == model.sha256
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoints"]
    assert not (folder / "leftover.txt").exists()


def test_a_failure_while_writing_leaves_the_old_folder_as_it_was(published: Path, tmp_path: Path) -> None:
    model = load_model(NAMES[0], published / "checkpoints")
    folder = tmp_path / "checkpoints" / NAMES[0]
    publish(folder, model, {"name": "old"})
    with pytest.raises(TypeError):
        publish(folder, model, {"name": object()})
    assert load_checkpoint(folder).card["name"] == "old"
    publish(folder, model, {"name": "new"})
    assert load_checkpoint(folder).card["name"] == "new"


def test_a_model_that_nobody_described_is_refused(tiny_folder: Path) -> None:
    with pytest.raises(MissingError, match="no description of 'tiny-lstm'"):
        assemble(load_model("tiny-lstm", tiny_folder), {}, {"data": {}})


def test_numbers_are_rounded_wherever_they_stand() -> None:
    nested = {"a": 1.23456, "b": [0.00004, 3, {"c": 2.99999}], "d": "text", "e": None}
    assert rounded(nested) == {"a": 1.2346, "b": [0.0, 3, {"c": 3.0}], "d": "text", "e": None}


def test_the_table_has_a_column_for_each_model_and_the_cards_numbers(published: Path) -> None:
    cards = [card(published, name) for name in NAMES]
    head, rule, *rows = markdown_table(cards).splitlines()
    assert head == "| on the test books | english-lstm | english-rnn | 5-gram |"
    assert rule == "| --- | ---: | ---: | ---: |"
    split = [[cell.strip("| ") for cell in row.split(" | ")] for row in rows]
    cells = {first: rest for first, *rest in split}
    assert cells["nats per token"] == [
        *(f"{found['figures']['test']['nats_per_token']:.3f}" for found in cards),
        f"{cards[0]['figures']['ngram']['nats_per_token']:.3f}",
    ]
    share = cards[1]["figures"]["agreement"]["subject_verb"]["share"]
    assert cells["agreement, subject verb"][1].startswith(f"{share:.1%} (")
    assert all(len(row) == 4 for row in split)


def test_a_corpus_without_test_books_is_refused(
    corpus: Path, runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = tmp_path / "corpus"
    shutil.copytree(corpus, lacking)
    for source in read_manifest():
        if source.split == "test":
            (lacking / f"{source.slug}.txt").unlink(missing_ok=True)
    for arguments in (command(tmp_path, lacking, runs), [*NAMES, "--only", "units", "--corpus", str(lacking)]):
        assert evaluate.main(arguments) == 1
        assert "holds no book for test" in capsys.readouterr().err
