"""Any vocabulary of the library: ranges that cover the text, the library's own ids, nothing passed over in silence."""

import pytest
from foreign import LETTERS, Units, foreign_tokenizer, library_tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from model import InputError
from model.foreign_tokenizer import ForeignTokenizer, Marks
from model.ranges import covering

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text("the queen. said,\n ", min_size=1)


def pieces() -> Tokenizer:
    """Byte pairs over bytes, as GPT-2's, without merges: characters beyond ASCII are several tokens."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    library = Tokenizer(models.BPE({letter: number for number, letter in enumerate(alphabet)}, []))
    library.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    library.decoder = decoders.ByteLevel()
    return library


def word_pieces() -> Tokenizer:
    """As BERT's: lower case, accents taken away, `##` before what goes on."""
    letters = "abcdefghijklmnopqrstuvwxyz.,"
    names = ["[UNK]", *letters, *(f"##{letter}" for letter in letters)]
    library = Tokenizer(models.WordPiece(vocab={name: number for number, name in enumerate(names)}, unk_token="[UNK]"))
    library.normalizer = normalizers.BertNormalizer()
    library.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    library.decoder = decoders.WordPiece(cleanup=False)
    return library


def sentence_pieces() -> Tokenizer:
    """As SentencePiece's unigrams: `▁` stands for the space before a word, and there is one before the text."""
    scores = [("<unk>", 0.0), ("▁", -2.0), ("▁the", -1.0), *((letter, -3.0) for letter in "thequniadsk.")]
    library = Tokenizer(models.Unigram(scores, unk_id=0, byte_fallback=False))
    library.pre_tokenizer = pre_tokenizers.Metaspace()
    library.decoder = decoders.Metaspace()
    return library


READERS = {
    "words": (library_tokenizer("words"), foreign_tokenizer("words")),
    "characters": (library_tokenizer("characters"), foreign_tokenizer("characters")),
    "bytes": (pieces(), ForeignTokenizer(pieces(), Marks())),
    "word pieces": (word_pieces(), ForeignTokenizer(word_pieces(), Marks(unknown=0))),
    "sentence pieces": (sentence_pieces(), ForeignTokenizer(sentence_pieces(), Marks(unknown=0))),
}


@pytest.mark.parametrize("name", READERS)
@given(text=TEXT)
@settings(deadline=None)
def test_ids_are_the_librarys_own_and_ranges_cover_the_text(name: str, text: str) -> None:
    library, reader = READERS[name]
    expected = library.encode(text, add_special_tokens=False).ids
    if not expected:
        assert not reader.reads(text)
        return
    tokens = reader.encode(text)
    assert [token.id for token in tokens] == expected == reader.encode_ids(text)
    reached = 0
    for token in tokens:
        assert token.start <= reached <= token.end
        assert token.text == text[token.start : token.end] != ""
        assert token.start == reached or token.part is not None
        reached = token.end
    assert reached == len(text)
    assert [token.step for token in tokens] == list(range(len(tokens)))


@pytest.mark.parametrize("name", READERS)
@given(before=TEXT, after=TEXT)
@settings(deadline=None)
def test_what_is_spelled_piece_by_piece_is_what_is_decoded(name: str, before: str, after: str) -> None:
    library, reader = READERS[name]
    ids, more = (library.encode(text, add_special_tokens=False).ids for text in (before, after))
    spell = reader.speller(ids)
    decoded = reader.decode(more, ids)
    assert "".join(map(spell, more)) == decoded
    assert library.decode(ids) + decoded == library.decode([*ids, *more], skip_special_tokens=False)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), min_size=1), st.integers(40, 50))
@settings(deadline=None)
def test_whatever_the_offsets_the_ranges_leave_no_hole(offsets: list[tuple[int, int]], length: int) -> None:
    covered = covering([(low, low + more) for low, more in offsets], length)
    assert len(covered) == len(offsets)
    reached = 0
    for (start, end), part in covered:
        assert start < end
        assert start == reached if part is None or part[0] == 1 else end == reached
        reached = end
    assert reached == length


def test_white_space_belongs_to_the_word_after_it_and_at_the_end_to_the_last() -> None:
    tokens = foreign_tokenizer().encode("  The queen,\tWAS \n")
    assert [token.text for token in tokens] == ["  The", " queen", ",", "\tWAS \n"]


@given(text=TEXT)
@settings(deadline=None)
def test_words_that_no_entry_stands_for_are_refused_by_name(text: str) -> None:
    reader = foreign_tokenizer("characters", unknown=False)
    foreign = {letter for letter in text if letter.lower() not in LETTERS}
    assert reader.reads(text) == (not foreign)
    if foreign:
        with pytest.raises(InputError, match="its vocabulary lacks") as caught:
            reader.check(text, "a")
        assert caught.value.field == "a"


def test_byte_pairs_that_drop_what_they_do_not_know_are_not_believed() -> None:
    reader = ForeignTokenizer(Tokenizer(models.BPE({"a": 0, "b": 1, "ab": 2}, [("a", "b")])), Marks())
    assert reader.encode_ids("abab") == [2, 2]
    with pytest.raises(InputError, match="lacks 'abcab'"):
        reader.encode("abcab")
    with pytest.raises(InputError, match="lacks 'c'"):
        reader.encode("c")


@pytest.mark.parametrize("units", ["words", "characters"])
def test_what_is_spelled_after_a_text_goes_on_from_it(units: Units) -> None:
    reader = foreign_tokenizer(units, end=True)
    before, after = reader.encode_ids("the queen"), reader.encode_ids(" was tired.")
    spell = reader.speller(before)
    spelled = "".join(map(spell, after))
    assert spelled == reader.decode([*before, *after])[len("the queen") :]
    assert spelled.startswith(" was")
    assert reader.decode([*before, reader.end_id or 0]) == "the queen"


def test_marks_must_be_the_vocabularys() -> None:
    with pytest.raises(InputError, match="its start token is 99, but"):
        ForeignTokenizer(library_tokenizer(), Marks(start=99, unknown=0))
    with pytest.raises(InputError, match="its unknown token is None, but the vocabulary's own is 0"):
        ForeignTokenizer(library_tokenizer(), Marks())


def test_letters_are_listed_where_a_network_reads_a_few_alone() -> None:
    few = Tokenizer(models.WordLevel({"a": 0, "X": 1, "b": 2, "<eos>": 3}))
    assert ForeignTokenizer(few, Marks(end=3)).letters == frozenset("aXb")
    assert foreign_tokenizer("characters", unknown=False).letters is None
    assert foreign_tokenizer("words", unknown=False).letters is None


def test_a_number_without_a_name_is_written_as_a_number() -> None:
    gap = Tokenizer(models.WordLevel({"<unk>": 1, "a": 3}, "<unk>"))
    reader = ForeignTokenizer(gap, Marks(unknown=1))
    assert (reader.size, reader.label(2), reader.label(3)) == (4, "⟨2⟩", "a")
