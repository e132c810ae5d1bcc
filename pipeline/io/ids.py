"""Remembers where each id was met first, in bounded memory."""

from __future__ import annotations

import sqlite3
from typing import Final, Self

MOST_IN_MEMORY: Final = 500_000
"""Ids held in memory, about 100 MB of them; more go to a file that ends with us."""


class FirstPlaces:
    """The first place of every id. Use it as a context, or close it."""

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        self._most = most
        self._held: dict[str, str] = {}
        self._stored: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget all."""
        self._held.clear()
        if self._stored is not None:
            self._stored.close()
            self._stored = None

    def first(self, article_id: str, place: str) -> str:
        """Give the place where an id was met first; that is ``place`` if it is new."""
        if self._stored is not None:
            return self._first_stored(self._stored, article_id, place)
        first = self._held.setdefault(article_id, place)
        if len(self._held) > self._most:
            self._stored = self._moved()
        return first

    def _moved(self) -> sqlite3.Connection:
        """Move what is held to a database without a name, which nobody else sees."""
        stored = sqlite3.connect("", isolation_level=None)
        stored.execute("CREATE TABLE ids (id PRIMARY KEY, place) WITHOUT ROWID")
        stored.execute("BEGIN")
        rows = ((_bytes(one), _bytes(place)) for one, place in self._held.items())
        stored.executemany("INSERT INTO ids VALUES (?, ?)", rows)
        self._held.clear()
        return stored

    @staticmethod
    def _first_stored(stored: sqlite3.Connection, article_id: str, place: str) -> str:
        row = (_bytes(article_id), _bytes(place))
        if stored.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", row).rowcount:
            return place
        found = stored.execute("SELECT place FROM ids WHERE id = ?", row[:1])
        first: bytes = found.fetchone()[0]
        return first.decode("utf-8", "surrogatepass")


def _bytes(name: str) -> bytes:
    """Names of files may hold bytes that are no UTF-8, as halves of surrogates."""
    return name.encode("utf-8", "surrogatepass")
