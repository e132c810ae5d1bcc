"""Shows for rules picked at random which real articles need them.

A rule is needed where it chose a field of a figure and the label agrees with what it
chose; where fewer than two labelled articles tell, raw articles in which it chose are
told instead, for eyes to judge. Each rule of the sample is told with two figures of
different articles; a rule that serves fewer makes the command end with 1.

    python bench/rules.py [--rules N] [--seed N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pipeline
from pipeline.evaluation import agreement
from pipeline.evaluation.alignment import align
from pipeline.io.annotations import Label, read_annotations, to_label
from pipeline.io.faults import raise_fault
from pipeline.io.readers import read_articles
from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.extract.trace import FigureTrace
    from pipeline.io.annotations import LabelledArticle

SHARED: Final = Path(__file__).resolve().parent.parent.parent / "shared"
SETS: Final = ("dev", "train")
DUMP: Final = SHARED / "articles" / "dump.jsonl.gz"
RAW: Final = 9_000
SAMPLE: Final = 10
ENOUGH: Final = 2
SHOWN: Final = 100
FIELDS: Final[Mapping[str, Callable[[Label, Label], bool]]] = {
    "metric": agreement.same_metric,
    "parent": agreement.same_parent,
    "period": agreement.same_period,
    "base": agreement.same_base_kind,
    "status": lambda gold, pred: gold.status == pred.status,
    "measure": lambda gold, pred: gold.measure == pred.measure,
    "area": agreement.same_area,
    "unit": agreement.same_unit,
}
"""What a rule can fill, and how a label agrees with it."""


def main() -> int:
    """Print the sample; 1 where a rule of it serves fewer than two articles."""
    parser = argparse.ArgumentParser(description="Show which articles need a rule.")
    parser.add_argument("--rules", type=int, default=SAMPLE, help="how many to pick")
    parser.add_argument("--seed", type=int, default=None, help="pick the same again")
    options = parser.parse_args()
    if not (SHARED / "annotations").is_dir():
        print(f"Nothing to look at: the labelled articles do not lie in {SHARED}.")
        return 0
    needed = _needed()
    names = sorted(needed)
    chance = random.Random(options.seed)  # noqa: S311 -- a sample, no secret
    picked = chance.sample(names, min(options.rules, len(names)))
    print(f"{len(names)} rules chose a field somewhere; {len(picked)} of them:")
    chose = _chosen({name for name in picked if len(needed[name]) < ENOUGH})
    served = [_tell(name, needed[name], chose.get(name, {})) for name in picked]
    return 0 if all(served) else 1


def _tell(name: str, right: Mapping[str, str], chose: Mapping[str, str]) -> bool:
    print(f"\n{name}: right in {len(right)} labelled articles")
    uses = dict(list(right.items())[:ENOUGH])
    if len(uses) < ENOUGH:
        print(f"  chose in {len(chose)} raw articles, of {RAW:,} at most")
        uses |= dict(list(chose.items())[: ENOUGH - len(uses)])
    for article, words in uses.items():
        print(f"  {article}: …{words[-SHOWN:]}")
    return len(uses) >= ENOUGH


def _needed() -> dict[str, dict[str, str]]:
    """Give each rule with the articles where it is right, and the words of a figure."""
    uses: dict[str, dict[str, str]] = defaultdict(dict)
    for gold, article in _articles():
        figures = pipeline.load().explain(article).figures
        traces = {trace.row.amount_start: trace for trace in figures}
        told_all = [to_label(trace.row) for trace in figures]
        for label, told in align(gold.labels, told_all).pairs:
            trace = traces[told.start]
            for field, rule in _rules(trace):
                found = uses[f"{field} by {rule}"]
                if FIELDS[field](label, told):
                    row = trace.row
                    found.setdefault(gold.id, f"{trace.head} [{row.amount_text}]")
    return uses


def _chosen(wanted: set[str]) -> dict[str, dict[str, str]]:
    """Give each wanted rule with raw articles in which it chose a field.

    Reading stops where all of them have enough.
    """
    uses: dict[str, dict[str, str]] = defaultdict(dict)
    if not wanted:
        return uses
    with gzip.open(DUMP, "rt", encoding="utf-8") as lines:
        for line in islice(lines, RAW):
            for name, found in _uses_in(json.loads(line)):
                if name in wanted:
                    uses[name].setdefault(*found)
            if all(len(uses[name]) >= ENOUGH for name in wanted):
                break
    return uses


def _uses_in(row: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    article = Article(id=row["id"], text=row["text"], published=row["published"])
    for trace in pipeline.load().explain(article).figures:
        words = f"{trace.head} [{trace.row.amount_text}]"
        for field, rule in _rules(trace):
            yield f"{field} by {rule}", (row["id"], words)


def _rules(trace: FigureTrace) -> Iterator[tuple[str, str]]:
    chosen = {**dict(trace.rules), **trace.row.inferred}
    return ((field, rule) for field, rule in chosen.items() if rule and field in FIELDS)


def _articles() -> Iterator[tuple[LabelledArticle, Article]]:
    for name in SETS:
        path = SHARED / "articles" / f"{name}.jsonl"
        texts = {a.id: a for a in read_articles([str(path)], on_fault=raise_fault)}
        for gold in read_annotations(str(SHARED / "annotations" / f"{name}.jsonl")):
            # Of the quiet articles nobody reads more than the scores.
            if gold.id in texts and gold.split != "quiet":
                yield gold, texts[gold.id]


if __name__ == "__main__":
    raise SystemExit(main())
