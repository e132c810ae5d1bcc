"""Makes a candidate: what was learnt, with all that tells how it came about."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import InputError
from pipeline.evaluation.resampling import intervals
from pipeline.evaluation.score import RUNGS, evaluate
from pipeline.io.annotations import LabelledArticle, to_label
from pipeline.models.manifest import hash_of
from pipeline.training import calibration
from pipeline.training.calibration import Calibration, calibrate
from pipeline.training.folds import FOLDS, folds_of
from pipeline.training.learners import LEARNERS, curated, read_unseen, taught
from pipeline.training.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.models import Model
    from pipeline.training.examples import Example, Gathered
    from pipeline.training.learners import Unseen

    Say = Callable[[str], None]

LIBRARIES: Final = ("numpy", "solieu", "underthesea")
DIGITS: Final = 4
_PACKAGE: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that is not published yet.

    Attributes:
        name: as given, else made of the hash of all it holds.
        files: its tables.
        told: what its manifest tells besides their hashes.
    """

    name: str
    files: dict[str, bytes]
    told: dict[str, Any]


def train(
    gathered: Gathered, parent: Model, *, name: str | None, seed: int, say: Say
) -> Candidate:
    """Train a candidate.

    The tables that people wrote are carried on from the parent; all that is learnt is
    learnt anew from all that teaches, so that nothing is forgotten which is at hand.

    Args:
        gathered: what teaches.
        parent: whose curated tables are carried on.
        name: else one is made of the content.
        seed: the only source of chance.
        say: told of the progress.

    Raises:
        InputError: there is nothing to learn from.
    """
    examples = _some(gathered.examples)
    learnt = [*(t for one in LEARNERS for t in one.tables), *calibration.TABLES]
    base = replace(curated(parent, learnt), name=name or "candidate", manifest={})
    model = taught_aloud(base, examples, seed, say)
    say(f"reading each article by a model that was not taught it ({FOLDS} folds)")
    unseen = list(read_unseen(base, examples, seed))
    rated = _calibrated(examples, unseen, seed)
    tables = {key: text.encode("utf-8") for key, text in model.tables.items()}
    tables |= rated.tables or _old_tables(parent)
    told = {
        "parent": _parent(parent, name),
        "seed": seed,
        "versions": versions(),
        "code": code_hash(),
        "data": _data(gathered),
        "learners": [one.name for one in LEARNERS],
        "scores": _scores(unseen),
        "confidence": rated.told,
    }
    return Candidate(name or _name(tables, told), tables, told)


def _some(examples: Sequence[Example]) -> Sequence[Example]:
    if not examples:
        message = "expected labelled articles that may teach, got none"
        hint = "name files of annotations whose texts are at hand"
        raise InputError(message, hint=hint)
    return examples


def _old_tables(parent: Model) -> dict[str, bytes]:
    """Carry on what the parent knows of its confidence."""
    old = [key for key in calibration.TABLES if key in parent.tables]
    return {key: parent.tables[key].encode("utf-8") for key in old}


def taught_aloud(
    base: Model, examples: Sequence[Example], seed: int, say: Say
) -> Model:
    """Run every learner on all examples, telling which."""
    model = base
    for learner in LEARNERS:
        say(f"learning {learner.name} from {len(examples)} articles")
        model = taught(model, examples, seed, [learner])
    return model


def _calibrated(
    examples: Sequence[Example], unseen: Sequence[Unseen], seed: int
) -> Calibration:
    """Fit the confidence on the articles that no rule was chosen on."""
    keys = [one.key for one in examples]
    fold_of = dict(zip(keys, folds_of(examples, seed), strict=True))
    found = [
        (fold_of[one.example.key], verdict)
        for one in unseen
        if not one.example.tuned
        for verdict in verdicts(one)
    ]
    return calibrate([verdict for _, verdict in found], [fold for fold, _ in found])


def _parent(parent: Model, name: str | None) -> dict[str, str] | None:
    """Tell the parent; a model made anew under its own name has none."""
    if parent.name == name:
        return None
    return {"name": parent.name, "manifest": parent.manifest.get("manifest", "")}


def _data(gathered: Gathered) -> dict[str, Any]:
    return {
        "sha256": gathered.sha256,
        "articles": len(gathered.examples),
        "figures": sum(len(one.labels) for one in gathered.examples),
        "frozen": len(gathered.frozen),
        "taught": sorted(one.mark for one in gathered.examples),
        "sources": [
            {
                "name": one.name,
                "sha256": one.sha256,
                "articles": one.articles,
                "figures": one.figures,
            }
            for one in gathered.sources
        ],
    }


def _scores(unseen: Sequence[Unseen]) -> dict[str, Any]:
    """Score the articles that no rule was chosen on, each unseen when it was read."""
    judged = [one for one in unseen if one.example.complete and not one.example.tuned]
    gold = [labelled(one.example) for one in judged]
    found = {
        article.id: tuple(to_label(row.row) for row in one.rows)
        for article, one in zip(gold, judged, strict=True)
    }
    evaluation = evaluate(gold, found)
    around = intervals(evaluation.cases)
    told: dict[str, Any] = {
        rung: {
            "f1": _rounded(evaluation.score.ladder[rung].f1),
            "low": _rounded(around[rung].low if rung in around else None),
            "high": _rounded(around[rung].high if rung in around else None),
        }
        for rung in RUNGS
    }
    return {**told, "articles": len(gold), "figures": evaluation.score.gold}


def labelled(example: Example) -> LabelledArticle:
    """Give an example as gold; its id is told apart by the text."""
    article = example.article
    return LabelledArticle(
        id="/".join(example.key),
        labels=example.labels,
        text=article.text,
        published=article.published,
        url=article.url,
        complete=example.complete,
        source=article.source,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def versions() -> dict[str, str]:
    """Give the versions of all that trains."""
    told = {name: metadata.version(name) for name in LIBRARIES}
    return {**told, "python": platform.python_version()}


def code_hash() -> str:
    """Give the hash of the package's sources and vocabulary."""
    paths = [*_PACKAGE.rglob("*.py"), *(_PACKAGE / "lexicon").glob("*.tsv")]
    told = sorted(
        f"{path.relative_to(_PACKAGE).as_posix()} {hash_of(path.read_bytes())}"
        for path in paths
    )
    return hash_of("\n".join(told).encode("utf-8"))


def _name(tables: dict[str, bytes], told: dict[str, Any]) -> str:
    parts = [f"{name} {hash_of(content)}" for name, content in sorted(tables.items())]
    parts += [str(told["data"]["sha256"]), str(told["seed"])]
    return f"m{hash_of(' '.join(parts).encode('utf-8'))[:10]}"
