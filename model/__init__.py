"""Gatescope's science: trained recurrent networks and everything they do while they read.

    from model import load_model, trace_text
    model = load_model("english-lstm")
    trace = trace_text(model, "The queen was tired.")
    trace.signals["forget"]                      # [L, T, U], every forget gate at every step

This is the only door: what is not named here is nobody else's business.
"""

from model.ablation import Ablation, ablate_all
from model.card import check_card, origin
from model.checkpoint import (
    DEFAULT,
    SHIPPED,
    Card,
    LoadedModel,
    check_name,
    checkpoint_names,
    find_checkpoint,
    load_checkpoint,
    load_model,
)
from model.compare import (
    Carrier,
    Column,
    Comparison,
    aligned_columns,
    compare_traces,
    differing_units,
    longest_carriers,
)
from model.count import Count, Step, read_count
from model.errors import (
    CheckpointError,
    CorpusError,
    InputError,
    MissingError,
    ModelError,
    NoCellsError,
    NoPredictionsError,
)
from model.explain import Explanation, explain_gates, strongest
from model.film import Frame, film_frames, frame_name, load_frame, split_frame_name
from model.foreign.importing import import_network
from model.foreign.plan import ImportPlan, plan_import
from model.generation import Sampling, Written, write
from model.gradients import Gradients, halving_distance, loss_gradients
from model.holds import Hold, check_hold, overridden, trace_held
from model.knowledge.arrivals import GENDERS, Arrivals, Gender, arrivals, within_sentence
from model.knowledge.continuations import NAMEABLE
from model.knowledge.examples import MOST_EXAMPLES, Example, examples
from model.knowledge.log_odds import known_tokens, says_words
from model.knowledge.memory_test import (
    AGAINST,
    FAVOURED,
    LONGEST_FILLER,
    MemoryCurve,
    SubjectDifference,
    memory_test,
    subject_difference,
)
from model.knowledge.memory_texts import FILLERS, SUBJECTS
from model.knowledge.moments import known_signals
from model.knowledge.probe import Probe, enough_examples, probe_units
from model.knowledge.properties import PROPERTY_WORDS, PropertyWords
from model.knowledge.report import read_knowledge
from model.knowledge.showing import Showing, showing
from model.knowledge.units import effect_to_exceed
from model.ledger import Ledger, blocks_of, layer_blocks, layer_shares, unit_blocks, unit_ledger
from model.measures import half_life, liveliness, saturation, still_units
from model.modules import ModuleTrace, trace_module
from model.order import FinalStates, Shuffled, StateDistance, final_states, shuffle_words, state_distance
from model.ordering import Order, Sort, has_half_life, liveliest_units, order_units
from model.predictions import Predictions, log_probabilities, predict
from model.reader import Reader, Token
from model.score import Score, score_texts
from model.signals import SIGNALS, Kind, Scale, Signal, find_signal, signal_names
from model.similar.corpus import Corpus
from model.similar.files import read_passages
from model.similar.format import index_path
from model.similar.found import Found
from model.similar.labels import RULED, label_text
from model.similar.nearest import nearest
from model.similar.opening import Index, open_index
from model.similar.passages import Passages, encode_passages
from model.similar.pattern import QUANTILES, Pattern, matching, unit_quantiles
from model.similar.reading import read_corpus, read_labelled
from model.similar.writing import write_index
from model.spans import Span, Spans, layer_spans, memory_spans
from model.trace import Trace, trace_text, trace_tokens
from model.training.own.carry_out import names_of, train_own
from model.training.own.course import TrainingReport
from model.training.own.make import Trained, TrainingWatch
from model.training.own.plan import Training

__all__ = [
    "AGAINST",
    "DEFAULT",
    "FAVOURED",
    "FILLERS",
    "GENDERS",
    "LONGEST_FILLER",
    "MOST_EXAMPLES",
    "NAMEABLE",
    "PROPERTY_WORDS",
    "QUANTILES",
    "RULED",
    "SHIPPED",
    "SIGNALS",
    "SUBJECTS",
    "Ablation",
    "Arrivals",
    "Card",
    "Carrier",
    "CheckpointError",
    "Column",
    "Comparison",
    "Corpus",
    "CorpusError",
    "Count",
    "Example",
    "Explanation",
    "FinalStates",
    "Found",
    "Frame",
    "Gender",
    "Gradients",
    "Hold",
    "ImportPlan",
    "Index",
    "InputError",
    "Kind",
    "Ledger",
    "LoadedModel",
    "MemoryCurve",
    "MissingError",
    "ModelError",
    "ModuleTrace",
    "NoCellsError",
    "NoPredictionsError",
    "Order",
    "Passages",
    "Pattern",
    "Predictions",
    "Probe",
    "PropertyWords",
    "Reader",
    "Sampling",
    "Scale",
    "Score",
    "Showing",
    "Shuffled",
    "Signal",
    "Sort",
    "Span",
    "Spans",
    "StateDistance",
    "Step",
    "SubjectDifference",
    "Token",
    "Trace",
    "Trained",
    "Training",
    "TrainingReport",
    "TrainingWatch",
    "Written",
    "ablate_all",
    "aligned_columns",
    "arrivals",
    "blocks_of",
    "check_card",
    "check_hold",
    "check_name",
    "checkpoint_names",
    "compare_traces",
    "differing_units",
    "effect_to_exceed",
    "encode_passages",
    "enough_examples",
    "examples",
    "explain_gates",
    "film_frames",
    "final_states",
    "find_checkpoint",
    "find_signal",
    "frame_name",
    "half_life",
    "halving_distance",
    "has_half_life",
    "import_network",
    "index_path",
    "known_signals",
    "known_tokens",
    "label_text",
    "layer_blocks",
    "layer_shares",
    "layer_spans",
    "liveliest_units",
    "liveliness",
    "load_checkpoint",
    "load_frame",
    "load_model",
    "log_probabilities",
    "longest_carriers",
    "loss_gradients",
    "matching",
    "memory_spans",
    "memory_test",
    "names_of",
    "nearest",
    "open_index",
    "order_units",
    "origin",
    "overridden",
    "plan_import",
    "predict",
    "probe_units",
    "read_corpus",
    "read_count",
    "read_knowledge",
    "read_labelled",
    "read_passages",
    "saturation",
    "says_words",
    "score_texts",
    "showing",
    "shuffle_words",
    "signal_names",
    "split_frame_name",
    "state_distance",
    "still_units",
    "strongest",
    "subject_difference",
    "trace_held",
    "trace_module",
    "trace_text",
    "trace_tokens",
    "train_own",
    "unit_blocks",
    "unit_ledger",
    "unit_quantiles",
    "within_sentence",
    "write",
    "write_index",
]
