"""The small search behind a recipe: `python -m model.search NAME --corpus PATH`.

Short runs over the learning rate, then over clipping at the best rate, then for an LSTM over the cell penalty at the
best of these; judged by the validation books alone. The twins get the same search. Results go to OUT/search.json; a
run that is already there is not repeated.
"""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

import torch
from rich.console import Console

from model.checkpoint import write_atomically
from model.reader import Reader
from model.train import load_data
from model.training import loop
from model.training.allocator import keep_freed_memory
from model.training.data import Stream
from model.training.evaluate import stream_loss
from model.training.recipe import Recipe, find_recipe

RATES = (4e-3, 2e-3, 8e-3, 1.6e-2)
CLIPS = (0.25, 1.0)
CELL_PENALTIES = (1e-4, 1e-3)

console = Console(stderr=True)


def main() -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m model.search", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="default: runs/search/NAME")
    parser.add_argument("--tokens", type=int, default=3_000_000, help="budget of each short run")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()
    out: Path = options.out or Path("runs/search") / options.name
    recipe = dataclasses.replace(find_recipe(options.name), tokens=options.tokens)
    data = load_data(options.corpus, out, recipe, None)
    search = Search(out, *data)
    recipe = dataclasses.replace(recipe, clip=CLIPS[0], cell_penalty=0.0)
    recipe = search.best([dataclasses.replace(recipe, rate=rate) for rate in RATES])
    recipe = search.best([dataclasses.replace(recipe, clip=clip) for clip in CLIPS])
    if recipe.kind == "lstm":
        search.best([dataclasses.replace(recipe, cell_penalty=penalty) for penalty in CELL_PENALTIES])
    print(json.dumps(search.results, indent=1))
    return 0


class Search:
    """Results of short runs, kept in a file. Each is {rate, clip, cell_penalty, tokens, valid} in nats per token."""

    def __init__(self, out: Path, tokenizer: Reader, training: Stream, valid: list[Stream]) -> None:
        self.out, self.tokenizer, self.training, self.valid = out, tokenizer, training, valid
        self.file = out / "search.json"
        self.results: list[dict[str, float]] = json.loads(self.file.read_text()) if self.file.exists() else []

    def best(self, recipes: list[Recipe]) -> Recipe:
        """The recipe with the least validation loss; those without a result are run first."""
        return min(recipes, key=self.measure)

    def measure(self, recipe: Recipe) -> float:
        """Validation loss of a short run, nats per token: the kept one, else trained now and kept."""
        asked = {key: getattr(recipe, key) for key in ("rate", "clip", "cell_penalty", "tokens")}
        for result in self.results:
            if asked.items() <= result.items():
                return result["valid"]
        run = loop.start_run(recipe, self.training)
        while run.step < recipe.steps:
            loop.train_step(run)
        run.network.eval()
        self.results.append(asked | {"valid": stream_loss(run.network, self.valid)})
        write_atomically(self.file, json.dumps(self.results, indent=1).encode())
        console.print(self.results[-1], highlight=False)
        return self.results[-1]["valid"]


if __name__ == "__main__":
    sys.exit(main())
