"""What a file of the `tokenizers` library does with a text that its vocabulary does not hold.

The library answers in three ways: with an unknown token; with an exception; or, of byte pairs, by passing over what it
does not know, whereupon its offsets are wrong. Here it is found out which, and what exactly is not known.
"""

import json
from typing import Any

from tokenizers import Tokenizer


def unknown_id(library: Tokenizer) -> int | None:
    """The id of what it does not know; None where it has none."""
    model = _model(library)
    if "unk_id" in model:
        number: int | None = model["unk_id"]
        return number
    name = model.get("unk_token")
    return None if name is None else library.token_to_id(name)


def drops_silently(library: Tokenizer) -> bool:
    """Whether it passes over characters outside the vocabulary: byte pairs without unknown token or bytes."""
    model = _model(library)
    return model["type"] == "BPE" and model["unk_token"] is None and not model["byte_fallback"]


def unread_pieces(library: Tokenizer, text: str) -> list[str]:
    """The pieces of a text that no entry of the vocabulary stands for, each once."""
    return [piece for piece in dict.fromkeys(_pieces(library, text)) if not _stands(library, piece)]


def _model(library: Tokenizer) -> dict[str, Any]:
    """What the file says of its model."""
    model: dict[str, Any] = json.loads(library.to_str())["model"]
    return model


def _pieces(library: Tokenizer, text: str) -> list[str]:
    """A text as its rules split it before its model sees it."""
    normalised = library.normalizer.normalize_str(text) if library.normalizer else text
    splitter = library.pre_tokenizer
    return [piece for piece, _ in splitter.pre_tokenize_str(normalised)] if splitter else [normalised]


def _stands(library: Tokenizer, piece: str) -> bool:
    """Whether its model makes tokens of all of a piece."""
    if library.token_to_id(piece) is not None:
        return True
    try:
        tokens = library.model.tokenize(piece)
    except Exception:  # the library raises bare Exception where it misses an unknown token
        return False
    return bool(tokens) and tokens[-1].offsets[1] == len(piece.encode())
