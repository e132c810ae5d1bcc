"""Times extraction beside underthesea's word segmentation over the same articles.

Both run in one process on one core, in turns, so that a busy machine slows both;
each round gives a pair, and the middle round is printed. Speeds are megabytes of
UTF-8 text a second. Nothing here fails for being slow: read the ratio.

    python bench/speed.py [--rounds N] [--articles N] [FILE ...]
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
DENSE = ROOT.parent / "shared" / "articles" / "dev.jsonl"
GENERAL = ROOT.parent / "shared" / "articles" / "dump.jsonl.gz"
SEEDS = ROOT / "seeds"
ROUNDS = 5
ARTICLES = 200
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts to time, with the words that head their line."""

    name: str
    texts: tuple[str, ...]

    @property
    def megabytes(self) -> float:
        """Give the size in UTF-8."""
        return sum(len(text.encode()) for text in self.texts) / MEGABYTE


def main() -> None:
    """Time both over each sample and print a table."""
    options = _options()
    samples = list(_samples(options.files, options.articles))
    extract, segment = _extraction(), _segmentation()
    print(f"{'MB/s, middle of ' + str(options.rounds) + ' rounds':44}", end="")
    print(f"{'size MB':>9}{'extract':>10}{'underthesea':>13}{'ratio':>8}")
    for sample in samples:
        fast, slow, ratio = _compare(sample, extract, segment, options.rounds)
        print(f"{sample.name:44}{sample.megabytes:>9.3f}", end="")
        print(f"{fast:>10.3f}{slow:>13.3f}{ratio:>8.2f}", flush=True)


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
    import pipeline

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
) -> tuple[float, float, float]:
    """Give both speeds and the ratio of the round whose ratio is the middle one."""
    for text in sample.texts[:3]:
        extract(text)
        segment(text)
    pairs: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            slow, fast = _seconds(segment, sample), _seconds(extract, sample)
        else:
            fast, slow = _seconds(extract, sample), _seconds(segment, sample)
        pairs.append((slow / fast, fast))
    ratio = statistics.median_low(ratio for ratio, _ in pairs)
    fast = dict(pairs)[ratio]
    return sample.megabytes / fast, sample.megabytes / (fast * ratio), ratio


def _seconds(work: Callable[[str], object], sample: Sample) -> float:
    start = time.perf_counter()
    for text in sample.texts:
        work(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
