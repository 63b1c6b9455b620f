"""Minimal pairs for agreement: two sentences that differ in one word, one right and one wrong.

After Linzen, Dupoux & Goldberg 2016 and Marvin & Linzen 2018. They are made from the project's grammar, seeded, and
were committed as `pairs.tsv` before any checkpoint was evaluated on them; `python -m model.knowledge pairs` makes the
same file again. In every frame the right answers are split evenly (as many feminine as masculine, as many singular as
plural), so that no constant answer does better than half.
"""

import csv
from dataclasses import asdict, dataclass, fields
from itertools import cycle, islice, zip_longest
from pathlib import Path
from random import Random

from model.checkpoint import write_atomically
from model.knowledge.grammar import Frame, Phrase, read_frames, sentence
from model.knowledge.lexicon import BANDS, Gender, Noun, Number, read_nouns

PAIRS = Path(__file__).with_name("pairs.tsv")
SEED = 1

# Head nouns of a frame, for each answer that can be right. A multiple of the number of bands.
HEADS = 18

NUMBERS: tuple[Number, ...] = ("singular", "plural")
GENDERS: tuple[Gender, ...] = ("feminine", "masculine")


@dataclass(frozen=True)
class Pair:
    """A row of `pairs.tsv`.

    `order` is what comes first: gender or number of the first noun. `bands` and `nouns` are of all the nouns that vary,
    in their order, joined by "/". `good` and `bad` differ in exactly one word.
    """

    id: str
    category: str
    frame: str
    order: str
    bands: str
    nouns: str
    good: str
    bad: str


def make_pairs(seed: int = SEED) -> list[Pair]:
    """All pairs of all frames. The same seed gives the same pairs."""
    return [pair for frame in read_frames() for pair in _frame_pairs(frame, seed)]


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """The committed pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def write_pairs(pairs: list[Pair], path: Path = PAIRS) -> None:
    """Write pairs as tab-separated lines below a line of names."""
    lines = ["\t".join(field.name for field in fields(Pair))]
    lines += ["\t".join(asdict(pair).values()) for pair in pairs]
    write_atomically(path, ("\n".join(lines) + "\n").encode())


def _frame_pairs(frame: Frame, seed: int) -> list[Pair]:
    choices = _by_gender(frame, seed) if frame.contrast == "gender" else _by_number(frame, seed)
    return [_pair(frame, index, phrases) for index, phrases in enumerate(choices, start=1)]


def _by_gender(frame: Frame, seed: int) -> list[tuple[Phrase, ...]]:
    """Heads of both genders in turn; a second noun has the other gender."""
    columns: list[list[Phrase]] = []
    for slot in range(len(frame.slots)):
        drawn = {gender: _draw(frame, slot, seed, gender) for gender in GENDERS}
        genders = GENDERS if slot == frame.head else GENDERS[::-1]
        columns.append([Phrase(drawn[gender][row]) for row in range(HEADS) for gender in genders])
    return list(zip(*columns, strict=True))


def _by_number(frame: Frame, seed: int) -> list[tuple[Phrase, ...]]:
    """Each head in both numbers; a second noun has the other number."""
    first, *second = [_draw(frame, slot, seed) for slot in range(len(frame.slots))]
    drawn = [first, *(_apart(first, nouns) for nouns in second)]
    columns: list[list[Phrase]] = []
    for slot, nouns in enumerate(drawn):
        numbers = NUMBERS if slot == frame.head else NUMBERS[::-1]
        columns.append([Phrase(noun, number) for noun in nouns for number in numbers])
    return list(zip(*columns, strict=True))


def _draw(frame: Frame, slot: int, seed: int, gender: Gender | None = None) -> list[Noun]:
    """HEADS nouns for a slot in random order, as many of each band as there are; begun again where they run out."""
    random = Random(f"{seed} {frame.name} {slot} {gender}")
    fitting = [noun for noun in read_nouns() if frame.fits(slot, noun) and gender in (None, noun.gender)]
    random.shuffle(fitting)
    bands = [[noun for noun in fitting if noun.band == band] for band in BANDS]
    in_turn = [noun for row in zip_longest(*bands) for noun in row if noun]
    nouns = list(islice(cycle(in_turn), HEADS))
    random.shuffle(nouns)
    return nouns


def _apart(first: list[Noun], second: list[Noun]) -> list[Noun]:
    """The second nouns, rotated until no row repeats its first noun ("The boy beside the boys" would be odd)."""
    rotations = (second[shift:] + second[:shift] for shift in range(len(second)))
    return next(nouns for nouns in rotations if all(a != b for a, b in zip(first, nouns, strict=True)))


def _pair(frame: Frame, index: int, phrases: tuple[Phrase, ...]) -> Pair:
    return Pair(
        id=f"{frame.name}-{index:02}",
        category=frame.category,
        frame=frame.name,
        order=phrases[0].value(frame.contrast),
        bands="/".join(phrase.noun.band for phrase in phrases),
        nouns="/".join(phrase.noun.singular for phrase in phrases),
        good=sentence(frame, phrases),
        bad=sentence(frame, phrases, right=False),
    )
