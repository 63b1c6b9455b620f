"""The two networks of the lesson: an LSTM and a simple RNN that read the same tokens and know the pronouns."""

from app.explore import Explorer
from app.figures.palette import Theme
from app.lesson.chapter import Lesson
from app.memory.sharing import sharing_models, sharing_names
from model import AGAINST, FAVOURED, Kind, LoadedModel, MissingError, says_words


def lesson_of(explorer: Explorer, theme: Theme = "light") -> Lesson:
    """The first such pair, the default model's before others. Raises MissingError where there is none."""
    for lstm in explorer.registry.loaded.values():
        if lstm.kind == "lstm" and says_words(lstm, FAVOURED, AGAINST):
            rnn = _sharing(explorer, lstm, "rnn")
            if rnn is not None:
                return Lesson(explorer, lstm, rnn, theme)
    raise MissingError(
        "The lesson needs an LSTM and a simple RNN that read the same words, and this server has no such two."
        " Serve the networks that ship."
    )


def _sharing(explorer: Explorer, model: LoadedModel, kind: Kind) -> LoadedModel | None:
    models = sharing_models(explorer, sharing_names(explorer, model))
    return next((each for each in models if each.kind == kind), None)
