"""The gate: what was won stays won.

``annotations/floors.json`` holds, for every set of labelled articles, the hash of the
gold and a floor under F1 at each rung. A score below its floor closes the gate, and so
does a gold that is not the one the floors were set for.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, UsageError
from pipeline.evaluation.score import RUNGS
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from pipeline.evaluation.score import Score

FLOORS: Final = "floors.json"
MARGIN: Final = 0.01
"""How far under the score a floor is set: what a change for the better elsewhere may
cost here before someone has to say why."""

SHARED: Final = "../shared/annotations"
SHARED_SETS: Final = (("seeds", None), ("dev", "tune"), ("dev", "quiet"))
BORROWED: Final = frozenset({"dump.jsonl"})
_STEPS: Final = 1000
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Labelled articles that are defended: a file, or one split of it."""

    name: str
    path: Path
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """What must hold of a set: its gold, and the least F1 at each rung."""

    sha256: str
    articles: int
    figures: int
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A floor that was let down, and why."""

    set: str
    rung: str
    before: float
    after: float
    because: str


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of all sets by name, and the record of those let down."""

    sets: Mapping[str, Floor] = field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


def find_sets(folder: Path) -> tuple[list[GoldSet], bool]:
    """Give the sets to defend, and whether the shared ones stand beside the checkout.

    Those are every ``.jsonl`` of ``folder``, and the seeds and the two halves of
    ``dev`` of ``../shared`` as seen from the folder above.
    """
    checkout = folder.absolute().parent
    own = [
        GoldSet(f"{folder.name}/{path.name}", path)
        for path in sorted(folder.glob("*.jsonl"))
    ]
    shared = checkout.parent / "shared" / "annotations"
    beside = [
        GoldSet(_shared_name(name, split), shared / f"{name}.jsonl", split)
        for name, split in SHARED_SETS
        if (shared / f"{name}.jsonl").is_file()
    ]
    return own + beside, bool(beside)


def _shared_name(name: str, split: str | None) -> str:
    return f"{SHARED}/{name}.jsonl" + (f" {split}" if split else "")


def is_shared(name: str) -> bool:
    """Be the name of a set that need not stand beside every checkout."""
    return name.startswith(f"{SHARED}/")


def is_borrowed(name: str) -> bool:
    """Be the name of our labels of texts that are not ours and stand in ../shared."""
    return name.rpartition("/")[2] in BORROWED


def measured(path: Path, score: Score) -> Floor:
    """Give what a set scores now, as exact floors."""
    return Floor(
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        articles=score.articles,
        figures=score.gold,
        floors={rung: score.ladder[rung].f1 or 0.0 for rung in RUNGS},
    )


def closed_by(
    floors: Floors, now: Mapping[str, Floor], absent: Collection[str] = ()
) -> list[str]:
    """Say everything that closes the gate; nothing if it is open.

    Args:
        floors: what must hold.
        now: what the sets score.
        absent: sets whose texts are not at hand; they close nothing.
    """
    said = [line for name, seen in now.items() for line in _held(floors, name, seen)]
    gone = [n for n in floors.sets if n not in {*now, *absent} and not is_shared(n)]
    said += [
        f"{name}: expected the gold that has floors, found none; restore it or let"
        ' the floors go by --update --lower --because "…"'
        for name in gone
    ]
    return said


def _held(floors: Floors, name: str, now: Floor) -> list[str]:
    floor = floors.sets.get(name)
    if floor is None:
        return [f"{name}: this gold has no floors yet; set them by --update"]
    if floor.sha256 != now.sha256:
        then = f"{floor.articles} articles, {floor.figures} figures then"
        size = f"{then}, {now.articles} and {now.figures} now"
        changed = f"the gold has changed since its floors were set ({size})"
        return [f"{name}: {changed}; set them anew by --update"]
    return [
        f"{name}: {rung} is {now.floors[rung]:.3f}, below its floor {least:.3f};"
        ' mend what was lost, or say why by --update --lower --because "…"'
        for rung, least in floor.floors.items()
        if now.floors[rung] < least - _ROUNDING
    ]


def updated(
    floors: Floors,
    now: Mapping[str, Floor],
    *,
    absent: Collection[str] = (),
    because: str | None = None,
) -> Floors:
    """Give new floors a little under the present scores; old ones never fall unsaid.

    Args:
        floors: the present floors.
        now: what the sets score; a shared one that is absent keeps its floors.
        absent: other sets whose texts are not at hand; they keep theirs as well.
        because: the reason why floors may be let down; without one they only rise.

    Raises:
        UsageError: a floor would fall and there is no reason.
    """
    sets: dict[str, Floor] = {
        name: floor
        for name, floor in floors.sets.items()
        if (is_shared(name) or name in absent) and name not in now
    }
    lowered: list[Lowered] = []
    for name, seen in now.items():
        sets[name] = _raised(floors.sets.get(name), seen, because)
        lowered += _let_down(name, floors.sets.get(name), sets[name], because)
    gone = [n for n in floors.sets if n not in sets]
    for name in gone:
        lowered += _let_down(name, floors.sets[name], None, because)
    if lowered and because is None:
        raise UsageError(_refusal(lowered))
    ordered = dict(sorted(sets.items()))
    return Floors(ordered, (*floors.lowered, *lowered))


def _raised(old: Floor | None, now: Floor, because: str | None) -> Floor:
    """Set floors under the scores; one that still holds does not fall by the margin."""
    new = {rung: _under(score) for rung, score in now.floors.items()}
    if old is not None and because is None:
        for rung, least in old.floors.items():
            holds = now.floors[rung] >= least - _ROUNDING
            new[rung] = max(new[rung], least) if holds else new[rung]
    return Floor(now.sha256, now.articles, now.figures, new)


def _under(score: float) -> float:
    return max(0, math.floor((score - MARGIN) * _STEPS + _ROUNDING)) / _STEPS


def _let_down(
    name: str, old: Floor | None, new: Floor | None, because: str | None
) -> Iterable[Lowered]:
    if old is None:
        return
    for rung, before in old.floors.items():
        after = new.floors[rung] if new else 0.0
        if after < before:
            yield Lowered(
                set=name, rung=rung, before=before, after=after, because=because or ""
            )


def _refusal(lowered: Sequence[Lowered]) -> str:
    told = "; ".join(
        f"{one.set}: {one.rung} from {one.before:.3f} to {one.after:.3f}"
        for one in lowered
    )
    return (
        f"expected floors to rise, got some that would fall ({told}); mend what was"
        ' lost, or state the reason by --lower --because "…"'
    )


def read_floors(path: Path) -> Floors:
    """Read the floors; none where there is no such file.

    Raises:
        InputError: the file is not one that ``write_floors`` wrote.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Floors(
            sets={name: Floor(**floor) for name, floor in told["sets"].items()},
            lowered=tuple(Lowered(**one) for one in told["lowered"]),
        )
    except FileNotFoundError:
        return Floors()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"expected the floors that 'solieu gate --update' wrote, got {error}"
        hint = "restore the file"
        raise InputError(message, source=str(path), hint=hint) from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors; the file appears whole.

    Raises:
        UsageError: the file cannot be written.
    """
    told = json.dumps(asdict(floors), ensure_ascii=False, indent=2)
    with replacing(str(path)) as part:
        part.write_text(f"{told}\n", encoding="utf-8")
