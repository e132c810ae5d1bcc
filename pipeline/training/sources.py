"""Which labelled articles teach, which judge, and which nobody looks at.

An article's part follows from its id alone, so it is the same in every training and
for every model: what judges has never taught.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.evaluation.texts import places_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.io.annotations import LabelledArticle

ANNOTATIONS: Final = "annotations"
SHARED: Final = "../shared/annotations"
OF_DUMP: Final = "dump.jsonl"
"""Labels of articles of the raw dump, whose texts are not in the project."""
_CHECKOUT: Final = Path(__file__).resolve().parents[2]


class Part(StrEnum):
    """What a labelled article is for.

    ``TUNED`` teaches, but not how far a row is to be trusted: the rules were chosen on
    it, so they are right on it more often than elsewhere. ``FROZEN`` judges models.
    ``KEPT`` is left unread for a last judgement.
    """

    TEACHES = "teaches"
    TUNED = "tuned"
    FROZEN = "frozen"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of labelled articles.

    Attributes:
        name: what the manifest calls it; holds no folder of this machine.
        path: where it is.
        places: where its texts are, besides in itself.
        part_of: tells the part of each of its articles.
        own: part of the project, where a missing text is no fault.
    """

    name: str
    path: Path
    places: tuple[str, ...]
    part_of: Callable[[LabelledArticle], Part]
    own: bool = False


def given_source(path: str, places: tuple[str, ...] = ()) -> Source:
    """Make a source of a file that the user names; its texts are in ``places``."""
    return Source(
        name=Path(path).name,
        path=Path(path),
        places=places or tuple(places_beside(path)),
        part_of=part_by_split,
    )


def project_sources(checkout: Path = _CHECKOUT) -> list[Source]:
    """Give the labelled articles of the project, and those that stand beside it.

    These are ``annotations/*.jsonl`` and, in ``../shared``, the seeds, ``dev`` and
    ``train``; an empty list where there is no checkout.
    """
    shared = checkout.parent / "shared"
    beside = [
        Source(
            name=f"{SHARED}/{name}.jsonl",
            path=shared / "annotations" / f"{name}.jsonl",
            places=tuple(places_beside(str(shared / "annotations" / f"{name}.jsonl"))),
            part_of=part_of,
            own=True,
        )
        for name, part_of in _SHARED_PARTS.items()
    ]
    return annotation_sources(home_of(checkout)) + [
        one for one in beside if one.path.is_file()
    ]


def home_of(checkout: Path = _CHECKOUT) -> Path:
    """Give the folder of the project's annotations, which need not exist."""
    return checkout / ANNOTATIONS


def annotation_sources(folder: Path) -> list[Source]:
    """Give every ``.jsonl`` of a folder of annotations; a quarter of each judges.

    An empty list is given where there is no such folder. All labels of articles of
    the dump teach: they are what the project has most of.
    """
    return [
        Source(
            name=f"{folder.name}/{path.name}",
            path=path,
            places=tuple(places_beside(str(path))),
            part_of=_teaches if path.name == OF_DUMP else quarter_frozen,
            own=True,
        )
        for path in sorted(folder.glob("*.jsonl"))
    ]


def part_by_split(article: LabelledArticle) -> Part:
    """Tell by the split: ``tune`` is what rules were chosen on, ``quiet`` is kept."""
    return {"tune": Part.TUNED, "quiet": Part.KEPT}.get(
        article.split or "", Part.TEACHES
    )


def quarter_frozen(article: LabelledArticle) -> Part:
    """Freeze the articles whose hash of the id begins with 3, 7, b or f."""
    return Part.FROZEN if _digit(article) % 4 == 3 else Part.TEACHES  # noqa: PLR2004


def _teaches(article: LabelledArticle) -> Part:
    del article
    return Part.TEACHES


def _half_kept(article: LabelledArticle) -> Part:
    """Keep the articles whose hash of the id begins with an odd digit."""
    return Part.KEPT if _digit(article) % 2 else Part.TEACHES


def _quiet_frozen(article: LabelledArticle) -> Part:
    return Part.FROZEN if article.split == "quiet" else Part.TUNED


def _tuned(article: LabelledArticle) -> Part:
    del article
    return Part.TUNED


_SHARED_PARTS: Final = {"seeds": _tuned, "dev": _quiet_frozen, "train": _half_kept}


def _digit(article: LabelledArticle) -> int:
    return int(hashlib.sha256(article.id.encode("utf-8")).hexdigest()[0], 16)
