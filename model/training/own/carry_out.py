"""A training as it was asked for, carried out: checked, planned, made; with its twin where one is wanted."""

import errno
import os
import shlex
import shutil
from dataclasses import fields
from pathlib import Path

from model.errors import InputError
from model.folders import check_name
from model.network import LanguageModel
from model.training.allocator import keep_freed_memory
from model.training.own.course import Budget
from model.training.own.filming import FRAMES
from model.training.own.make import Corpus, Order, Trained, TrainingWatch, make_network, make_twin
from model.training.own.plan import Training, plan
from model.training.own.text import read_own_text
from model.training.recipe import Recipe

# Bytes besides weights: card, tokeniser, table of the film.
BESIDES = 5_000_000


def names_of(training: Training) -> list[str]:
    """What will be made: the network, and its twin where one is wanted. Raises InputError for what is no name."""
    names = [training.name, f"{training.name}-rnn"] if training.twin else [training.name]
    for name in names:
        check_name(name)
    return names


def train_own(training: Training, folder: Path, watch: TrainingWatch) -> list[Trained]:
    """Train what was asked for and put it into a folder of models, each as soon as it is done.

    Raises InputError for a text or a wish that cannot be, where it was stopped before anything was learned, and where
    the folder cannot be written.
    """
    training.check()
    names = names_of(training)
    keep_freed_memory()
    watch.stage("reading the text")
    text = read_own_text(training.text)
    recipe, tokenizer = plan(text, training)
    check_room(folder, recipe, len(names) * (1 + FRAMES * training.film))
    corpus = Corpus.encode(text, tokenizer)
    budget = Budget(None if training.tokens else training.minutes * 60)
    order = Order(training.name, folder, recipe, budget, training.film, lambda settled: command(training, settled))
    try:
        made = [make_network(order, corpus, watch)]
        if training.twin and not made[0].course.stopped:
            made.append(make_twin(made[0], names[1], corpus, watch))
    except OSError as error:
        raise unwritable(folder, error) from error
    return made


def command(training: Training, recipe: Recipe) -> str:
    """The line that trains the same again, without the folders of this machine."""
    words = ["gatescope train", f"--text {shlex.quote(training.text.name)}", f"--name {training.name}"]
    words.append(f"--tokens {recipe.tokens}")
    for field in fields(Training):
        value = getattr(training, field.name)
        if field.name not in ("text", "name", "minutes", "tokens") and value != field.default:
            words.append(f"--{field.name}" if value is True else f"--{field.name} {value}")
    return " ".join(words)


def check_room(folder: Path, recipe: Recipe, networks: int) -> None:
    """Raise InputError where a folder cannot be written, or has no room for so many networks of a recipe."""
    needed = BESIDES + 2 * networks * sum(weight.numel() for weight in LanguageModel(recipe.shape).parameters())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise unwritable(folder, error) from error
    if free < needed:
        raise InputError(
            f"{folder} has {free / 1e6:,.0f} MB free; this needs {needed / 1e6:,.0f} MB. Make room, or name another "
            "folder by GATESCOPE_HOME."
        )


def unwritable(folder: Path, error: OSError) -> InputError:
    """What is said where a folder cannot be written."""
    return InputError(f"{folder} cannot be written: {error.strerror}. Name another folder by GATESCOPE_HOME.")
