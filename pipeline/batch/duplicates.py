"""Marks articles that say what an earlier one says: printed twice, or syndicated.

Exact duplicates have the same words in the same order, whatever their case, normal
form, spaces and signs. Near ones share most of their runs of five words; how many is
estimated by MinHash. An article is compared with those before it that are no duplicates
themselves, so that every mark points at an article without one. What is remembered of
them lies in a file that ends with us: memory does not grow with the dump.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal, Self
from zlib import crc32

from pipeline.text.folding import fold
from pipeline.text.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datasketch import MinHash

    from pipeline.schema import Article

THRESHOLD: Final = 0.8
"""The share of runs of words, of all that either article has, that both must have."""
RUN: Final = 5
PERMUTATIONS: Final = 128
BANDS: Final = 25
ROWS: Final = PERMUTATIONS // BANDS
"""Of 25 bands of 5, one at least agrees in 99.99% of the pairs that share 0.8, and in
a half of those that share 0.5, which are looked at and let go."""
CANDIDATES: Final = 100
"""Articles that one is compared with at most, the earliest first."""
_WORD: Final = re.compile(r"\w+")
# Names of files may hold bytes that are no UTF-8, as halves of surrogates.
_AS_IT_IS: Final = "surrogatepass"
_TABLES: Final = (
    "CREATE TABLE originals (number INTEGER PRIMARY KEY, name BLOB, sketch BLOB)",
    "CREATE TABLE exact (key INTEGER PRIMARY KEY, number INTEGER)",
    """CREATE TABLE bands (
        band INTEGER, number INTEGER, PRIMARY KEY (band, number)
    ) WITHOUT ROWID""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A mark on an article.

    Attributes:
        article_id: the article.
        duplicate_of: the id of the earlier one.
        similarity: the share of runs of words that both have, from 0 to 1; 1 if exact.
        kind: exact or near.
    """

    article_id: str
    duplicate_of: str
    similarity: float
    kind: Literal["exact", "near"]


def find_duplicates(
    articles: Iterable[Article], *, threshold: float = THRESHOLD
) -> Iterator[Duplicate]:
    """Give a mark for each article that says what an earlier one says, in order.

    Args:
        articles: taken one at a time; the first of several stays unmarked.
        threshold: the least similarity of a near duplicate.
    """
    with _Originals() as originals:
        for article in articles:
            words = _WORD.findall(fold(normalise(article.text).text))
            if words and (mark := originals.meet(article.id, words, threshold)):
                yield mark


class _Originals:
    """The articles without a mark, in a database without a name."""

    def __init__(self) -> None:
        from datasketch import MinHash

        self._empty: MinHash = MinHash(PERMUTATIONS, hashfunc=crc32)
        self._stored = sqlite3.connect("", isolation_level=None)
        for table in _TABLES:
            self._stored.execute(table)
        self._stored.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stored.close()

    def meet(self, name: str, words: list[str], threshold: float) -> Duplicate | None:
        """Mark an article as the duplicate of one that is here, or take it in."""
        exact = _key(" ".join(words).encode())
        if (first := self._same(exact)) is not None:
            return Duplicate(
                article_id=name, duplicate_of=first, similarity=1.0, kind="exact"
            )
        sketch = self._sketch(words)
        found = self._nearest(sketch)
        if found is not None and found[0] >= threshold:
            similarity, first = found
            return Duplicate(
                article_id=name, duplicate_of=first, similarity=similarity, kind="near"
            )
        self._add(name, exact, sketch)
        return None

    def _sketch(self, words: list[str]) -> bytes:
        """Give the MinHash of the runs of words: four bytes for each permutation."""
        last = max(1, len(words) - RUN + 1)
        runs = {" ".join(words[start : start + RUN]).encode() for start in range(last)}
        sketch = self._empty.copy()
        # In an order of its own a set would differ from start to start.
        sketch.update_batch(sorted(runs))
        return bytes(sketch.hashvalues.astype("<u4").tobytes())

    def _same(self, exact: int) -> str | None:
        found = self._stored.execute(
            "SELECT name FROM originals JOIN exact USING (number) WHERE key = ?",
            (exact,),
        ).fetchone()
        return None if found is None else _text(found[0])

    def _nearest(self, sketch: bytes) -> tuple[float, str] | None:
        """Give the article that shares most, the earliest of several, and how much."""
        numbers: set[int] = set()
        for band in _bands(sketch):
            rows = self._stored.execute(
                "SELECT number FROM bands WHERE band = ? LIMIT ?", (band, CANDIDATES)
            )
            numbers.update(number for (number,) in rows)
        best: tuple[float, str] | None = None
        for number in sorted(numbers)[:CANDIDATES]:
            name, other = self._stored.execute(
                "SELECT name, sketch FROM originals WHERE number = ?", (number,)
            ).fetchone()
            similarity = _shared(sketch, other)
            if best is None or similarity > best[0]:
                best = similarity, _text(name)
        return best

    def _add(self, name: str, exact: int, sketch: bytes) -> None:
        held = (name.encode("utf-8", _AS_IT_IS), sketch)
        added = self._stored.execute(
            "INSERT INTO originals (name, sketch) VALUES (?, ?)", held
        )
        number = added.lastrowid
        self._stored.execute("INSERT INTO exact VALUES (?, ?)", (exact, number))
        self._stored.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)",
            [(band, number) for band in _bands(sketch)],
        )


def _shared(one: bytes, other: bytes) -> float:
    """Estimate the share of runs: how many of the least hashes are the same."""
    import numpy as np

    same = np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")
    return float(same.mean())


def _bands(sketch: bytes) -> Iterator[int]:
    width = ROWS * len(sketch) // PERMUTATIONS
    for band in range(BANDS):
        yield _key(bytes([band]) + sketch[band * width : (band + 1) * width])


def _key(content: bytes) -> int:
    """Give a hash that fits a column of whole numbers."""
    digest = blake2b(content, digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _text(name: bytes) -> str:
    return name.decode("utf-8", _AS_IT_IS)
