"""An index: what is written is found again; whatever is damaged, of other weights or badly named is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import TINY_TEXT

from model import Kind, LoadedModel, index_path, label_text, open_index, trace_text
from model.errors import InputError, MissingError
from model.reader import Token
from model.similar import states
from model.similar.format import Header, file_size
from model.similar.labels import RULED
from model.similar.passages import encode_passages
from model.similar.reading import read_corpus
from model.similar.texts import Texts
from model.similar.writing import write_index

TEXTS = [*TINY_TEXT, "I.", "The queen was tired; the queen was tired; the queen was tired.", "😀 é"]
SIGNALS = ["cell", "hidden"]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 16 moments, two passages side by side, chunks of 40 moments."""
    for module in ("corpus", "format", "writing"):
        monkeypatch.setattr(f"model.similar.{module}.BLOCK", 16)
    monkeypatch.setattr(states, "SIDE_BY_SIDE", 2)
    monkeypatch.setattr(states, "CHUNK", 40)


def make(path: Path, model: LoadedModel, signals: list[str] = SIGNALS) -> Path:
    write_index(path, model, encode_passages(model, map(label_text, TEXTS), RULED), signals)
    return path


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize("layer", [0, 1])
def test_an_index_holds_what_the_model_does(
    tiny_models: dict[Kind, LoadedModel], kind: Kind, layer: int, tmp_path: Path
) -> None:
    model = tiny_models[kind]
    index = open_index(make(tmp_path / "x.index", model, ["hidden"]), model)
    corpus = index.corpus(layer, "hidden")
    assert [corpus.texts[number] for number in range(len(TEXTS))] == TEXTS
    for passage, text in enumerate(TEXTS):
        trace = trace_text(model, text)
        assert corpus.length(passage) == len(trace.tokens) - 1
        read = corpus.window(passage, range(len(trace.tokens)), range(8))
        np.testing.assert_allclose(read, trace.signals["hidden"][layer].numpy(), atol=1e-6)
        assert corpus.window_labels(passage, range(1, len(trace.tokens))) == rules(text, trace.tokens)
    near = read_corpus(model, TEXTS, layer, "hidden")
    assert all((one == other).all() for one, other in zip(near.blocks, corpus.blocks, strict=True))


def test_every_moment_is_told_of(tiny: LoadedModel, tmp_path: Path) -> None:
    passages = encode_passages(tiny, map(label_text, TEXTS), RULED)
    told: list[int] = []
    write_index(tmp_path / "x.index", tiny, passages, SIGNALS, told.append)
    assert sum(told) == passages.moments
    assert len(told) > 1
    header = open_index(tmp_path / "x.index", tiny).header
    assert (header.moments, header.passages, header.signals) == (passages.moments, len(TEXTS), SIGNALS)
    assert (tmp_path / "x.index").stat().st_size == file_size(header)
    assert [path.name for path in tmp_path.iterdir()] == ["x.index"]


def test_copies_of_a_text_are_found() -> None:
    texts = Texts.of(["a", "bé", "a", "", "aa"])
    assert [texts.copies(text) for text in ("a", "bé", "", "b", "aaa")] == [[0, 2], [1], [3], [], []]


def test_a_signal_that_was_not_kept_is_named(tiny: LoadedModel, tmp_path: Path) -> None:
    index = open_index(make(tmp_path / "x.index", tiny), tiny)
    with pytest.raises(InputError, match=r"holds cell, hidden alone\. Make it .*--signals cell,hidden,forget"):
        index.corpus(0, "forget")


def test_an_index_of_other_weights_is_refused(tiny_models: dict[Kind, LoadedModel], tmp_path: Path) -> None:
    path = make(tmp_path / "x.index", tiny_models["rnn"], ["hidden"])
    with pytest.raises(InputError, match=r"other weights .*`gatescope index FILE --model tiny-gru"):
        open_index(path, tiny_models["gru"])


def test_an_index_that_is_not_there_says_how_it_is_made(tiny: LoadedModel, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="gatescope index FILE --model tiny-lstm --name NAME"):
        open_index(tmp_path / "x.index", tiny)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut in the header": lambda whole: whole[:60],
    "cut": lambda whole: whole[:-1],
    "cut by a block": lambda whole: whole[:-2048],
    "longer": lambda whole: whole + b"\0",
    "a bit of a value": lambda whole: whole[:-600] + bytes([whole[-600] ^ 1]) + whole[-599:],
    "a bit of the seal": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    "a label of the header": lambda whole: whole.replace(b"inside_quotes", b"inside_commas", 1),
    "other sizes": lambda whole: whole.replace(b'"units": 8', b'"units": 9', 1),
    "endless": lambda whole: whole.replace(b'"moments": ', b'"moments": 99999999999999', 1),
    "none": lambda whole: whole.replace(b'"layers": 2', b'"layers": 0', 1),
    "no number": lambda whole: whole.replace(b'"layers": 2', b'"layers": "', 1),
    "another format": lambda whole: whole.replace(b"index 1", b"index 2", 1),
    "a field less": lambda whole: whole.replace(b'"passages"', b'"passage5"', 1),
    "a list": lambda _: b"gatescope index 1\n[1]\n",
    "deep": lambda _: b"gatescope index 1\n" + b"[" * 60_000 + b"\n",
    "a pickle": lambda _: b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94.",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_refused(damage: Callable[[bytes], bytes], tiny: LoadedModel, tmp_path: Path) -> None:
    path = make(tmp_path / "x.index", tiny)
    whole = path.read_bytes()
    assert damage(whole) != whole
    path.write_bytes(damage(whole))
    with pytest.raises(InputError, match="Make it by `gatescope index FILE"):
        open_index(path, tiny)


def test_a_folder_is_no_index(tiny: LoadedModel, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        open_index(tmp_path, tiny)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", ".hidden", "a\0b", "a\n", "é", "x" * 65, "-x",
        "a b", "~", "%2e",
    ],
)  # fmt: skip
def test_a_hostile_name_is_no_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no name of an index"):
        index_path(tmp_path, "tiny-lstm", name)


def test_a_name_is_a_file_in_the_folder_of_its_model(tmp_path: Path) -> None:
    assert index_path(tmp_path, "m", "My_book-2..x") == tmp_path / "indexes" / "m" / "My_book-2..x.index"


def test_what_stops_midway_leaves_nothing(tiny: LoadedModel, tmp_path: Path) -> None:
    passages = encode_passages(tiny, map(label_text, TEXTS), RULED)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    old = make(tmp_path / "x.index", tiny).read_bytes()
    with pytest.raises(KeyboardInterrupt):
        write_index(tmp_path / "x.index", tiny, passages, SIGNALS, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["x.index"]
    assert (tmp_path / "x.index").read_bytes() == old


def test_a_disk_without_room_is_told_before(tiny: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(InputError, match=r"needs [\d,]+ bytes; the disk has 1,000"):
        make(tmp_path / "x.index", tiny)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tiny: LoadedModel, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        make(tmp_path / "file" / "x.index", tiny)


def test_the_header_is_as_long_as_it_says() -> None:
    header = Header("m", "0" * 64, ["cell"], ["a"], 1, 2, 3, 4, 5)
    assert len(header.to_bytes()) % 64 == 0
    assert Header.from_bytes(header.to_bytes() + b"\0" * 100) == header


def rules(text: str, tokens: tuple[Token, ...]) -> dict[str, list[bool]]:
    labels = label_text(text).labels
    return {name: [labels[name][token.end - 1] for token in tokens[1:]] for name in RULED}
