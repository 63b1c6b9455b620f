"""The table of signals is whole and speaks of what torch computes."""

import pytest

from model import SIGNALS, InputError, find_signal, signal_names


def test_an_lstm_has_the_six_signals_in_the_order_of_the_table() -> None:
    assert signal_names("lstm") == ("input", "forget", "candidate", "output", "cell", "hidden")


def test_a_vanilla_rnn_has_its_hidden_state_alone() -> None:
    assert signal_names("rnn") == ("hidden",)


def test_a_gru_has_four() -> None:
    assert signal_names("gru") == ("reset", "update", "candidate", "hidden")


def test_gates_are_between_0_and_1_and_contents_are_signed() -> None:
    for signals in SIGNALS.values():
        for signal in signals:
            assert signal.scale == ("gate" if signal.low == 0 else "signed")
            assert signal.high in (1.0, None)
            assert signal.sentence.endswith(".")


def test_an_unknown_signal_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InputError, match=r"'gate' is not one that this lstm has\. Ask for: input, forget"):
        find_signal("lstm", "gate")


def test_a_known_signal_is_found() -> None:
    assert find_signal("lstm", "cell").symbol == "c"
