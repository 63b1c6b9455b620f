"""Labelled sentences: texts of which it is known, by construction, what a reader must keep in mind.

Two kinds of property. A sentence property is asked once, at the last step of a beginning that a pronoun or verb is to
follow, at least three tokens after the noun that decides it. A step property is asked at every step. The two halves
of the lexicon share no noun, verb, adjective or filler. None of this ever enters language-model training.

After the number and gender probes of Lakretz et al. 2019, with attractors as in Linzen, Dupoux & Goldberg 2016: a
second noun whose gender or number is drawn without regard to the first.
"""

from dataclasses import dataclass
from random import Random

from model.errors import InputError
from model.knowledge.grammar import Phrase
from model.knowledge.lexicon import Gender, Number
from model.knowledge.marks import STEP_PROPERTIES, Labelled, label_sentences
from model.knowledge.rules import Cast, read_rules, slot_kinds

SENTENCE_PROPERTIES = ("subject_gender", "subject_number")
PROPERTIES = (*SENTENCE_PROPERTIES, *STEP_PROPERTIES)

FRAMES = {"subject_gender": "gender", "subject_number": "number"}
GENDERS: tuple[Gender, ...] = ("masculine", "feminine")  # label 0, label 1
NUMBERS: tuple[Number, ...] = ("singular", "plural")

FEWEST_SENTENCES, MOST_SENTENCES = 2, 3


@dataclass(frozen=True)
class Beginning:
    """The beginning of a sentence. `label` is true where the noun `subject` is feminine (gender) or plural (number)."""

    text: str
    subject: Phrase
    label: bool


def beginnings(of: str, half: int, count: int, seed: int) -> list[Beginning]:
    """`count` beginnings for a sentence property, from one half (1 or 2) of the lexicon.

    Frames come in turn, each with label 0 and then label 1, so that no frame tells the answer. Raises InputError for
    a property that is not of sentences.
    """
    if of not in SENTENCE_PROPERTIES:
        raise InputError(f"{of[:40]!r} is no property of sentences. There are: {', '.join(SENTENCE_PROPERTIES)}.")
    frames = read_rules(half)[FRAMES[of]]
    random = Random(f"{seed} {of} {half}")
    return [_beginning(of, frames[turn // 2 % len(frames)], half, bool(turn % 2), random) for turn in range(count)]


def step_texts(half: int, count: int, seed: int) -> list[Labelled]:
    """`count` texts of two or three sentences with all step properties, from one half (1 or 2) of the lexicon."""
    random = Random(f"{seed} steps {half}")
    return [label_sentences(_marked_sentences(half, random)) for _ in range(count)]


def _marked_sentences(half: int, random: Random) -> list[str]:
    """The frames of a text differ."""
    frames = random.sample(read_rules(half)["sentence"], random.randint(FEWEST_SENTENCES, MOST_SENTENCES))
    cast = Cast(half, random)
    return [cast.expand(frame) for frame in frames]


def _beginning(of: str, frame: str, half: int, label: bool, random: Random) -> Beginning:
    cast, kinds = Cast(half, random), slot_kinds(frame)
    draw = _of_gender if of == "subject_gender" else _of_number
    cast.parts["subject"] = draw(cast, kinds["subject"], label)
    if "other" in kinds:
        cast.parts["other"] = draw(cast, kinds["other"], random.random() < 0.5)
    return Beginning(cast.expand(frame), cast.parts["subject"], label)


def _of_gender(cast: Cast, kind: str, label: bool) -> Phrase:
    return Phrase(cast.draw(kind, gender=GENDERS[label]))


def _of_number(cast: Cast, kind: str, label: bool) -> Phrase:
    return Phrase(cast.draw(kind), NUMBERS[label])
