"""The figures of cards as Markdown: signs, dashes for what is missing, and small shares that stay legible."""

from model.training.table import gradient_table, markdown_table, measured


def test_the_table_signs_its_differences() -> None:
    figures = {
        "against_twin": {"nats_per_token": -0.0812, "low": -0.0951, "high": 0.00004},
        "memory_test": {"distances": [1], "mean": [-0.001], "low": [-0.5], "high": [0.25]},
    }
    table = markdown_table([{"name": "one", "figures": figures}, {"name": "two", "figures": {}}])
    assert "| less its twin, nats per token | −0.081 (−0.095 … 0.000) | – |  |" in table
    assert "| memory test, log-odds left after 1 token (8 of 10 readings) | 0.00 (−0.50 … 0.25) | – |  |" in table
    assert "| nats per token | – | – | – |" in table


def test_the_table_of_gradients_has_a_row_for_each_curve() -> None:
    lstm = {
        "steps_back": [1, 100], "cell": [0.786, 0.0191], "hidden": [0.4, 0.00061],
        "halves_every": {"cell": 18.26, "hidden": None},
    }  # fmt: skip
    rnn = {
        "steps_back": [1, 100],
        "cell": None,
        "hidden": [1.0, 0.000031],
        "halves_every": {"cell": None, "hidden": 6.4},
    }
    cards = [{"name": name, "figures": {"gradients": found}} for name, found in (("one", lstm), ("two", rnn))]
    assert gradient_table([*cards, {"name": "three", "figures": {}}]).splitlines() == [
        "| tokens back | 1 | 100 | halves every |",
        "| --- | ---: | ---: | ---: |",
        "| one, ∂L/∂c | 79% | 1.9% | 18 tokens |",
        "| one, ∂L/∂h | 40% | 0.061% | – |",
        "| two, ∂L/∂h | 100% | 0.0031% | 6.4 tokens |",
    ]


def test_a_network_that_reads_no_books_has_no_column() -> None:
    reads, counts = {"name": "one", "figures": {"test": {}}}, {"name": "two", "figures": {"counting": {}}}
    assert measured([reads, counts]) == [reads]
