"""What extraction of many articles costs: time, disk and money, from one speed.

The speed is articles a second on one core. It is measured here, over general news, in
seconds of the processor and not of the clock, so that a busy machine counts little; or
it is given by --speed. All else follows from the assumptions, which stand below with
their reasons and can be set. docs/scale.md shows the table of the day.

    python -m bench.cost [--speed N] [--price USD] [FILE]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.schema import Article

ROOT: Final = Path(__file__).resolve().parent.parent
GENERAL: Final = ROOT.parent / "shared" / "articles" / "dump.jsonl.gz"
EVERY: Final = 40
"""Of the articles of a file one in so many is timed."""

NIGHT_CORES: Final = 8
CLUSTER_CORES: Final = 400
SIZES: Final = (20_000_000, 1_000_000_000)
PRICE: Final = 0.05
HOUR: Final = 3600
GIGABYTE: Final = 1e9
MILLION: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one core does with one kind of article.

    ``speed`` is articles a second; ``article_bytes`` are of UTF-8 text.
    """

    speed: float
    figures: float
    article_bytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is not measured here.

    Args:
        price: USD for a core and hour; what clouds ask for plain machines.
        shared: what a core does when all others of its machine are at work, too:
            they share memory and caches, and half of them are often hyperthreads.
        spent: hours of the machines for each hour of extraction: starting, reading,
            writing, and waiting for the last task.
        row_bytes: of one figure in Parquet; 4,662 figures of the dump took 213 each.
        packed: of the text's bytes, what the dump has on disk as .jsonl.gz.
    """

    price: float = PRICE
    shared: float = 0.7
    spent: float = 1.15
    row_bytes: int = 210
    packed: float = 0.3


def main() -> None:
    """Measure, unless told, and print the table."""
    options = _options()
    from pipeline import core

    measured = Measured(speed=options.speed, figures=9.2, article_bytes=4600)
    if not options.speed:
        measured = _measure(options.file)
        print(f"Extraction by the {core()} core\n")
    print(f"Measured: {told(measured)}\n")
    print(table(measured, Assumed(price=options.price)), end="")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What extraction at scale costs.")
    parser.add_argument("file", nargs="?", default=str(GENERAL))
    parser.add_argument("--speed", type=float, default=0.0, metavar="N")
    parser.add_argument("--price", type=float, default=PRICE, metavar="USD")
    return parser.parse_args()


def _measure(path: str) -> Measured:
    import pipeline

    extractor = pipeline.load()
    articles = list(_articles(path))
    extractor.extract(articles[0])
    begun = time.process_time()
    figures = sum(len(extractor.extract(article)) for article in articles)
    seconds = time.process_time() - begun
    size = sum(len(article.text.encode()) for article in articles)
    count = len(articles)
    # As it is told, so that the table follows from the line above it.
    return Measured(
        speed=round(count / seconds),
        figures=round(figures / count, 1),
        article_bytes=round(size / count),
    )


def _articles(path: str) -> Iterator[Article]:
    """Give every so many-th article of a file; without it, our own samples."""
    from pipeline.io.faults import raise_fault
    from pipeline.io.readers import read_articles

    if Path(path).exists():
        read = read_articles([path], on_fault=raise_fault)
        yield from (one for n, one in enumerate(read) if n % EVERY == 0)
        return
    print(f"{path} is not there; these are our own samples, which are full of figures.")
    yield from read_articles([str(ROOT / "seeds")], on_fault=raise_fault)


def told(measured: Measured) -> str:
    """Tell what was measured in a line, as the page has it."""
    return (
        f"{measured.speed:.0f} articles a second and core,"
        f" {measured.figures:.1f} figures an article,"
        f" {measured.article_bytes:,.0f} bytes of text an article."
    )


def table(measured: Measured, assumed: Assumed, sizes: Sequence[int] = SIZES) -> str:
    """Give the table in Markdown: a line for each size of dump."""
    on = (f"on {cores} cores" for cores in (NIGHT_CORES, CLUSTER_CORES))
    head = ("articles", "dump", "figures", "Parquet", "core hours", *on, "cost")
    rows = [head, ("---:",) * len(head)]
    rows += [_row(size, measured, assumed) for size in sizes]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(articles: int, measured: Measured, assumed: Assumed) -> tuple[str, ...]:
    hours = articles / (measured.speed * assumed.shared) / HOUR * assumed.spent
    figures = articles * measured.figures
    dump = articles * measured.article_bytes * assumed.packed / GIGABYTE
    parquet = figures * assumed.row_bytes / GIGABYTE
    return (
        f"{articles:,}",
        f"{dump:,.0f} GB",
        f"{figures / MILLION:,.0f} million",
        f"{parquet:,.0f} GB",
        f"{hours:,.0f}",
        f"{hours / NIGHT_CORES:,.1f} h",
        f"{hours / CLUSTER_CORES:,.1f} h",
        f"{hours * assumed.price:,.0f} USD",
    )


if __name__ == "__main__":
    main()
