"""What a model can read: any English text, or strings of a few letters; and what a page says of other texts."""

from dataclasses import replace
from typing import Literal

from app.pages.view import View
from model import AGAINST, FAVOURED, LoadedModel, origin, says_words

# Words, the page's own among them; texts letter by letter; strings of a few letters; or words of its own choice.
Reads = Literal["words", "characters", "letters", "others"]


def reads(model: LoadedModel) -> Reads:
    """What a model reads. It reads words where those that the page asks about are a token each, and can be expected."""
    if model.tokenizer.letters is not None:
        return "letters"
    if says_words(model, FAVOURED, AGAINST):
        return "words"
    several = model.tokenizer.reads(FAVOURED) and len(model.tokenizer.encode_ids(FAVOURED)) > 1
    return "characters" if several else "others"


def alphabet(model: LoadedModel) -> list[str] | None:
    """The letters that a model reads, sorted; None: it reads every text."""
    letters = model.tokenizer.letters
    return None if letters is None else sorted(letters)


def asked_for(model: LoadedModel) -> str:
    """What to type for a model to read. Nobody here knows the language of a network that was brought along."""
    letters = alphabet(model)
    if letters is not None:
        return f"A string of the letters {', '.join(letters)}"
    return "An English sentence" if origin(model) == "shipped" else "A sentence"


def legible(model: LoadedModel, view: View) -> tuple[View, list[str]]:
    """The view with the model's own text in place of one that it cannot read, and a sentence that says so."""
    if not view.text.strip() or model.tokenizer.reads(view.text):
        return view, []
    suggested = model.card["suggested"]
    return replace(view, text=suggested["text"], step=suggested["step"], holds=[]), [refusal(model)]


def refusal(model: LoadedModel) -> str:
    """Why another text than the asked one is shown."""
    letters = alphabet(model)
    if letters is None:
        return f"The vocabulary of {model.name} lacks words of this text, so a text of its own is shown."
    return f"{model.name} reads {', '.join(letters)} alone, so a string of its own is shown."
