"""Times extraction of one text of each kind as it doubles, up to 10 MB.

Seconds are the processor's, so that a busy machine changes little. Linear work takes
twice the time for twice the text: the last column is how the time per megabyte grew
over all doublings (1.0 is linear; 7 doublings of quadratic work would be 128). Nothing
here fails for being slow.

    python bench/doubling.py [--largest MB] [--kind NAME ...] [--patience SECONDS]
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SMALLEST = 80_000
LARGEST = 10.0
MEGABYTE = 1e6
PATIENCE = 120.0
"""Seconds after which a kind is not doubled again, if nobody says otherwise."""


def main() -> None:
    """Time every kind and print a line for each size."""
    options = _options()
    extract = _extraction()
    extract(_article() * 20)  # load and warm up
    print(f"{'kind':24}{'MB':>8}{'seconds':>10}{'s/MB':>9}{'growth':>8}")
    for name, piece in KINDS.items():
        if not options.kind or name in options.kind:
            largest = int(options.largest * MEGABYTE)
            _time(name, piece, extract, largest, options.patience)


def _time(
    name: str,
    piece: str,
    extract: Callable[[str], int],
    largest: int,
    patience: float,
) -> None:
    size, first = SMALLEST, 0.0
    while True:
        text = piece * (size // len(piece) + 1)
        text = text[:size]
        start = time.process_time()
        extract(text)
        seconds = time.process_time() - start
        rate = seconds / (size / MEGABYTE)
        first = first or rate
        print(f"{name:24}{size / MEGABYTE:>8.2f}{seconds:>10.2f}", end="")
        print(f"{rate:>9.2f}{rate / first:>8.1f}", flush=True)
        if size == largest or seconds > patience:
            return
        size = min(2 * size, largest)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--largest", type=float, default=LARGEST, metavar="MB")
    parser.add_argument("--kind", action="append", choices=KINDS, metavar="NAME")
    parser.add_argument("--patience", type=float, default=PATIENCE, metavar="SECONDS")
    return parser.parse_args()


def _extraction() -> Callable[[str], int]:
    import pipeline

    extractor = pipeline.load()
    return lambda text: len(extractor.extract(text))


def _article() -> str:
    path = ROOT / "seeds" / "01_quang-tri_9-thang.txt"
    return path.read_text(encoding="utf-8") + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.replace(".", ",").split()) + " "


KINDS = {
    "article": _article(),
    "article, decomposed": unicodedata.normalize("NFD", _article()),
    "article on one line": " ".join(_article().split()) + " ",
    "one sentence": _one_line(_article()),
    "prose without figures": "Hội nghị bàn về phát triển kinh tế và văn hóa của tỉnh. ",
    "figures without words": "1.234,5 ",
    "percentages": "tăng 5,5%, ",
    "one long number": "1234567890",
    "thousands without end": "1.234.",
    "ranges without end": "1-",
    "fractions without end": "1/",
    "number words": "một trăm hai mươi ba nghìn ",
    "dates": "ngày 27/9/2021, ",
    "months": "tháng 9 năm 2021 ",
    "amounts and lists": "lúa, ngô, khoai, sắn đạt 5 tấn, ",
    "names": "Ủy ban nhân dân tỉnh Gia Lai ",
    "capitals": "Nguyễn Văn An ",
    "abbreviations": "TP. ",
    "open brackets": "(",
    "brackets and figures": "(5% ",
    "quotes": "“5” ",
    "stops": ". ",
    "semicolons": "5 tấn; ",
    "dashes": "– ",
    "bullets": "\n- 5 tấn",
    "blank lines": "\n\n",
    "short lines": "5 tấn\n",
    "spaces": " ",
    "no-break spaces": "\xa0",
    "letters without a space": "a",
    "syllables without a space": "đồng",
    "marks": "\u0301",
    "a letter and its marks": "a" + "\u0301" * 30,
    "half characters": "\ud800",
    "emoji": "\U0001f600",
    "control characters": "\x07\x00",
}

if __name__ == "__main__":
    main()
