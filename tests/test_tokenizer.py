"""Tokens cover the text as typed, whatever is typed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import CheckpointError, load_model
from model.folding import fold
from model.tokenizer import START_ID, TextTokenizer

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def shipped() -> TextTokenizer:
    return load_model().tokenizer


@pytest.fixture(scope="module", params=["words", "bytes"])
def either(request: pytest.FixtureRequest, shipped: TextTokenizer) -> TextTokenizer:
    """With merges, and without."""
    return shipped if request.param == "words" else TextTokenizer.of_bytes()


@given(text=TEXT)
@settings(max_examples=300, deadline=None)
def test_ranges_cover_the_text_without_a_hole(either: TextTokenizer, text: str) -> None:
    tokens = either.encode(text)
    assert (tokens[0].id, tokens[0].text, tokens[0].start, tokens[0].end) == (START_ID, "<s>", 0, 0)
    reached = 0
    for token in tokens[1:]:
        assert token.start <= reached <= token.end
        assert token.text == text[token.start : token.end] != ""
        reached = token.end
    assert reached == len(text)
    assert [token.step for token in tokens] == list(range(len(tokens)))


@given(text=TEXT)
@settings(max_examples=300, deadline=None)
def test_decoding_gives_the_folded_text_back(either: TextTokenizer, text: str) -> None:
    assert either.decode([token.id for token in either.encode(text)]) == fold(text).text


@given(text=TEXT)
@settings(deadline=None)
def test_a_part_counts_the_tokens_that_share_its_range(either: TextTokenizer, text: str) -> None:
    tokens = either.encode(text)[1:]
    for token in tokens:
        sharing = [other for other in tokens if (other.start, other.end) == (token.start, token.end)]
        if len(sharing) == 1:
            assert token.part is None
        else:
            assert token.part == (sharing.index(token) + 1, len(sharing))


@given(text=TEXT)
@settings(deadline=None)
def test_without_merges_the_tokens_are_the_bytes_of_the_folded_text(text: str) -> None:
    characters = TextTokenizer.of_bytes()
    assert b"".join(map(characters.token_bytes, characters.encode_ids(text))) == fold(text).text.encode()
    assert len(characters.encode_ids(text)) == len(fold(text).text.encode())
    assert characters.size == 257


def test_everyday_words_are_one_token_each(shipped: TextTokenizer) -> None:
    text = "The queen was tired, but the king said that he would wait until she woke."
    assert [token.text for token in shipped.encode(text)[1:]] == [
        "The", " queen", " was", " tired", ",", " but", " the", " king", " said", " that", " he", " would", " wait",
        " until", " she", " woke", ".",
    ]  # fmt: skip


def test_a_typed_start_mark_is_three_ordinary_characters(shipped: TextTokenizer) -> None:
    tokens = shipped.encode("<s>")
    assert [token.text for token in tokens[1:]] == ["<", "s", ">"]
    assert START_ID not in [token.id for token in tokens[1:]]


def test_typographic_quotes_read_like_typed_ones(shipped: TextTokenizer) -> None:
    assert shipped.encode_ids("“Don’t,” she said.") == shipped.encode_ids('"Don\'t," she said.')


def test_pieces_of_one_character_share_its_text(shipped: TextTokenizer) -> None:
    tokens = shipped.encode("a 中")[-3:]
    assert [(token.text, token.start, token.end, token.part) for token in tokens] == [
        ("中", 2, 3, (1, 3)),
        ("中", 2, 3, (2, 3)),
        ("中", 2, 3, (3, 3)),
    ]


def test_without_merges_an_accented_letter_is_two_tokens_of_one_range() -> None:
    tokens = TextTokenizer.of_bytes().encode("“é”")[1:]
    assert [(token.text, token.start, token.end, token.part) for token in tokens] == [
        ("“", 0, 1, None),
        ("é", 1, 2, (1, 2)),
        ("é", 1, 2, (2, 2)),
        ("”", 2, 3, None),
    ]


def test_no_entry_joins_a_part_of_one_character_with_another(shipped: TextTokenizer) -> None:
    for number in range(1, shipped.size):
        raw = shipped.token_bytes(number)
        whole = raw.decode("utf-8", errors="replace")
        assert "\ufffd" not in whole or len(raw) <= 3, raw
        if "\ufffd" in whole:
            assert all(byte >= 0x80 for byte in raw), raw


def test_a_guess_that_is_no_whole_character_is_written_as_bytes(shipped: TextTokenizer) -> None:
    (first, *_rest) = shipped.encode_ids("中")
    assert shipped.label(first) == "⟨E4⟩"
    assert shipped.label(shipped.encode_ids(" queen")[0]) == " queen"


def test_five_hundred_marks_fit_and_two_thousand_emoji_do_not(shipped: TextTokenizer) -> None:
    assert len(shipped.encode("e" + "\u0301" * 500)) <= 2048
    assert len(shipped.encode("😀" * 2000)) > 2048


def test_many_texts_are_encoded_as_each_alone(shipped: TextTokenizer) -> None:
    texts = ["The queen.", "", "中 “x”"]
    assert shipped.encode_many(texts) == [shipped.encode_ids(text) for text in texts]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(CheckpointError, match=r"tokenizer\.json of .* cannot be read"):
        TextTokenizer.load(tmp_path / "tokenizer.json")
