"""What every page reads of its query: the model, numbers, choices. What cannot be used becomes a notice.

A page never refuses a link: it goes on with what can be understood, or the nearest sensible thing.
"""

from collections.abc import Mapping
from typing import TypeVar

from app.figures.words import visible
from app.registry import ModelRegistry
from model import CheckpointError, LoadedModel, MissingError, signal_names

Word = TypeVar("Word", bound=str)

LONGEST_ECHO = 40


class QueryReader:
    """Reads one query, keeping a notice for every value that could not be used."""

    def __init__(self, query: Mapping[str, str], registry: ModelRegistry) -> None:
        self._query = query
        self.notices: list[str] = []
        self.model = self._model(registry)

    def _model(self, registry: ModelRegistry) -> LoadedModel:
        name = self._query.get("model")
        try:
            return registry.get(name)
        except MissingError:
            self._say(f"There is no model {self._echo('model')}; {registry.default} is shown.")
        except CheckpointError as error:
            self._say(f"Model {name} is broken; {registry.default} is shown. {error.detail}")
        return registry.get(None)

    def _index(self, name: str, count: int, default: int) -> int:
        if name not in self._query:
            return min(default, count - 1)
        number = whole_number(self._query[name])
        if number is None or not 0 <= number < count:
            nearest = default if number is None else min(max(number, 0), count - 1)
            self._say(f"There is no {name} {self._echo(name)}; {name} {nearest} is shown, of 0 to {count - 1}.")
            return nearest
        return number

    def _signal(self) -> str:
        names = signal_names(self.model.kind)
        default = "cell" if "cell" in names else "hidden"
        return self._word("signal", names, default)

    def _word(self, name: str, words: tuple[Word, ...], default: Word) -> Word:
        asked = self._query.get(name, default)
        for word in words:
            if asked == word:
                return word
        self._say(f"{name.capitalize()} can be {' or '.join(words)}, not {self._echo(name)}; {default} is shown.")
        return default

    def _echo(self, name: str) -> str:
        return f"“{visible(self._query[name][:LONGEST_ECHO])}”"

    def _say(self, notice: str) -> None:
        self.notices.append(notice)


def whole_number(text: str) -> int | None:
    """A number as a link may name it; None for anything else, and for more than nine digits."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
