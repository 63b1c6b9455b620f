"""Which models can be asked about the same steps: those that cut a text into the same tokens."""

from app.explore import Explorer
from model import InputError, LoadedModel


def sharing_models(explorer: Explorer, names: list[str] | None) -> list[LoadedModel]:
    """The models of these names; None: all that share the default one's tokens. Raises InputError if they differ."""
    if names is None:
        return _sharing(explorer, explorer.registry.get(None))
    models = [explorer.registry.get(name, "models") for name in names]
    for model in models[1:]:
        if _tokens_of(model) != _tokens_of(models[0]):
            raise InputError(
                f"{models[0].name} and {model.name} cut a text into different tokens, so their steps cannot be"
                " compared. Ask for each alone.",
                field="models",
            )
    return models


def predicting_models(explorer: Explorer, names: list[str] | None) -> list[LoadedModel]:
    """The same of those that predict; None: of all that share the default one's tokens, the default itself first.

    Raises NoPredictionsError where one that is named, or the default one, does not.
    """
    models = sharing_models(explorer, names)
    for model in models[:1] if names is None else models:
        model.check_predicts()
    return [model for model in models if model.predicts]


def sharing_names(explorer: Explorer, model: LoadedModel) -> list[str]:
    """The names of all models that share the tokens of this one, itself among them."""
    return [each.name for each in _sharing(explorer, model)]


def kind_names(models: list[LoadedModel]) -> list[str]:
    """What a figure calls the networks: their kind, or their name where two are of one kind."""
    kinds = [model.kind for model in models]
    return [model.kind.upper() if kinds.count(model.kind) == 1 else model.name for model in models]


def _sharing(explorer: Explorer, model: LoadedModel) -> list[LoadedModel]:
    return [each for each in explorer.registry.loaded.values() if _tokens_of(each) == _tokens_of(model)]


def _tokens_of(model: LoadedModel) -> tuple[str, list[int]]:
    """What tells the steps of models apart: the SHA-256 of the tokeniser's file, and what begins every text."""
    return str(model.card["sha256"]["tokenizer.json"]), model.tokenizer.opening
