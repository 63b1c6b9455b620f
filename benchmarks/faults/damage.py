"""Ways in which a checkpoint can be damaged. Each takes a whole folder and breaks it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = "weights.safetensors"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"


def remove(folder: Path) -> None:
    (folder / WEIGHTS).unlink()


def empty(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes(b"")


def cut_off(folder: Path) -> None:
    content = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(content[: len(content) // 2])


def flip_a_byte(folder: Path) -> None:
    """One bit of the last number."""
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS).write_bytes(content)


def flip_the_header(folder: Path) -> None:
    """A bit of the header's length. Sealed anew, so that it is the reader of the format that must notice."""
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[1] ^= 0x40
    (folder / WEIGHTS).write_bytes(content)
    seal(folder)


def add_a_tail(folder: Path) -> None:
    """Bytes behind the last number, sealed."""
    with (folder / WEIGHTS).open("ab") as file:
        file.write(b"tail")
    seal(folder)


def leave_a_pointer(folder: Path) -> None:
    """What Git leaves where large files were not fetched."""
    content = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_text(POINTER.format(hashlib.sha256(content).hexdigest(), len(content)))


def spoil_a_number(folder: Path) -> None:
    """One weight is not a number, sealed."""
    weights = load_file(folder / WEIGHTS)
    next(iter(weights.values())).view(-1)[0] = torch.nan
    save_file(weights, folder / WEIGHTS)
    seal(folder)


def transpose_a_matrix(folder: Path) -> None:
    """The embedding lies on its side, sealed."""
    weights = load_file(folder / WEIGHTS)
    weights["embedding.weight"] = weights["embedding.weight"].T.contiguous()
    save_file(weights, folder / WEIGHTS)
    seal(folder)


def lose_a_word(folder: Path) -> None:
    """The tokeniser has a token less than the network, sealed."""
    path = folder / "tokenizer.json"
    tokenizer = json.loads(path.read_text("utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    last = max(vocabulary, key=vocabulary.__getitem__)
    del vocabulary[last]
    merges = tokenizer["model"]["merges"]
    tokenizer["model"]["merges"] = [pair for pair in merges if "".join(pair).replace(" ", "") != last]
    path.write_text(json.dumps(tokenizer), "utf-8")
    seal(folder)


def break_the_card(folder: Path) -> None:
    (folder / "card.json").write_text('{"name": ', "utf-8")


def lock_up(folder: Path) -> None:
    """Something that cannot be read lies where the weights were; root may read every file, but no folder as one."""
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).mkdir()


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "a missing file": remove,
    "an empty file": empty,
    "weights cut off": cut_off,
    "one flipped bit": flip_a_byte,
    "a flipped header": flip_the_header,
    "a tail": add_a_tail,
    "a Git LFS pointer": leave_a_pointer,
    "NaN among the weights": spoil_a_number,
    "a matrix of another shape": transpose_a_matrix,
    "a tokeniser with a token less": lose_a_word,
    "a card that is no JSON": break_the_card,
    "a file that cannot be read": lock_up,
}


def seal(folder: Path) -> None:
    """Write the SHA-256 of the files as they are into the card: what is wrong is inside."""
    card = json.loads((folder / "card.json").read_text("utf-8"))
    for name in card["sha256"]:
        card["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
