"""``solieu agree``: how far two annotators agree, and what they have to settle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.gold import Articles, read_gold, texts_of
from pipeline.cli.scores import label_json, mistake_lines, ratio
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.evaluation.agreeing import Agreement
    from pipeline.io.annotations import LabelledArticle

EXAMPLES: Final = """\
Examples:
  solieu agree annotations/first.jsonl annotations/second.jsonl
  solieu agree lan.jsonl minh.jsonl --report differences.html
  solieu agree lan.jsonl minh.jsonl --json > differences.json
"""

Labelled: TypeAlias = Annotated[
    str, typer.Argument(metavar="A", help="Articles as one person labelled them.")
]
Again: TypeAlias = Annotated[
    str, typer.Argument(metavar="B", help="The same articles labelled by another.")
]
ReportFile: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write a page (HTML) with every difference."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def agree(
    one: Labelled,
    other: Again,
    *,
    articles: Articles = None,
    report: ReportFile = None,
    as_json: AsJson = False,
) -> int:
    """Compare two people's labels of the same articles.

    Tells F1 on found, quantity, core, dated and full, with A in the place of the gold
    (B's would give nearly the same); then, over the figures both found, how often
    they agree on each field; then every difference in its sentence, for settling.
    Articles that only one of them labelled are told and left out.
    """
    from pipeline.evaluation.agreeing import agreement_of
    from pipeline.evaluation.texts import with_texts

    faults = Faults()
    first = read_gold(one, None, faults)
    second = {label.id: label for label in read_gold(other, None, faults)}
    both = [label for label in first if _comparable(label, second, other, faults)]
    for extra in second.keys() - {label.id for label in first}:
        _tell_alone(extra, other, one, faults)
    texts = texts_of(one, both, articles, faults)
    found = agreement_of(list(with_texts(both, texts)), second)
    print(_as_json(found) if as_json else "\n".join(_lines(found)))
    if report is not None:
        from pipeline.evaluation.page import write_page

        title = f"{one} and {other}"
        write_page(report, found.findings, title=title, names=("A", "B"))
        tell(f"{report}: {count(len(found.findings.mistakes), 'difference')}")
    return faults.exit_code


def _comparable(
    label: LabelledArticle,
    second: dict[str, LabelledArticle],
    other: str,
    faults: Faults,
) -> bool:
    again = second.get(label.id)
    if again is None:
        _tell_alone(label.id, "the first file", other, faults)
        return False
    if again.labelled_hash == label.labelled_hash:
        return True
    message = "expected labels of the same text, got another (sha256 differs)"
    hint = "label the text that the first annotator had"
    faults(InputError(message, source=f"{other}: {label.id}", hint=hint))
    return False


def _tell_alone(article_id: str, here: str, there: str, faults: Faults) -> None:
    message = f"expected this article of {here} too, found none; left out"
    hint = "label it, or take it out of the other file"
    faults(InputError(message, source=f"{there}: {article_id}", hint=hint))


def _lines(found: Agreement) -> Iterator[str]:
    score = found.findings.score
    yield f"articles {score.articles}  A {score.gold}  B {score.predicted}"
    for rung, prf in score.ladder.items():
        around = found.findings.intervals.get(rung)
        told = f"  [{around.low:.3f}, {around.high:.3f}]" if around else ""
        yield f"{rung:9} F1 {ratio(prf.f1)}{told}"
    yield "over the figures both found"
    for name, part in found.fields.items():
        yield f"  {name:10} {ratio(part.value)}  ({part.right} of {part.seen})"
    yield f"to settle {len(found.findings.mistakes)}"
    yield from mistake_lines(found.findings.mistakes, ("A", "B"))


def _as_json(found: Agreement) -> str:
    score = found.findings.score
    told = {
        "articles": score.articles,
        "a": score.gold,
        "b": score.predicted,
        "ladder": {rung: prf.f1 for rung, prf in score.ladder.items()},
        "fields": {
            name: {"same": part.right, "both": part.seen, "agreement": part.value}
            for name, part in found.fields.items()
        },
        "to_settle": [
            {
                "id": one.article_id,
                "differs": list(found.differing(one)),
                "sentence": one.sentence,
                "a": label_json(one.gold),
                "b": label_json(one.pred),
            }
            for one in found.findings.mistakes
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)
