"""Two people in a sentence: who was there, who comes, and which pronoun is expected then."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.explore import Explorer
from app.knowledge.units import told_of
from app.lesson.asked import Asked
from app.lesson.chapter import Lesson
from app.lesson.reading import layer_of
from model import (
    AGAINST,
    FAVOURED,
    GENDERS,
    SUBJECTS,
    Gender,
    LoadedModel,
    Trace,
    log_probabilities,
    within_sentence,
)

PRONOUNS: dict[Gender, str] = dict(zip(GENDERS, (FAVOURED, AGAINST), strict=True))
# A sentence for networks whose own story has no two subjects of the memory test in it.
PLAIN = (
    f"{SUBJECTS[0][0]} was tired, but {within_sentence(SUBJECTS[0][1])} said that{PRONOUNS['masculine']} would wait."
)


@dataclass(frozen=True)
class Frame:
    """A sentence without its people: what stands between them, up to the pronoun, and behind it."""

    first: str
    second: str
    between: str
    before: str
    behind: str


@dataclass(frozen=True)
class Scene:
    """A sentence with its people: `text` up to the word before the pronoun, `whole` with it.

    `came`, `here`, `read`: the steps of the first subject, of the second one, and of the last word before the pronoun.
    """

    first: str
    second: str
    text: str
    whole: str
    came: int
    here: int
    read: int

    @property
    def genders(self) -> tuple[Gender, Gender]:
        return gender_of(self.first), gender_of(self.second)


def frame_of(text: str) -> Frame | None:
    """The frame of a sentence of two subjects of the memory test, the first at its beginning, and then a pronoun."""
    for first in _everyone():
        rest = text.removeprefix(first)
        for second in _everyone() if rest != text else ():
            between, found, behind = rest.partition(within_sentence(second))
            for pronoun in PRONOUNS.values() if found else ():
                before, here, after = behind.partition(f"{pronoun} ")
                if here:
                    return Frame(first, second, between, before, f" {after}")
    return None


def story_frame(model: LoadedModel) -> Frame:
    """The frame of a network's own story."""
    frame = frame_of(str(model.card["suggested"]["text"])) or frame_of(PLAIN)
    if frame is None:
        raise ValueError(f"{PLAIN!r} is no sentence of two people")
    return frame


def scene_of(model: LoadedModel, frame: Frame, first: str, second: str) -> Scene:
    """Two people in a frame."""
    head = first + frame.between
    text = f"{head}{within_sentence(second)}{frame.before}"
    ends = [token.end for token in model.tokenizer.encode(text)]
    came, here = (_last_within(ends, len(part)) for part in (first, head + second))
    whole = f"{text}{PRONOUNS[gender_of(second)]}{frame.behind}"
    return Scene(first, second, text, whole, came, here, len(ends) - 1)


def asked_scene(lesson: Lesson, asked: Asked) -> Scene:
    """The scene of the fields `first` and `second`; those of the network's own story where they are empty."""
    frame = story_frame(lesson.lstm)
    everyone = [*_everyone()]
    people = (asked.word(name, everyone, getattr(frame, name)) for name in ("first", "second"))
    return scene_of(lesson.lstm, frame, *people)


def asked_unit(lesson: Lesson, asked: Asked) -> int:
    """The unit of the field `unit`, among those that know the subject's gender."""
    units = [str(unit) for unit in gender_units(lesson.explorer, lesson.lstm)]
    return int(asked.word("unit", units, units[0]))


def gender_units(explorer: Explorer, model: LoadedModel) -> list[int]:
    """Units of the story's layer that have earned the subject's gender as a name, that of the story first."""
    story = model.card["suggested"]
    told, _ = told_of(explorer, model)
    knowers = [each.unit for each in told.units if each.layer == layer_of(model)
               and any(known.property == "subject_gender" for known in each.knows)]  # fmt: skip
    return [story["unit"], *(unit for unit in knowers if unit != story["unit"])]


def cell_choices(lesson: Lesson) -> list[tuple[int, str]]:
    """The choice among the units that know the gender."""
    return [(unit, str(unit)) for unit in gender_units(lesson.explorer, lesson.lstm)]


def people() -> list[list[str]]:
    """The subjects of the memory test: women, men."""
    return [list(side) for side in zip(*SUBJECTS, strict=True)]


def gender_of(subject: str) -> Gender:
    """Of a subject of the memory test."""
    return GENDERS[0] if any(subject == one for one, _ in SUBJECTS) else GENDERS[1]


def person(gender: Gender) -> str:
    """How the text calls somebody of a gender."""
    return {"feminine": "woman", "masculine": "man"}[gender]


def counterpart(subject: str) -> str:
    """The same person of the other gender."""
    return next(other if subject == one else one for one, other in SUBJECTS if subject in (one, other))


def log_odds(model: LoadedModel, trace: Trace) -> list[float]:
    """ln p(she) − ln p(he) for the word after each step [T], in nats."""
    ids = [model.tokenizer.encode_ids(word)[0] for word in (FAVOURED, AGAINST)]
    one, other = log_probabilities(model, trace.signals["hidden"][-1])[:, ids].T
    found: list[float] = (one - other).tolist()
    return found


def noun(subject: str) -> str:
    """The last word of a subject, in quotation marks."""
    return f"“{subject.split()[-1]}”"


def _everyone() -> Iterator[str]:
    """All subjects, the longer ones first: “The old lady” before “The”."""
    yield from sorted((subject for pair in SUBJECTS for subject in pair), key=len, reverse=True)


def _last_within(ends: list[int], length: int) -> int:
    """The step of the token that reaches so far."""
    return next(step for step, end in enumerate(ends) if end >= length)
