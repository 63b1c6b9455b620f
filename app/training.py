"""Trains a network on a text file of one's own: what `gatescope train` does."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.settings import Settings
from model import SHIPPED, InputError, Trained, Training, TrainingReport, TrainingWatch, names_of, train_own

COLUMNS = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[now]}"))


def train_model(training: Training, settings: Settings, *, replace: bool = False) -> str:
    """Train what was asked for into the data folder, with progress on the terminal. Returns what was made, in lines.

    A first Ctrl+C ends the training and keeps the best network so far; a second one, or one before, leaves nothing.
    Raises ModelError for a text or a wish that cannot be, and for a name that is taken.
    """
    folder = settings.model_folders[-1]
    names = names_of(training)
    for name in names:
        check_free(name, folder, replace=replace)
    console = Console(stderr=True)
    with Progress(*COLUMNS, console=console, refresh_per_second=2) as bars, stopped_by_hand(console) as stopped:
        made = train_own(training, folder, watching(bars, stopped))
    told = [summary(each) for each in made]
    return "\n".join(told if len(made) == len(names) else [*told, f"{names[1]} was not trained."])


def check_free(name: str, folder: Path, *, replace: bool) -> None:
    """Raise InputError for the name of a model that ships, and of one in the folder that is not to be replaced."""
    if (SHIPPED / name).exists():
        raise InputError(f"{name} is a model that ships with Gatescope. Take another name.", field="name")
    if (folder / name).exists() and not replace:
        raise InputError(f"There is a model {name} already. Take another name, or add --replace.", field="name")


def watching(bars: Progress, stopped: Callable[[], bool]) -> TrainingWatch:
    """Shows a training as a bar for each of its stages."""

    def stage(name: str) -> None:
        for task in bars.task_ids:
            bars.update(task, total=1, completed=1)
        bars.add_task(name, total=None, now="")

    def report(at: TrainingReport) -> None:
        bars.update(bars.task_ids[-1], total=1, completed=at.share, now=progress(at))

    return TrainingWatch(report, stage, stopped)


def progress(at: TrainingReport) -> str:
    """How far a training is, in a line."""
    held_out = f" ({at.valid:.3f} held out)" if at.valid < float("inf") else ""
    left = round(at.left)
    return f"loss {at.loss:.3f}{held_out} · {at.speed:,.0f} tokens/s · {left // 60}:{left % 60:02} left"


def summary(made: Trained) -> str:
    """What was made and how good it is, in lines."""
    figures, run = made.card["figures"], made.card["runs"][-1]
    minutes, seconds = divmod(run["seconds"], 60)
    stopped = "Stopped by hand; the best until then is kept. " if run["stopped"] else ""
    yardsticks = {"a 5-gram": "ngram", "how often each token occurs": "unigram"}
    others = [f"{figures[name]['bits_per_byte']:.2f} by {by}" for by, name in yardsticks.items() if name in figures]
    return (
        f"{made.order.name}: {made.card['sentence']}\n"
        f"{stopped}{run['tokens']:,} tokens in {minutes}:{seconds:02} minutes. On text that it has not seen: "
        f"{figures['test']['bits_per_byte']:.2f} bits per byte ({', '.join(others)}).\n"
        f"Look at it: gatescope serve --model {made.order.name}"
    )


@contextmanager
def stopped_by_hand(console: Console) -> Iterator[Callable[[], bool]]:
    """Gives what tells whether Ctrl+C was pressed. Pressed again it interrupts, as it does anywhere else."""
    pressed: list[int] = []

    def press(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)
        console.print("Stopping; the best network so far is kept. Ctrl+C again keeps nothing.", highlight=False)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
