"""What a network would say if it knew: two sets of next tokens for each property that has them.

The odds of the first set against the second tell whether the network acts on the property.
"""

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.knowledge.log_odds import one_token, says_words

# property -> words that label 1 calls for, words that label 0 calls for
WORDS = {
    "subject_gender": ((" she", " her", " herself"), (" he", " him", " himself")),
    "subject_number": ((" were", " are", " have"), (" was", " is", " has")),
}
# property -> the mark that is to come while it is true; all other tokens are the other set
CLOSING = {"inside_quotes": '"', "bracket_open": ")", "bracket_nested": ")"}

# The properties that a unit can earn a name by. The others are shown as tracks.
NAMEABLE = (*WORDS, *CLOSING)


def nameable(model: LoadedModel) -> tuple[str, ...]:
    """Those of NAMEABLE that units of this network can earn: all words that would tell must be one token of it.

    Where tokens are bytes, ` she` is said in four steps, and no single guess shows whether the network means it.
    """
    return tuple(of for of in NAMEABLE if of in CLOSING or says_words(model, *WORDS[of][0], *WORDS[of][1]))


def log_odds(model: LoadedModel, of: str, hidden: Tensor) -> Tensor:
    """ln p(first set) − ln p(second set) after each last hidden state [n, U], in nats [n].

    Raises InputError where one of the words is not exactly one token of the model.
    """
    if of in WORDS:
        favoured, against = ([one_token(model, word, "property") for word in words] for words in WORDS[of])
        return _scores(model, hidden, favoured).logsumexp(dim=1) - _scores(model, hidden, against).logsumexp(dim=1)
    closing = torch.tensor(closing_tokens(model, CLOSING[of]))
    scores = model.network.logits(hidden)
    favoured_score = scores[:, closing].logsumexp(dim=1)
    return favoured_score - scores.index_fill(1, closing, -torch.inf).logsumexp(dim=1)


def closing_tokens(model: LoadedModel, mark: str) -> list[int]:
    """Ids of all tokens with the mark where it closes: a `"` that is not after a space, any `)`."""
    labels = [model.tokenizer.label(number) for number in range(model.tokenizer.size)]
    return [
        number for number, label in enumerate(labels) if mark in (label.replace(' "', "") if mark == '"' else label)
    ]


def _scores(model: LoadedModel, hidden: Tensor, tokens: list[int]) -> Tensor:
    """Scores of some tokens alone [n, k]; what the softmax divides by cancels in the odds."""
    weight, bias = model.network.softmax()
    return hidden @ weight[tokens].t() + bias[tokens]
