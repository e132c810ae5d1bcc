"""``solieu train``: labelled articles in, a candidate model out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import InputError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from pipeline.models import Model
    from pipeline.training.candidate import Candidate
    from pipeline.training.examples import Gathered

EXAMPLES: Final = """\
Examples:
  solieu train corrections.jsonl --articles press/ --name july
  solieu train labelled.jsonl --articles dump.jsonl.gz
  solieu train mine.jsonl --alone --seed 3 -o models
"""

Given: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="ANNOTATIONS", help="Labelled articles, corrections."),
]
Texts: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--articles",
        metavar="FILE",
        help="Their texts: .jsonl(.gz), .txt, folder; repeatable.",
    ),
]
Parent: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="Whose curated tables are carried on.")
]
Name: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of the new model; else made up.")
]
Seed: TypeAlias = Annotated[
    int, typer.Option(metavar="N", help="The source of chance.")
]
Home: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FOLDER", help="Of models; else your own folder."
    ),
]
Alone: TypeAlias = Annotated[
    bool,
    typer.Option("--alone", help="Do not replay the project's labelled articles."),
]


def train(  # noqa: PLR0913 - one parameter per option
    annotations: Given = None,
    *,
    articles: Texts = None,
    parent: Parent = CURRENT_MODEL,
    name: Name = None,
    seed: Seed = 0,
    output: Home = None,
    alone: Alone = False,
) -> int:
    """Train a candidate model from labelled articles and corrections.

    The labelled articles of the project, and those of ../shared where they stand beside
    it, are replayed with yours, so that what was learnt is not forgotten; a frozen
    part of them only judges. Articles with "complete": false and corrections teach
    their judged figures alone. The folder that was written is printed; the model is
    used after: solieu models promote NAME.
    """
    # One thread is quicker for matrices this small, and always adds in one order.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from pipeline.models import models_home
    from pipeline.training.candidate import train as trained
    from pipeline.training.publishing import check_free, publish

    home = Path(output) if output else models_home()
    if name is not None:
        check_free(home, name)
    faults = Faults()
    gathered = _gathered(annotations or [], articles or [], faults, alone=alone)
    old = _parent(parent, name)
    _tell_forgotten(old, gathered)
    candidate = trained(gathered, old, name=name, seed=seed, say=tell)
    folder = publish(home, candidate.name, candidate.files, candidate.told)
    _tell_scores(candidate)
    print(folder)
    return faults.exit_code


def _gathered(
    annotations: list[str], articles: list[str], faults: Faults, *, alone: bool
) -> Gathered:
    from pipeline.training.examples import gather
    from pipeline.training.sources import given_source, project_sources

    known = project_sources()
    if not alone and not known:
        tell("the project's labelled articles are not at hand; yours alone teach")
    given = [given_source(path, tuple(articles)) for path in annotations]
    sources = given if alone else known + given
    gathered = gather(sources, judging=known if alone else (), on_fault=faults)
    mine = {one.name for one in given}
    if not alone and faults.seen and not any(g.name in mine for g in gathered.sources):
        raise InputError("expected labels of yours to learn from, got none; no model")
    for one in gathered.sources:
        figures = count(one.figures, "judged figure")
        tell(f"{one.name}: {count(one.articles, 'article')}, {figures}")
    if gathered.textless:
        tell(
            f"{count(gathered.textless, 'article')} of the project without a text here"
        )
    if gathered.barred:
        tell(
            f"{count(gathered.barred, 'article')} of yours only judge and do not teach"
        )
    frozen = count(len(gathered.frozen), "article")
    tell(f"{frozen} only judge, {gathered.kept} are kept unread")
    return gathered


def _parent(parent: str, name: str | None) -> Model:
    """Open the parent; its own tables as they stand where it is made anew."""
    from pipeline.models import Model, model_folder, open_model
    from pipeline.models.folder import read_tables

    folder = model_folder(parent)
    if folder.name == name:
        return Model(name, read_tables(folder), place=str(folder))
    return open_model(parent)


def _tell_forgotten(parent: Model, gathered: Gathered) -> None:
    """Say which files taught the parent and do not teach now."""
    now = {one.name for one in gathered.sources}
    before = parent.manifest.get("data", {}).get("sources", [])
    for one in before:
        if one["name"] not in now:
            tell(
                f"{one['name']} ({count(one['articles'], 'article')}) taught"
                f" {parent.name!r} and is not at hand: what it alone taught is lost;"
                " name it too, if you have it"
            )


def _tell_scores(candidate: Candidate) -> None:
    scores, told = candidate.told["scores"], candidate.told["confidence"]
    rungs = [
        f"{rung} {one['f1']:.3f}"
        for rung, one in scores.items()
        if isinstance(one, dict) and one["f1"] is not None
    ]
    if rungs:
        tell(f"on {count(scores['articles'], 'article')} unseen: {', '.join(rungs)}")
    if told:
        tell(f"expected error of the confidence: {told['expected_error']:.3f}")
    else:
        tell("no whole article to rate the confidence by; the parent's is carried on")
