"""`gatescope score`: the answer of `/score` as JSON or drawn; files of texts in batches."""

from functools import partial
from pathlib import Path
from typing import Any

from app.console.asking import request
from app.console.batch import LineErrors, in_groups, with_progress
from app.console.opening import open_explorer, refusals
from app.console.printing import print_json
from app.console.texts import Line, Source, count_lines, one_text, read_lines
from app.explore import Explorer
from app.schemas.trace import ScoreRequest
from app.terminal.rows import Rows
from app.terminal.score import draw_score, score_rows
from app.terminal.screen import Screen

Fields = dict[str, Any]
BATCH = 64  # lines scored together


def run(written: list[str], file: Path | None, lines: bool, fields: Fields, screen: Screen | None) -> None:
    """Score the texts of the arguments, or one that is read, or each line of either. `screen`: None prints JSON."""
    with refusals():
        explorer = open_explorer(fields["model"])
        if lines:
            _each_line(explorer, Source("\n".join(written) or None, file), fields, screen)
            return
        texts = [one_text(Source(text, file)) for text in written] or [one_text(Source(None, file))]
        answer = explorer.score(request(ScoreRequest, texts=texts, **fields))
        if screen is None:
            print_json(answer)
            return
        rows = score_rows(screen)
        for number, (text, score) in enumerate(zip(texts, answer["scores"], strict=True), start=1):
            draw_score(rows, number, score, text)


def _each_line(explorer: Explorer, given: Source, fields: Fields, screen: Screen | None) -> None:
    errors = LineErrors()
    model = explorer.registry.get(fields["model"])
    rows = None if screen is None else score_rows(screen)
    for group in in_groups(with_progress(read_lines(given), count_lines(given)), BATCH):
        good = [line for line in group if errors.attempt(line, partial(explorer.check_text, model, line.text, "text"))]
        if good:
            _score(explorer, good, fields, rows)
    errors.finish()


def _score(explorer: Explorer, lines: list[Line], fields: Fields, rows: Rows | None) -> None:
    answer = explorer.score(request(ScoreRequest, texts=[line.text for line in lines], **fields))
    for line, score in zip(lines, answer["scores"], strict=True):
        if rows is None:
            print_json({"line": line.number} | answer | {"scores": [score]})
        else:
            draw_score(rows, line.number, score, line.text)
