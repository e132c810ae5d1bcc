"""``solieu models``: what models there are, what is in them, which one is used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from pipeline.cli.talk import DONE, Faults, count, tell
from pipeline.errors import InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.models import Model
    from pipeline.training.differences import TableDifference

LIST_EXAMPLES: Final = """\
Examples:
  solieu models list
  SOLIEU_MODELS=models solieu models list
"""
SHOW_EXAMPLES: Final = """\
Examples:
  solieu models show current
  solieu models show july --json
  solieu models show default --chart confidence.svg
"""
DIFF_EXAMPLES: Final = """\
Examples:
  solieu models diff default july
  solieu models diff default july --rows 50
"""

ModelName: TypeAlias = Annotated[
    str, typer.Argument(metavar="NAME", help="Name or folder of a model, or current.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Write the manifest.")]
Chart: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Draw how far the confidence holds (SVG)."),
]
Rows: TypeAlias = Annotated[
    int, typer.Option(min=0, metavar="N", help="Rows to show of each kind and table.")
]

_RUNGS: Final = ("found", "quantity", "core", "dated", "full")


def list_models() -> int:
    """List the models at hand: what they scored in training, which one is used."""
    from pipeline.models import CURRENT_MODEL, model_folder, open_model
    from pipeline.models.places import homes

    faults = Faults()
    used = model_folder(CURRENT_MODEL)
    print(_row(" ", "model", ("articles", *_RUNGS), "where"))
    for home in homes():
        for folder in _models_in(home):
            try:
                model = open_model(str(folder))
            except ModelError as error:
                faults(InputError(str(error)))
                continue
            mark = "*" if folder.resolve() == used.resolve() else " "
            scores = model.manifest.get("scores", {})
            cells = (str(scores.get("articles", "")), *(_f1(scores, r) for r in _RUNGS))
            print(_row(mark, folder.name, cells, str(home)))
    tell("* is the model that is used; scores are of articles unseen in training")
    return faults.exit_code


def _models_in(home: Path) -> list[Path]:
    from pipeline.models import MANIFEST

    return sorted(
        path.parent
        for path in home.glob(f"*/{MANIFEST}")
        if not path.parent.name.startswith(".")
    )


def _row(mark: str, name: str, cells: Iterable[str], place: str) -> str:
    return (
        f"{mark} {name:<24}" + "".join(f"{cell:>10}" for cell in cells) + f"  {place}"
    )


def _f1(scores: Mapping[str, Any], rung: str) -> str:
    value = scores.get(rung, {}).get("f1")
    return "" if value is None else f"{value:.3f}"


def show(name: ModelName, *, as_json: AsJson = False, chart: Chart = None) -> int:
    """Show a model: what it was made of, how it scored, how far its confidence holds.

    The confidence is judged on articles that its weights were not fitted on: what it
    said beside what came true, and how right the surest figures are.
    """
    from pipeline.models import open_model

    model = open_model(name)
    if chart:
        _draw(model, chart)
    if as_json:
        print(json.dumps(dict(model.manifest), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_shown(model)))
    return DONE


def _draw(model: Model, path: str) -> None:
    from pipeline.io.files import replacing
    from pipeline.training.chart import confidence_chart

    drawn = confidence_chart(model)
    with replacing(path) as part:
        part.write_text(drawn, encoding="utf-8")


def _shown(model: Model) -> Iterator[str]:
    told = model.manifest
    parent = (told.get("parent") or {}).get("name", "none")
    yield f"{model.name} · parent {parent} · seed {told.get('seed', 'none')}"
    for one in told.get("data", {}).get("sources", []):
        articles = count(one["articles"], "article")
        yield f"taught by {one['name']}: {articles}, {count(one['figures'], 'figure')}"
    for name, text in model.tables.items():
        yield f"holds {name}: {count(max(0, len(_lines(text)) - 1), 'row')}"
    scores = told.get("scores", {})
    for rung in _RUNGS:
        if _f1(scores, rung):
            low, high = scores[rung]["low"], scores[rung]["high"]
            around = f" ({low:.3f} to {high:.3f})" if low is not None else ""
            yield f"{rung:<9} {_f1(scores, rung)}{around} on articles unseen"
    confidence = told.get("confidence", {})
    if confidence:
        yield ""
        yield f"expected error of the confidence: {confidence['expected_error']:.3f}"
        yield from _table(model.table("reliability.tsv"))
        yield ""
        yield from _table(model.table("coverage.tsv"))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def _table(text: str) -> Iterator[str]:
    """Give a table of numbers in columns, without its source."""
    for line in text.splitlines():
        cells = line.split("\t")[:-1]
        yield "".join(f"{_short(cell):>10}" for cell in cells)


def _short(cell: str) -> str:
    return cell[:-1] if "." in cell else cell


def diff(one: ModelName, other: ModelName, *, rows: Rows = 10) -> int:
    """Tell what two models differ in: scores, data, and every table row by row.

    Of each table the rows that the second has more (+), has not (-), and has with
    other numbers (the greatest change first).
    """
    from pipeline.models import open_model
    from pipeline.training.differences import differences

    first, second = open_model(one), open_model(other)
    print("\n".join(_told_apart(first, second)))
    for table in differences(first, second):
        print("\n".join(_table_diff(table, rows)))
    return DONE


def _told_apart(first: Model, second: Model) -> Iterator[str]:
    yield f"{first.name} → {second.name}"
    for key in ("seed", "versions", "code"):
        one, other = first.manifest.get(key), second.manifest.get(key)
        if one != other:
            yield f"{key}: {one} → {other}"
    data, now = (m.manifest.get("data", {}) for m in (first, second))
    for key in ("articles", "figures"):
        if data.get(key) != now.get(key):
            yield f"{key} that taught: {data.get(key)} → {now.get(key)}"
    before, after = (m.manifest.get("scores", {}) for m in (first, second))
    for rung in _RUNGS:
        if _f1(before, rung) != _f1(after, rung):
            yield f"{rung} on articles unseen: {_f1(before, rung)} → {_f1(after, rung)}"


def _table_diff(table: TableDifference, rows: int) -> Iterator[str]:
    sizes = f"{len(table.added)} more, {len(table.removed)} gone"
    yield f"{table.name}: {sizes}, {len(table.changed)} changed"
    yield from (f"  + {' | '.join(key)}" for key in table.added[:rows])
    yield from (f"  - {' | '.join(key)}" for key in table.removed[:rows])
    for change in table.changed[:rows]:
        before, after = ", ".join(change.one), ", ".join(change.other)
        yield f"  {' | '.join(change.key)}: {before} → {after}"
