"""The training loop: seeded, resumable after a kill at any moment, with progress on the terminal.

A run lives in a folder: `state.pt` (all that is needed to go on, ~30 MB, written atomically), `log.jsonl` (a line per
report) and `checkpoint/` (the best network so far by validation loss, in the format of `model/checkpoint.py`).
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from model.checkpoint import save_checkpoint
from model.errors import InputError
from model.network import LanguageModel, State, initialise
from model.reader import Reader
from model.training.data import Batch, Stream, Windows
from model.training.evaluate import stream_loss
from model.training.loss import sliced_softmax_loss
from model.training.recipe import Recipe, in_words


@dataclass(frozen=True)
class Progress:
    """One report of a run: step of steps, mean training loss since the last report (nats), tokens per second."""

    step: int
    steps: int
    loss: float
    speed: float


@dataclass
class Run:
    """A training run and everything it changes as it goes."""

    recipe: Recipe
    network: LanguageModel
    optimiser: torch.optim.Optimizer
    windows: Windows
    device: str
    state: State | None = None
    step: int = 0
    best: float = float("inf")
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def start_run(recipe: Recipe, stream: Stream, device: str = "cpu", weights: dict[str, Tensor] | None = None) -> Run:
    """A run at its first step, from seeded weights or from given ones."""
    torch.manual_seed(recipe.seed)
    network = LanguageModel(recipe.shape, recipe.dropout)
    if weights is None:
        initialise(network, recipe.seed)
    else:
        network.load_state_dict(weights)
    network.to(device)
    windows = Windows(stream, recipe.streams, recipe.window, recipe.reset, recipe.seed)
    return Run(recipe, network, _optimiser(network, recipe), windows, device)


def train_step(run: Run) -> float:
    """One optimiser step on the next window. Returns its loss in nats per token, the penalty left out."""
    recipe = run.recipe
    for group in run.optimiser.param_groups:
        group["lr"] = recipe.rate_at(run.step)
    batch = run.windows.next()
    loss, penalty, state = _losses(run, batch)
    run.optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss + penalty)
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), recipe.clip)
    run.optimiser.step()
    run.state = _detached(state)
    run.step += 1
    return float(loss.detach())


def train(
    run: Run,
    folder: Path,
    valid: list[Stream],
    tokenizer: Reader,
    card: dict[str, Any],
    report: Callable[[Progress], None],
    report_every: int = 20,
    save_every: int = 200,
    judge_every: int = 1000,
) -> None:
    """Train to the end of the budget; save the state and judge the network by its validation loss now and then."""
    losses: list[float] = []
    began = time.perf_counter()
    while run.step < run.recipe.steps:
        losses.append(train_step(run))
        last = run.step == run.recipe.steps
        if run.step % report_every == 0 or last:
            took = time.perf_counter() - began
            speed = len(losses) * run.recipe.streams * run.recipe.window / took
            run.seconds += took
            mean = sum(losses) / len(losses)
            report(Progress(run.step, run.recipe.steps, mean, speed))
            losses = []
            if run.step % judge_every == 0 or last:
                _judge(run, folder, valid, tokenizer, card, mean)
            if run.step % save_every == 0 or last:
                save_state(run, folder)
            began = time.perf_counter()


def judge(run: Run, valid: list[Stream], train_loss: float) -> dict[str, float]:
    """Validation loss of the network as it stands: a line of the run's history, with step, tokens and seconds."""
    run.network.eval()
    loss = stream_loss(run.network, valid)
    run.network.train()
    tokens = run.step * run.recipe.streams * run.recipe.window
    line = {"step": run.step, "tokens": tokens, "train": train_loss, "valid": loss, "seconds": run.seconds}
    run.history.append(line)
    return line


def save_state(run: Run, folder: Path) -> None:
    """Write `state.pt` atomically."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "recipe": asdict(run.recipe),
        "network": run.network.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "windows": run.windows.state(),
        "state": run.state,
        "random": torch.get_rng_state(),
        "step": run.step,
        "best": run.best,
        "seconds": run.seconds,
        "history": run.history,
    }
    partial = folder / "state.pt.partial"
    torch.save(content, partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(folder / "state.pt")


def resume_run(recipe: Recipe, stream: Stream, folder: Path, device: str = "cpu") -> Run:
    """Go on from `state.pt`: the same windows, the same weights, the same randomness.

    The recipe may have another budget or rate than before. Raises InputError where it describes another network or
    another number of streams, which the state does not fit.
    """
    content = torch.load(folder / "state.pt", map_location=device, weights_only=True)
    before = Recipe(**content["recipe"])
    if (before.shape, before.streams) != (recipe.shape, recipe.streams):
        raise InputError(
            f"The run in {folder.name} is an {in_words(before.shape)}, in {before.streams} streams; asked for is an "
            f"{in_words(recipe.shape)}, in {recipe.streams} streams. Ask for the same, or for another run with --out.",
            field="out",
        )
    run = start_run(recipe, stream, device, weights=content["network"])
    run.optimiser.load_state_dict(content["optimiser"])
    run.windows.restore(content["windows"])
    run.state, run.step, run.best = content["state"], content["step"], content["best"]
    run.seconds, run.history = content["seconds"], content["history"]
    torch.set_rng_state(content["random"].cpu())
    return run


def _losses(run: Run, batch: Batch) -> tuple[Tensor, Tensor, State]:
    """(loss, penalty, state after) of a window."""
    recipe, network = run.recipe, run.network
    tokens, targets = batch.tokens.to(run.device), batch.targets.to(run.device)
    before = None if run.state is None else _zeroed(run.state, batch.fresh.to(run.device))
    with torch.autocast(run.device, torch.bfloat16, enabled=recipe.bf16):
        hidden, after = network(tokens, before)
    dtype = torch.bfloat16 if recipe.bf16 else torch.float32
    rows = hidden.float().flatten(0, 1)
    loss = sliced_softmax_loss(rows, *network.softmax(), targets.flatten(), dtype)
    penalty = loss.new_zeros(())
    if isinstance(after, tuple) and recipe.cell_penalty:
        penalty = recipe.cell_penalty * after[1].float().square().mean()
    return loss, penalty, after


def _zeroed(state: State, fresh: Tensor) -> State:
    """A state with the streams that start fresh set to zero. fresh [B] bool."""
    keep = (~fresh)[None, :, None]
    if isinstance(state, tuple):
        hidden, cell = state
        return hidden * keep, cell * keep
    return state * keep


def _detached(state: State) -> State:
    """The state as numbers: gradients stop here (truncated backpropagation)."""
    if isinstance(state, tuple):
        hidden, cell = state
        return hidden.detach(), cell.detach()
    return state.detach()


def _optimiser(network: LanguageModel, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW (Loshchilov & Hutter 2019), weight decay on matrices alone."""
    matrices = [weight for weight in network.parameters() if weight.dim() > 1]
    vectors = [weight for weight in network.parameters() if weight.dim() == 1]
    groups = [{"params": matrices, "weight_decay": recipe.weight_decay}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.99))


def _judge(
    run: Run, folder: Path, valid: list[Stream], tokenizer: Reader, card: dict[str, Any], train_loss: float
) -> None:
    """Judge the network as it stands and log it; if it is the best so far, it becomes `checkpoint/`."""
    line = judge(run, valid, train_loss)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")
    if line["valid"] < run.best:
        run.best = line["valid"]
        save_checkpoint(folder / "checkpoint", run.network, tokenizer, card | {"best": line})
