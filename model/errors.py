"""The errors that the science raises. Each message says what is wrong, which value, and what to do.

Nothing here knows HTTP: `app/errors.py` alone maps these to status codes.
"""

from typing import ClassVar


class ModelError(Exception):
    """Base of all errors of `model`. `code` is a short stable name for programs; `field` names the input at fault."""

    code: ClassVar[str] = "model_error"

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class InputError(ModelError):
    """A value that the caller gave cannot be used: blank text, a step out of range, an unknown signal."""

    code = "bad_input"


class NoCellsError(InputError):
    """The caller asked what memory cells hold, of a network that has none."""

    code = "no_cells"


class NoPredictionsError(InputError):
    """The caller asked what a network expects next that predicts nothing: it has no softmax over its vocabulary."""

    code = "no_predictions"

    @classmethod
    def of(cls, name: str) -> "NoPredictionsError":
        """The error for a network that is called `name`."""
        return cls(
            f"{name} has no softmax over its vocabulary, so it predicts nothing. Ask what its units do, or ask a"
            " network that predicts.",
            field="model",
        )


class MissingError(ModelError):
    """The caller named something that does not exist: a model, a layer, a unit."""

    code = "not_found"


class CheckpointError(ModelError):
    """A checkpoint folder is missing, cut off, altered or holds numbers that are not finite."""

    code = "model_broken"


class CorpusError(ModelError):
    """The training text cannot be had: no network, a wrong commit, an empty file."""

    code = "corpus"
