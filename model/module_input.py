"""What a module of anyone's is given to read: checked, and brought into one layout.

`torch.nn` takes sequences one at a time, side by side in two layouts, or packed. The tracer reads one layout: steps
first, padded, with the length of each sequence.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from model.errors import InputError
from model.recurrence import Layer, State, Weights

Sequences = Tensor | PackedSequence
# What `torch.nn` calls hx: of an LSTM (hidden, cell), of the others hidden.
States = Tensor | tuple[Tensor, Tensor]

EXACT = (torch.float32, torch.float64)


@dataclass(frozen=True)
class ModuleInput:
    """`steps` [T, B, E], what lies beyond an end is 0; `lengths` [B] int64; `states`: of each layer and direction."""

    steps: Tensor
    lengths: Tensor
    states: list[State]


def check_module(module: object) -> Layer:
    """The module, if its gates can be recovered exactly. Raises InputError that says what can be done if not."""
    if not isinstance(module, nn.LSTM | nn.GRU | nn.RNN):
        raise InputError(
            f"A {type(module).__name__} cannot be traced. Pass a torch.nn.LSTM, GRU or RNN{_inside(module)}.",
            field="module",
        )
    if module.training and module.dropout > 0 and module.num_layers > 1:
        raise InputError(
            f"In training mode this module drops {module.dropout:g} of the values between its layers at random, so no "
            "two passes agree and there is nothing to be exact about. Call module.eval() first.",
            field="module",
        )
    dtype = Weights.of(module, 0).input.dtype
    if dtype not in EXACT:
        raise InputError(
            f"The module computes in {_name(dtype)}, which rounds its states at every step, so that gates worked out "
            "from them would not be its own. Trace copy.deepcopy(module).float(), and give it inputs.float().",
            field="module",
        )
    return module


def read_input(module: Layer, inputs: Sequences, hx: States | None) -> ModuleInput:
    """What a module is given, in one layout. Raises InputError for what the module itself could not read."""
    if isinstance(inputs, PackedSequence):
        _check_numbers(module, inputs.data, "inputs")
        if inputs.data.dim() != 2:
            raise InputError("A step of the PackedSequence must be a list of numbers: pack [B, T, E].", field="inputs")
        steps, lengths = pad_packed_sequence(inputs)
        batched = True
    elif isinstance(inputs, Tensor):
        batched = inputs.dim() == 3
        steps = _steps_first(module, inputs)
        lengths = torch.full((steps.shape[1],), len(steps))
    else:
        raise InputError(
            f"The inputs are a {type(inputs).__name__}: pass a Tensor or a PackedSequence.", field="inputs"
        )
    if steps.shape[2] != module.input_size:
        raise InputError(
            f"A step of the inputs has {steps.shape[2]} numbers, but the module reads {module.input_size} "
            "(its input_size).",
            field="inputs",
        )
    return ModuleInput(steps.contiguous(), lengths, _states(module, hx, steps.shape[1], batched))


def directions(module: Layer) -> int:
    """2 where a module reads backward too."""
    return 2 if module.bidirectional else 1


def _steps_first(module: Layer, inputs: Tensor) -> Tensor:
    """A tensor of inputs as [T, B, E]."""
    _check_numbers(module, inputs, "inputs")
    order = "[B, T, E]" if module.batch_first else "[T, B, E]"
    if inputs.dim() not in (2, 3):
        raise InputError(
            f"The inputs have the shape {list(inputs.shape)}. This module reads {order}, or one sequence as [T, E].",
            field="inputs",
        )
    steps = inputs[:, None] if inputs.dim() == 2 else inputs.transpose(0, 1) if module.batch_first else inputs
    if 0 in steps.shape[:2]:
        raise InputError(
            f"The inputs are empty: {steps.shape[1]} sequences of {len(steps)} steps. Give at least one of each.",
            field="inputs",
        )
    return steps


def _states(module: Layer, hx: States | None, sequences: int, batched: bool) -> list[State]:
    """The state from which each layer and direction starts, in the order of hx; zeros where none is given."""
    count = module.num_layers * directions(module)
    zero = Weights.of(module, 0).zero_state(sequences)
    if hx is None:
        return [zero] * count
    given = _named(module, hx)
    for name, values in given.items():
        _check_numbers(module, values, f"hx ({name})")
        size = zero[name].shape[1]
        expected = [count, sequences, size] if batched else [count, size]
        if list(values.shape) != expected:
            raise InputError(
                f"hx ({name}) has the shape {list(values.shape)}, but this module and these inputs need {expected}"
                f"{'' if batched else ', for they are one sequence'}.",
                field="hx",
            )
    return [{name: values[number].reshape(sequences, -1) for name, values in given.items()} for number in range(count)]


def _named(module: Layer, hx: States) -> State:
    """hx by the names of its parts."""
    if not isinstance(module, nn.LSTM):
        if isinstance(hx, Tensor):
            return {"hidden": hx}
        raise InputError(f"hx of a {module.mode} is one Tensor, not a {type(hx).__name__}.", field="hx")
    if isinstance(hx, tuple | list) and len(hx) == 2 and all(isinstance(part, Tensor) for part in hx):
        return {"hidden": hx[0], "cell": hx[1]}
    raise InputError("hx of an LSTM is a pair of Tensors: (hidden, cell).", field="hx")


def _check_numbers(module: Layer, values: Tensor, what: str) -> None:
    """Raises InputError where values have another type, or lie on another device, than the weights."""
    weights = Weights.of(module, 0).input
    for found, wanted in ((values.dtype, weights.dtype), (values.device, weights.device)):
        if found != wanted:
            raise InputError(
                f"{what} is {_name(found)}, but the module's weights are {_name(wanted)}: {what.split()[0]}.to(…) or "
                "module.to(…) makes them agree.",
                field=what.split()[0],
            )


def _inside(module: object) -> str:
    """Which parts of another module could be traced, to say so; empty where there is none."""
    parts = module.named_modules() if isinstance(module, nn.Module) else ()
    names = [name for name, part in parts if isinstance(part, nn.LSTM | nn.GRU | nn.RNN)]
    return f"; this one holds {', '.join(names)}" if names else ""


def _name(kind: torch.dtype | torch.device) -> str:
    """`float32`, `cpu`."""
    return str(kind).removeprefix("torch.")
