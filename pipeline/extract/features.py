"""What is told of a row to judge how sure it is: named features, each there or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.extract.observe import Place
    from pipeline.linking.figure import Figure

STATED: Final = "stated"
NONE: Final = "none"
COMPARED: Final = frozenset({"change", "ratio"})

FIELDS: Final = (
    *("metric", "unit", "measure", "period", "base"),
    *("status", "parent", "area"),
)
"""The fields of a row that a rule fills, in the order they are told."""

_KNOWN: Final = (
    "in the catalogue",
    "in the catalogue, parent none",
    "in the catalogue, parent some",
)
_UNKNOWN: Final = tuple(f"not {told}" for told in _KNOWN)
_BEHIND: Final = "gap behind"
_STEPS: Final = {
    "gap": (4, 12, 30, 80, 250),
    "sentence": (60, 120, 180, 260, 400),
    "figures": (1, 2, 3, 5, 8, 13),
    "name": (1, 2, 3, 4, 6, 9),
}
"""Upper bounds, included, of the steps that each number is told in."""

_TOLD: Final = {
    name: (steps, (*(f"{name} to {at}" for at in steps), f"{name} over {steps[-1]}"))
    for name, steps in _STEPS.items()
}
"""The steps with the features that they are."""


def rules_of(figure: Figure, place: Place) -> dict[str, str]:
    """Name, for every field that is scored, the rule that filled it.

    It is ``STATED`` where words tell the field and ``NONE`` where it is null. A level,
    a share and a rank have no base to get wrong and none is named.

    Args:
        figure: linked and settled.
        place: where it stands, and its area.
    """
    inferred = figure.inferred
    told = {
        name: inferred.get(name, STATED)
        for name in ("metric", "unit", "measure", "period", "base", "status")
    }
    if figure.metric is None:
        told["metric"] = NONE
    if figure.period is None:
        told["period"] = NONE
    if figure.base is None:
        told["base"] = NONE
    if figure.measure not in COMPARED:
        del told["base"]
    told["parent"] = figure.rules.get("parent", NONE if figure.parent is None else "*")
    told["area"] = NONE if place.area is None else place.area_rule or STATED
    return told


def features_of(figure: Figure, place: Place, indicator: str | None) -> tuple[str, ...]:
    """Give the features of a row, each once: ``period=carried_on``, ``figures to 3``.

    Args:
        figure: linked and settled.
        place: where it stands, and its area.
        indicator: the id that its metric has in the catalogue, if any.
    """
    told = [f"{name}={rule}" for name, rule in rules_of(figure, place).items()]
    amount, said = figure.amount, place.sentence
    known = _KNOWN if indicator else _UNKNOWN
    told += (
        known[0],
        known[1 if figure.parent is None else 2],
        f"dated by {place.dated_by or NONE}",
        f"measure is {figure.measure}",
        f"status is {figure.status}",
        f"bound is {figure.bound}",
        f"kind is {amount.kind}",
        f"form is {amount.form}",
        f"line is {said.kind}",
        _step("figures", said.figures),
        _step("sentence", said.length),
    )
    if figure.period is not None:
        told.append(f"period is {figure.period.frequency}")
    if figure.repeat_of is not None:
        told.append("repeats another")
    if figure.entity is not None:
        told.append("of an entity")
    if figure.metric is not None:
        told += _naming(figure, figure.metric)
    return tuple(told)


def _naming(figure: Figure, metric: tuple[int, int]) -> list[str]:
    """Tell how far the words of the metric stand from the figure, and how long."""
    start, end = metric
    gap = figure.amount.start - end
    told = [
        _BEHIND if gap < 0 else _step("gap", gap),
        _step("name", (end - start) // 5),
    ]
    if (rule := figure.rules.get("metric")) is not None:
        told.append(f"metric by {rule}")
    if figure.parent is not None:
        told.append(f"parent of {figure.measure}")
    return told


def _step(name: str, number: int) -> str:
    steps, words = _TOLD[name]
    for at, step in enumerate(steps):
        if number <= step:
            return words[at]
    return words[-1]
