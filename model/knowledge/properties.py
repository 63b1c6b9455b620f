"""The properties that units may know, in plain words: THE place where each is named for readers.

`label` stands beside the number of a unit that has earned it, `known` completes "knows …", `true` and `false` say
which of the two answers holds at a moment, `asked` what is asked and where. In the order of `labelled.PROPERTIES`;
behind them what only a network of single characters is asked.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PropertyWords:
    """One property as readers see it."""

    label: str
    known: str
    true: str
    false: str
    asked: str


PROPERTY_WORDS: dict[str, PropertyWords] = {
    "subject_gender": PropertyWords(
        "subject’s gender",
        "the subject’s gender",
        "a feminine subject",
        "a masculine subject",
        "Whether the subject is feminine or masculine, asked where a pronoun is to follow, at least three tokens after "
        "the noun. Other nouns may stand between.",
    ),
    "subject_number": PropertyWords(
        "subject’s number",
        "the subject’s number",
        "a plural subject",
        "a singular subject",
        "Whether the subject is plural or singular, asked where its verb is to follow, at least three tokens after the "
        "noun. Other nouns may stand between.",
    ),
    "inside_quotes": PropertyWords(
        "inside quotes",
        "when a quotation is open",
        "inside quotes",
        "outside quotes",
        "Whether a quotation has been opened and not yet closed, asked at every token.",
    ),
    "bracket_open": PropertyWords(
        "inside brackets",
        "when a bracket is open",
        "inside brackets",
        "outside brackets",
        "Whether at least one bracket is open, asked at every token.",
    ),
    "bracket_nested": PropertyWords(
        "bracket in a bracket",
        "when a bracket is open within a bracket",
        "in a bracket within a bracket",
        "not in a bracket within a bracket",
        "Whether at least two brackets are open, asked at every token.",
    ),
    "clause_nested": PropertyWords(
        "subordinate clause",
        "when a subordinate clause is open",
        "in a subordinate clause",
        "in no subordinate clause",
        "Whether one is within a clause that stands in another, as “who …” or “that …”, asked at every token.",
    ),
    "sentence_start": PropertyWords(
        "start of a sentence",
        "when a sentence starts",
        "in the first word of a sentence",
        "behind the first word of a sentence",
        "Whether one is within the first word of a sentence, asked at every token.",
    ),
    "late_in_sentence": PropertyWords(
        "late in a sentence",
        "when a sentence is past its middle",
        "in the second half of a sentence",
        "in the first half of a sentence",
        "Whether one is in the second half of a sentence, by its characters, asked at every token.",
    ),
    "late_in_word": PropertyWords(
        "late in a word",
        "when a word is long",
        "at the fourth letter of a word or later",
        "at the first three letters of a word, or between words",
        "Whether four letters of a word have been read, or more, asked at every character of networks that read "
        "letter by letter.",
    ),
}
