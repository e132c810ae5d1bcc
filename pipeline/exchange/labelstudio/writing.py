"""Writes articles as tasks for Label Studio, with annotations or predictions.

A figure is a region of the kind ``figure`` with fields of its own; the words a field
comes from are a region of that field's kind, and a relation leads to it. Everything of
the annotation format is carried.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.errors import InputError
from pipeline.exchange.marks import (
    CHOICES,
    FIGURE,
    WHO,
    fitting,
    portable,
    told_of,
    told_of_article,
)
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.io.faults import FaultHandler

Part: TypeAlias = Literal["annotations", "predictions"]
Item: TypeAlias = dict[str, object]

KIND: Final = "kind"
"""The name of the control that says what a region is."""
TEXT: Final = "text"


def write_tasks(
    path: str,
    articles: Iterable[LabelledArticle],
    *,
    part: Part = "annotations",
    on_fault: FaultHandler,
) -> int:
    """Write a list of tasks, one a line, to a file that appears whole; count them.

    Args:
        path: the file.
        articles: with their texts.
        part: whether people are shown the labels as done or as a proposal.
        on_fault: told of each article or label that cannot be carried.

    Raises:
        UsageError: the file cannot be written.
    """
    written = 0
    with replacing(path) as new, new.open("w", encoding="utf-8") as stream:
        stream.write("[")
        for one in articles:
            made = task(one, part, on_fault)
            if made is not None:
                stream.write(",\n" if written else "\n")
                json.dump(made, stream, ensure_ascii=False, allow_nan=False)
                written += 1
        stream.write("\n]\n")
    return written


def task(one: LabelledArticle, part: Part, on_fault: FaultHandler) -> Item | None:
    """Give an article as a task; None, and a fault, where it cannot be one."""
    place = f"article {one.id}"
    try:
        text = portable(one, place)
    except InputError as fault:
        on_fault(fault)
        return None
    result: list[Item] = []
    shared: set[str] = set()
    for number, (label, evidence) in enumerate(fitting(one, place, on_fault), 1):
        result += _regions(f"f{number}", label, evidence, text, shared)
    data = {"id": one.id, TEXT: text, **told_of_article(one)}
    return {"data": data, part: [{"result": result}]}


def _regions(
    key: str,
    label: Label,
    evidence: dict[str, tuple[int, int]],
    text: str,
    shared: set[str],
) -> list[Item]:
    """Give what stands for one figure; ``shared`` are the regions there already."""
    told = told_of(label)
    region = _region(key, FIGURE, (label.start, label.end), text)
    who: Item = {name: told.pop(name) for name in WHO if name in told}
    if told.get("verdict", CHOICES["verdict"][0]) not in CHOICES["verdict"]:
        who["verdict"] = told.pop("verdict")
    if who:
        region["meta"] = who
    made = [region, *(_field(key, name, said, label) for name, said in told.items())]
    for name, (start, end) in evidence.items():
        other = f"{name}-{start}-{end}"
        if other not in shared:
            shared.add(other)
            made.append(_region(other, name, (start, end), text))
        made.append(
            {
                "type": "relation",
                "from_id": key,
                "to_id": other,
                "direction": "right",
                "labels": [name],
            }
        )
    return made


def _region(key: str, kind: str, place: tuple[int, int], text: str) -> Item:
    start, end = place
    value = {"start": start, "end": end, "text": text[start:end], "labels": [kind]}
    names = {"from_name": KIND, "to_name": TEXT}
    return {"id": key, **names, "type": "labels", "value": value}


def _field(key: str, name: str, said: str, label: Label) -> Item:
    form, inside = ("choices", "choices") if name in CHOICES else ("textarea", "text")
    value = {"start": label.start, "end": label.end, inside: [said]}
    names = {"from_name": name, "to_name": TEXT}
    return {"id": key, **names, "type": form, "value": value}
