"""Vocabularies of networks of others: which files name tokens, and how text is split into such."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models

from model import InputError
from model.foreign.reading import Reading, make_reading
from model.foreign.vocabulary import Vocabulary, read_vocabulary


def reading(*tokens: str) -> Reading:
    return make_reading(Vocabulary(Path("vocab.json"), {token: number for number, token in enumerate(tokens)}))


def pieces(tokens: list[str], text: str) -> list[str]:
    return [token.text for token in reading(*tokens).tokenizer.encode(text)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vocab.json", json.dumps({"a": 0, "b": 1, "\n": 2})),
        ("idx2char.json", json.dumps({"0": "a", "1": "b", "2": "\n"})),
        ("tokens.json", json.dumps(["a", "b", "\n"])),
        ("vocab.txt", "a\nb\n\\n\n"),
        ("vocab.txt", "\ufeffa\r\nb\r\n\\n"),
        ("tokenizer.json", Tokenizer(models.WordLevel({"a": 0, "b": 1, "\n": 2}, "a")).to_str()),
    ],
)
def test_files_that_name_tokens(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8", newline="")
    assert read_vocabulary(tmp_path / name).ids == {"a": 0, "b": 1, "\n": 2}


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("v.json", "{", "is not JSON"),
        ("v.json", "3", "must be {token: id}"),
        ("v.json", "[" * 100_000, "is not JSON"),
        ("v.json", '{"a": 0, "b": 0}', "gives the id 0 to 'a' and 'b'"),
        ("v.json", '{"a": true}', "must be"),
        ("v.json", '{"a": 3000000}', "can be read"),
        ("v.json", '["a", "b", "a"]', "has 'a' twice: as tokens 0 and 2"),
        ("v.json", '["\\ud800"]', "which is no text"),
        ("v.json", '{"model": {}}', "no tokenizer that can be read"),
        ("v.txt", "a\n\nb", "no token in line 2"),
        ("v.txt", "", "0 bytes"),
        ("v.txt", "a\0", "is NUL"),
    ],
)
def test_files_that_name_none(tmp_path: Path, name: str, content: str, wrong: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InputError, match=wrong.replace("{", r"\{")):
        read_vocabulary(tmp_path / name)


def test_row_0_may_have_no_token() -> None:
    ids = {"a": 1, "b": 2}
    assert Vocabulary(Path("v"), ids).fits(3)
    assert not Vocabulary(Path("v"), ids).fits(2)
    assert not Vocabulary(Path("v"), ids).fits(4)
    assert not Vocabulary(Path("v"), {"a": 0, "b": 2}).fits(3)


def test_words_keep_the_marks_that_the_vocabulary_knows_inside() -> None:
    tokens = ["<unk>", "do", "don't", "n't", "'s", "it", "e-mail", "mailed", "e", "-", ".", ",", "a.m."]
    assert pieces(tokens, "Do e-mail, don't it's a.m.") == [
        "Do", " e-mail", ",", " don't", " it", "'s", " a.m."
    ]  # fmt: skip
    assert pieces(tokens, "e-mailed") == ["e", "-", "mailed"]  # no word ends inside a word
    assert reading(*tokens).lowercase
    assert not reading("Do", "it").lowercase


def test_characters_and_symbols() -> None:
    assert reading("<pad>", "a", "b", "é", "\n").units == "characters"
    assert pieces(["a", "b", "é", "\n"], "Éa\nb") == ["É", "a", "\n", "b"]
    assert reading("[PAD]", "[START]", "[C]", "[=N]").units == "symbols in brackets"
    assert pieces(["[C]", "[=N]"], "[C][=N][C]") == ["[C]", "[=N]", "[C]"]
    with pytest.raises(InputError, match="Br"):
        pieces(["[C]", "[=N]"], "[C][Br]")


@pytest.mark.parametrize(
    ("tokens", "marks"),
    [
        (["<s>", "a"], (0, 0, None)),
        (["a", "<eos>", "<unk>"], (1, 1, 2)),
        (["[UNK]", "[START]", "[END]", "[C]"], (1, 2, 0)),
        (["<PAD>", "<SOS>", "<EOS>", "<UNK>", "word"], (1, 2, 3)),
        (["s", "eos", "unk", "|"], (None, None, None)),
    ],
)
def test_tokens_that_stand_for_no_text(tokens: list[str], marks: tuple[int | None, ...]) -> None:
    reader = reading(*tokens).tokenizer
    assert (reader.start_id, reader.end_id, reader.unknown_id) == marks
