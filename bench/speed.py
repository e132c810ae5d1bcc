"""Times extraction beside underthesea's word segmentation over the same articles.

Both run in one process on one core, in turns of a few dozen articles, so that a busy
machine slows both alike; every round over all articles gives one ratio, and the
middle of them is printed with the lowest and the highest. Speeds are megabytes of
UTF-8 text a second in the middle round. Nothing here fails for being slow.
`make bench` measures the compiled core where it can be built; the first line tells.

    python bench/speed.py [--rounds N] [--articles N] [FILE ...]
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
DENSE = ROOT.parent / "shared" / "articles" / "dev.jsonl"
GENERAL = ROOT.parent / "shared" / "articles" / "dump.jsonl.gz"
SEEDS = ROOT / "seeds"
ROUNDS = 5
ARTICLES = 200
MEGABYTE = 1e6
WARM_UP = 20
TURN = 28


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts to time, with the words that head their line."""

    name: str
    texts: tuple[str, ...]

    @property
    def megabytes(self) -> float:
        """Give the size in UTF-8."""
        return sum(len(text.encode()) for text in self.texts) / MEGABYTE


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds that each took over all articles."""

    extraction: float
    segmentation: float

    @property
    def ratio(self) -> float:
        """Tell how many times as fast the extraction was."""
        return self.segmentation / self.extraction


def main() -> None:
    """Time both over each sample and print a table."""
    options = _options()
    samples = list(_samples(options.files, options.articles))
    extract, segment = _extraction(), _segmentation()
    print(f"Extraction by the {pipeline.core()} core")
    print(f"{'MB/s, middle of ' + str(options.rounds) + ' rounds':36}", end="")
    print(f"{'size MB':>9}{'extract':>9}{'underthesea':>13}{'times as fast':>22}")
    for sample in samples:
        rounds = _compare(sample, extract, segment, options.rounds)
        middle = rounds[len(rounds) // 2]
        print(f"{sample.name:36}{sample.megabytes:>9.3f}", end="")
        print(f"{sample.megabytes / middle.extraction:>9.3f}", end="")
        print(f"{sample.megabytes / middle.segmentation:>13.3f}", end="")
        spread = f"({rounds[0].ratio:.2f} to {rounds[-1].ratio:.2f})"
        print(f"{middle.ratio:>8.2f} {spread:>13}", flush=True)
    if samples and not DENSE.is_file() and not options.files:
        print(f"The real articles do not lie at {DENSE.parent}; these are our own.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time extraction beside underthesea.")
    parser.add_argument("files", nargs="*", type=Path, help=".jsonl or .jsonl.gz")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    return parser.parse_args()


def _samples(files: list[Path], articles: int) -> Iterator[Sample]:
    """Give the files named; else the real articles beside us; else the seeds."""
    for path in files:
        yield Sample(path.name, tuple(_texts(path, articles)))
    if files:
        return
    if DENSE.is_file():
        yield Sample("figure-dense articles (dev)", tuple(_texts(DENSE, articles)))
    else:
        texts = [p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))]
        yield Sample("our own samples (seeds)", tuple(texts))
    if GENERAL.is_file():
        yield Sample("general news (dump)", tuple(_texts(GENERAL, articles)))


def _texts(path: Path, articles: int) -> list[str]:
    """Take up to ``articles`` texts of a file, evenly spread over it."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        texts = [str(json.loads(line)["text"]) for line in lines if line.strip()]
    return texts[:: max(1, len(texts) // articles)][:articles]


def _extraction() -> Callable[[str], object]:
    return pipeline.load().extract


def _segmentation() -> Callable[[str], object]:
    from underthesea import word_tokenize

    segment: Callable[[str], object] = word_tokenize
    return segment


def _compare(
    sample: Sample,
    extract: Callable[[str], object],
    segment: Callable[[str], object],
    rounds: int,
) -> list[Round]:
    """Give the rounds, that with the lowest ratio first."""
    for text in sample.texts[:WARM_UP]:
        extract(text)
        segment(text)
    done = [_round(sample, extract, segment) for _ in range(max(1, rounds))]
    return sorted(done, key=lambda one: one.ratio)


def _round(
    sample: Sample, extract: Callable[[str], object], segment: Callable[[str], object]
) -> Round:
    extraction = segmentation = 0.0
    for number, turn in enumerate(_in_turns(sample.texts, TURN)):
        if number % 2:
            segmentation += _seconds(segment, turn)
            extraction += _seconds(extract, turn)
        else:
            extraction += _seconds(extract, turn)
            segmentation += _seconds(segment, turn)
    return Round(extraction, segmentation)


def _in_turns(texts: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """Give the texts ``size`` at a time."""
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
