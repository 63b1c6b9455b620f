"""Which of two words a network expects sooner: ln p(one) − ln p(other) as a linear reading of the hidden state."""

from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError


def log_odds_reading(model: LoadedModel, favoured: str, against: str) -> tuple[Tensor, Tensor]:
    """(direction [U], offset []): ln p(favoured) − ln p(against) = h · direction + offset, h of the last layer.

    The normaliser of the softmax cancels, so two of its rows are enough. Raises InputError for a continuation that is
    not exactly one token, and NoPredictionsError.
    """
    one, other = one_token(model, favoured, "for"), one_token(model, against, "against")
    weight, bias = model.network.softmax()
    return weight[one] - weight[other], bias[one] - bias[other]


def says_words(model: LoadedModel, *words: str) -> bool:
    """Whether each of these words is exactly one token of the model, so that it can be expected as one.

    Networks of bytes or letters say a word in several steps: no single guess of theirs is about it. One that predicts
    nothing says none.
    """
    if not model.predicts or not model.tokenizer.reads("".join(words)):
        return False
    return all(_is_one(model, model.tokenizer.encode_ids(word)) for word in words)


def _is_one(model: LoadedModel, ids: list[int]) -> bool:
    """Whether these are one token, and not the one that stands for all unknown words."""
    return len(ids) == 1 and ids[0] != model.tokenizer.unknown_id


def one_token(model: LoadedModel, text: str, field: str) -> int:
    """The id of a text that is exactly one token. Raises InputError for `field` where it is not."""
    ids = known_tokens(model, text, field)
    if len(ids) != 1:
        raise InputError(
            f"`{field}` is {len(ids)} tokens of {model.name}. Give a word that is one, with its leading space.",
            field=field,
        )
    return ids[0]


def known_tokens(model: LoadedModel, text: str, field: str) -> list[int]:
    """The ids of a continuation. Raises InputError for `field` where it cannot be read, or a word of it is unknown."""
    model.tokenizer.check(text, field)
    ids = model.tokenizer.encode_ids(text)
    if model.tokenizer.unknown_id in ids:
        raise InputError(f"The vocabulary of {model.name} lacks `{field}`. Give words that it knows.", field=field)
    return ids
