"""Chapter: the order of the input matters. Words of the LSTM's story change places."""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from app.figures.order import build_ends
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson, Table
from app.memory.order import SYMBOLS, Moved, end_rows, ends_of
from app.memory.sharing import kind_names
from app.numbers import percent
from app.serialize import Json
from model import SUBJECTS, Shuffled, shuffle_words

ORDERS = 20  # that the figure draws behind the one that is read
MOST_SHOWN = 10  # of the strongest swaps, looked at for where they are
MILD = 0.1  # of all swaps of two words, the share that the question calls mild

Swap = tuple[int, int]


def facts(lesson: Lesson) -> Json:
    """All swaps of two words of the story, by how far they move the LSTM's memory."""
    text = story(lesson)
    words = text.split()
    ranked = ranked_swaps(lesson, text)
    late = [swap for _, swap in ranked[-MOST_SHOWN:] if len(words) - 1 in swap]
    mildest, strongest = ranked[0], ranked[-1]
    return {
        "orders": ORDERS,
        "model": lesson.lstm.name,
        "shuffled": joined(shuffle_words(text, 1).order),
        "mildest": swap_facts(words, *mildest),
        "strongest": swap_facts(words, *strongest),
        "strong": MOST_SHOWN,
        "late": len(late),
        "last": words[-1],
        "people": people(words, ranked),
        "goal": f"{goal(ranked):.0%}".replace("%", " %"),
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """Where both networks end after the words in the order that is asked for, and after twenty shuffles."""
    text = story(lesson)
    order = asked_order(asked, len(text.split()))
    read = Shuffled(" ".join(text.split()[place] for place in order), order)
    shuffles = [*(shuffle_words(text, seed) for seed in range(1, ORDERS + 1)), read]
    models = [lesson.lstm, lesson.rnn]
    moved, names = [ends_of(model, text, shuffles) for model in models], kind_names(models)
    is_moved = order != sorted(order)
    plot = build_ends(end_rows(names, moved), range(1, ORDERS + 1), ORDERS + 1 if is_moved else None, lesson.theme)
    relative = memory_of(moved[0])[-1]
    return Drawn(
        figure={"plot": plot, "mark": None, "point": None, "words": text.split(), "order": order},
        value=percent(relative),
        words="of its own length: so far from where it was does the LSTM’s memory end when it reads this order.",
        says=says(names, moved) if is_moved else "The words stand as they were. Press two of them: they change places.",
        answer=answer(lesson, text, order, relative),
        table=table(names, moved, is_moved),
    )


def story(lesson: Lesson) -> str:
    """The text whose words change places."""
    return str(lesson.lstm.card["suggested"]["text"])


def asked_order(asked: Asked, count: int) -> list[int]:
    """Where each word was before, from the address; as it was where that is no order of so many words."""
    usual = joined(range(count))
    found = asked.listed("order", usual)
    if sorted(found) != list(range(count)):
        asked.refuse("order", f"is no order of {count} words", usual)
        return list(range(count))
    return found


def ranked_swaps(lesson: Lesson, text: str) -> list[tuple[float, Swap]]:
    """Every two words that differ, and how far the LSTM's memory ends when they change places; the mildest first."""
    words = text.split()
    swaps = [swap for swap in combinations(range(len(words)), 2) if words[swap[0]] != words[swap[1]]]
    orders = [swapped(range(len(words)), swap) for swap in swaps]
    read = [Shuffled(" ".join(words[place] for place in order), order) for order in orders]
    return sorted(zip(memory_of(ends_of(lesson.lstm, text, read)), swaps, strict=True))


def goal(ranked: Sequence[tuple[float, Swap]]) -> float:
    """Below this, rounded up to whole per cent, lie the mild swaps."""
    return math.ceil(100 * ranked[int(MILD * len(ranked))][0]) / 100


def people(words: list[str], ranked: Sequence[tuple[float, Swap]]) -> Json | None:
    """The swap of the two persons of a text, by the nouns of the memory test; None where there are no two."""
    known = {subject.split()[-1] for pair in SUBJECTS for subject in pair}
    found = tuple(at for at, word in enumerate(words) if word.strip(",.") in known)
    return next((swap_facts(words, relative, swap) for relative, swap in ranked if swap == found), None)


def swap_facts(words: list[str], relative: float, swap: Swap) -> Json:
    """A swap as the text tells it."""
    return {"words": [words[place] for place in swap], "relative": relative,
            "order": joined(swapped(range(len(words)), swap))}  # fmt: skip


def answer(lesson: Lesson, text: str, order: list[int], relative: float) -> str | None:
    """Where the words are in another order and the memory has hardly noticed: which ones have moved."""
    words = text.split()
    away = [words[place] for at, place in enumerate(order) if at != place]
    most = goal(ranked_swaps(lesson, text))
    if not away or " ".join(words[place] for place in order) == text or relative >= most:
        return None
    return f"Yes. {listed(away)} stand elsewhere now, and the memory ends only {percent(relative)} of its length away."


def says(names: list[str], moved: list[Moved]) -> str:
    """All states, of both networks."""
    ends = [f"the {name}’s {SYMBOLS[signal]} {percent(found[-1].relative)}"
            for name, each in zip(names, moved, strict=True) for signal, found in each.items() if found]  # fmt: skip
    return (
        f"From where they were, in lengths of their own: {', '.join(ends)}. Of a mere heap of words, all would be"
        f" {percent(0)}."
    )


def table(names: list[str], moved: list[Moved], is_moved: bool) -> Table:
    """A row for each order, a column for each state of each network."""
    states: list[tuple[str, list[Any]]] = [
        (f"{name} {SYMBOLS[signal]}", found)
        for name, each in zip(names, moved, strict=True)
        for signal, found in each.items()
        if found
    ]
    rows = [*(f"shuffle {number}" for number in range(1, ORDERS + 1)), *(["read now"] if is_moved else [])]
    cells = [[f"{found[row].relative:.2f}" for _, found in states] for row in range(len(rows))]
    title = "How far the memory ends from where it was, divided by its length"
    return Table(title, "order", [name for name, _ in states], rows, cells, words=False)


def memory_of(moved: Moved) -> list[float]:
    """The distances of what a network remembers: the cell."""
    return [found.relative for found in moved["cell"] or []]


def swapped(order: Sequence[int], swap: Swap) -> list[int]:
    """An order with two places exchanged."""
    one, other = swap
    return [order[{one: other, other: one}.get(at, at)] for at in range(len(order))]


def joined(order: Sequence[int]) -> str:
    """An order as an address has it."""
    return "-".join(map(str, order))


def listed(words: list[str]) -> str:
    """“a”, “b” and “c”."""
    quoted = [f"“{word}”" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]


CHAPTER = Chapter(
    slug="order-matters",
    title="The order matters",
    sentence="The same words in another order leave another memory.",
    quotes=("order that you feed input matters",),
    sources=(),
    view="order",
    facts=facts,
    draw=draw,
)
