"""One model opened, and errors told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from pydantic import ValidationError

from app.commands.ending import stop
from app.explore import Explorer
from app.registry import ModelRegistry
from app.settings import Settings, explain
from model import ModelError, check_card, load_model


def settings_for(model: str | None) -> Settings:
    """The settings of the environment, with this model as the default one. Ends the command where one is wrong."""
    try:
        return Settings() if model is None else Settings(model=model)
    except ValidationError as error:
        stop(explain(error))


def open_explorer(model: str | None) -> Explorer:
    """Answers of one model (None: the default), which alone is loaded. Raises ModelError where it cannot be had.

    Of a frame of a film (NAME@3) the model is loaded, and the frame when it is asked.
    """
    settings = settings_for(None if model is None else model.partition("@")[0])
    torch.set_num_threads(settings.threads)
    loaded = load_model(settings.model, *settings.model_folders)
    check_card(loaded)
    registry = ModelRegistry(settings.model_folders, settings.model, {settings.model: loaded}, {})
    return Explorer(registry, settings)


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever the model refuses ends the command with one line."""
    try:
        yield
    except ModelError as error:
        stop(error.detail)
