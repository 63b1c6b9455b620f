"""What units know as Markdown tables, for the documents. Every number is that of `knowledge.json` or measured now."""

from collections.abc import Sequence

from torch import Tensor

from model.checkpoint import LoadedModel
from model.folders import SHIPPED
from model.knowledge.arrivals import GENDERS, arrivals
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
    """The forget gates of the units that know a property: where a second subject comes, and between the two."""
    told = read_knowledge(SHIPPED / model.name, model)
    knowers = [each for each in told["units"] if any(known["property"] == of for known in each["knows"])]
    layer = knowers[0]["layer"]
    units = [each["unit"] for each in knowers if each["layer"] == layer]
    found = arrivals(model, layer)
    gates = [(f"a {coming} subject after a {leaving} one", found.at[leaving, coming]["forget"])
             for coming in GENDERS for leaving in GENDERS]  # fmt: skip
    gates.append(("nobody: between the two", found.between["forget"]))
    return _markdown([
        ("who comes", *(f"unit {unit}, {what}" for unit in units for what in ("median", "under 0.5")), "places"),
        ("---", *["---:"] * (2 * len(units) + 1)),
        *(_gates(where, gate[:, units]) for where, gate in gates),
    ])  # fmt: skip


def _gates(where: str, gates: Tensor) -> tuple[str, ...]:
    """A row: median and share under one half of each unit's gates [n, units]."""
    medians, under = gates.median(dim=0).values.tolist(), (gates < 0.5).float().mean(dim=0).tolist()
    told = [text for median, share in zip(medians, under, strict=True) for text in (f"{median:.2f}", f"{share:.0%}")]
    return (where, *told, f"{len(gates):,}")


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
