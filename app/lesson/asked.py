"""The state in which a figure of the lesson is asked for, field by field. What cannot be used becomes a notice."""

from collections.abc import Mapping, Sequence

from app.explore import Explorer
from app.figures.words import visible
from model import InputError, LoadedModel

LONGEST_ECHO = 40
LONGEST_NUMBER = 4  # digits

Value = int | float | str | None


class Asked:
    """Reads one query. `state` is what was understood of it, by field; an empty field is as good as none."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self.state: dict[str, Value] = {}
        self.notices: list[str] = []

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number; one beyond the limits becomes the nearest that is within them."""
        return int(self._limited(name, low, high, default, self._parsed(name, int)))

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number, or None where the field is empty."""
        found = self._parsed(name, float)
        if found is None or found != found:
            self.state[name] = None
            return None
        return self._limited(name, low, high, low, found)

    def word(self, name: str, words: Sequence[str], default: str) -> str:
        """One of these words."""
        asked = self._query.get(name) or default
        if asked not in words:
            asked = default
            self.refuse(name, f"is none of {', '.join(words)}", default)
        self.state[name] = asked
        return asked

    def listed(self, name: str, default: str) -> list[int]:
        """Whole numbers with dashes between them: `0-2-1`."""
        asked = self._query.get(name) or default
        parts = asked.split("-")
        if not all(part.isascii() and part.isdigit() and len(part) < LONGEST_NUMBER for part in parts):
            self.refuse(name, "is no list of numbers", default)
            parts = default.split("-")
        self.state.setdefault(name, "-".join(parts))
        return [int(part) for part in parts]

    def refuse(self, name: str, reason: str, default: Value) -> None:
        """Say that a field cannot be used, and go on with its default."""
        self.notices.append(f"{name.capitalize()} {self._echo(name)} {reason}.")
        self.state[name] = default

    def text(self, name: str, default: str, explorer: Explorer, model: LoadedModel, longest: int) -> str:
        """A text that a model reads, in at most so many tokens after the start."""
        asked = self._query.get(name) or default
        try:
            explorer.check_text(model, asked, name)
            self._check_length(asked, model, longest)
        except InputError as error:
            self.notices.append(f"{error.detail} The chapter’s own text is shown.")
            asked = default
        self.state[name] = asked
        return asked

    def _check_length(self, text: str, model: LoadedModel, longest: int) -> None:
        length = len(model.tokenizer.encode_ids(text))
        if length > longest:
            raise InputError(f"This text is {length} tokens long, and this figure shows {longest} at most.")

    def _limited(self, name: str, low: float, high: float, default: float, found: float | None) -> float:
        value = default if found is None else min(max(found, low), high)
        if found is not None and value != found:
            self.notices.append(f"{name.capitalize()} {self._echo(name)} is not between {low:g} and {high:g}.")
        self.state[name] = value
        return value

    def _parsed(self, name: str, kind: type[int] | type[float]) -> float | None:
        text = self._query.get(name, "")
        try:
            return kind(text) if text else None
        except ValueError:
            self.notices.append(f"{name.capitalize()} {self._echo(name)} is no number.")
            return None

    def _echo(self, name: str) -> str:
        return f"“{visible(self._query[name][:LONGEST_ECHO])}”"
