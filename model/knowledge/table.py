"""What units know as Markdown tables, for the documents. Every number is that of `knowledge.json` or measured now."""

from collections.abc import Sequence

from model.checkpoint import SHIPPED, LoadedModel
from model.knowledge.letting_go import letting_go
from model.knowledge.report import Json, read_knowledge

HEAD = ("network", "property", "best unit", "AUC", "chance reaches", "effect, nats", "rank", "units named")


def knowledge_table(models: list[LoadedModel]) -> str:
    """The best unit for each property, of each network. Raises MissingError where one has not been asked."""
    rows = [
        _row(model.name, one, [known["property"] for unit in told["units"] for known in unit["knows"]])
        for model in models
        for told in [read_knowledge(SHIPPED / model.name, model)]
        for one in told["properties"]
    ]
    return _markdown([HEAD, ("---", "---", *["---:"] * (len(HEAD) - 2)), *rows])


def letting_go_table(model: LoadedModel, of: str = "subject_gender") -> str:
    """The forget gate of the best unit for a property: where a new subject comes, and elsewhere."""
    best = next(
        one["best"] for one in read_knowledge(SHIPPED / model.name, model)["properties"] if one["property"] == of
    )
    found = letting_go(model, best["layer"], best["unit"])
    rows = [
        (f"forget gate of unit {best['unit']}", "median", "under 0.5", "places"),
        ("---", "---:", "---:", "---:"),
        *(
            (where, f"{gate.median():.2f}", f"{(gate < 0.5).float().mean():.0%}", f"{len(gate):,}")
            for where, gate in (
                ("at a new subject of the other gender", found.other),
                ("at a new subject of the same gender", found.same),
                ("between the subjects", found.between),
            )
        ),
    ]
    return _markdown(rows)


def _row(name: str, one: Json, named: list[str]) -> tuple[str, ...]:
    best = one["best"]
    known = named.count(one["property"])
    has_effect = "effect" in best
    return (
        name,
        one["property"].replace("_", " "),
        str(best["unit"]),
        f"{best['auc']:.3f}",
        f"{one['band'][1]:.2f}",
        "{:.2f} ({:.2f} … {:.2f})".format(best["effect"], *best["effect_interval"]).replace("-", "−")
        if has_effect
        else "–",
        str(best["rank"]) if has_effect else "–",
        str(known or "nobody") if has_effect else "–",
    )


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
