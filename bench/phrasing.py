"""How quickly new phrasing is learnt: ten indicators and ten constructions are unknown.

They are taken out of a copy of the package (lexicon and catalogue) and out of what
teaches it. Then models are trained with 0, 5, 10, 20 and 40 labelled sentences that
hold them, and judged on sentences that taught none.
The sentences that teach are drawn so that the phrases come evenly, as someone picks
what to label, or blindly. What must hold:

- without the phrases, core of the sentences that hold them falls by 0.15 at least;
- taught 20 of them, it is within 0.05 of the model that has all;
- on all other figures, core never falls by more than 0.005.

    python -m bench.phrasing [--quick] [--blindly] [--draws N] [--articles N]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bench.cutting import ROOT, cut_copy, read_removed

if TYPE_CHECKING:
    from collections.abc import Sequence

Counts: TypeAlias = "tuple[float, float]"
"""Twice the right figures, and all that were labelled or found."""
Round: TypeAlias = "dict[str, Any]"

SIZES: Final = (5, 10, 20, 40)
ENOUGH: Final = 20
LEAST_FALL: Final = 0.15
WITHIN: Final = 0.05
MOST_LOST: Final = 0.005
_RESAMPLES: Final = 2000


def main() -> int:
    """Print the table and what holds; 1 where something does not."""
    parser = argparse.ArgumentParser(description="Learn ten and ten unknown phrases.")
    parser.add_argument("--quick", action="store_true", help="one draw, few articles")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--articles", type=int, default=60, help="0 takes all at hand")
    parser.add_argument("--blindly", action="store_true", help="teach what comes first")
    told = parser.parse_args()
    sizes = [ENOUGH, SIZES[-1]] if told.quick else list(SIZES)
    draws, articles = (1, 8) if told.quick else (told.draws, told.articles)
    work = {"root": str(ROOT), "articles": articles, "sizes": sizes, "draws": draws}
    work["evenly"] = not told.blindly
    [full] = _run(ROOT, work | {"cut": False, "sizes": []})
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "solieu"
        went = cut_copy(copy, read_removed())
        bare, *rounds = _run(copy, work | {"cut": True})
    print(f"{went} rows without the phrases; {draws} draws of {sizes[-1]} sentences")
    return _tell(full, bare, rounds, sizes)


def _run(copy: Path, work: Round) -> list[Round]:
    """Let a copy of the package train and judge."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.rounds"],
        cwd=copy,
        env=os.environ
        | {"PYTHONPATH": str(copy), "SOLIEU_MODELS": str(copy / "models")},
        input=json.dumps(work),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: list[Round] = json.loads(told.stdout)
    return answer


def _tell(full: Round, bare: Round, rounds: list[Round], sizes: list[int]) -> int:
    """Print the table, and which of the promises hold."""
    last = [one for one in rounds if one["taught"] == sizes[-1]]
    table = {"all known": _judged_as(full, last), "0": _judged_as(bare, last)}
    for size in sizes:
        table[str(size)] = [one for one in rounds if one["taught"] == size]
    print(f"{'sentences':12}{'new phrasing':>22}{'in real articles':>18}{'others':>9}")
    for name, of_draws in table.items():
        print(_row(name, of_draws), flush=True)
    known, unknown = _own(table["all known"]), _own(table["0"])
    left = known - _own(table[str(ENOUGH)])
    lost = _f1(bare["others"]) - min(_f1(one["others"]) for one in rounds)
    said = (
        ("core falls by", known - unknown, known - unknown >= LEAST_FALL),
        (f"missing after {ENOUGH}", left, left <= WITHIN),
        ("others lose", lost, lost <= MOST_LOST),
    )
    for what, value, holds in said:
        print(f"{what:20}{value:>8.3f}  {'holds' if holds else 'DOES NOT HOLD'}")
    return 0 if all(holds for _, _, holds in said) else 1


def _judged_as(whole: Round, draws: list[Round]) -> list[Round]:
    """Give a model that all draws share, judged on the sentences of each draw."""
    return [
        {**whole, "own": {at: whole["own"][at] for at in one["own"]}} for one in draws
    ]


def _row(name: str, draws: list[Round]) -> str:
    low, high = _interval(draws)
    mean = _own(draws)
    real = _mean([_f1(one["real"]) for one in draws])
    others = _mean([_f1(one["others"]) for one in draws])
    return f"{name:12}{mean:>8.3f} ({low:.3f}-{high:.3f}){real:>18.3f}{others:>9.3f}"


def _own(draws: list[Round]) -> float:
    return _mean([_f1(list(one["own"].values())) for one in draws])


def _interval(draws: list[Round]) -> tuple[float, float]:
    """Give the middle 95 % when draws are drawn anew, and in each its sentences.

    That is the bootstrap of B. Efron, "Bootstrap methods: another look at the
    jackknife", The Annals of Statistics 7 (1979), in two stages.
    """
    lot = random.Random(0)  # noqa: S311 - a resample, no secret
    counts = [list(one["own"].values()) for one in draws]
    means = sorted(
        _mean(
            [
                _f1(lot.choices(one, k=len(one)))
                for one in lot.choices(counts, k=len(counts))
            ]
        )
        for _ in range(_RESAMPLES)
    )
    return means[_RESAMPLES * 25 // 1000], means[_RESAMPLES * 975 // 1000]


def _f1(counts: Sequence[Counts]) -> float:
    whole = sum(of for _, of in counts)
    return sum(right for right, _ in counts) / whole if whole else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    sys.exit(main())
