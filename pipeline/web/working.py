"""Extraction on request: one extractor for all, with limits on size, count and time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.web.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract import Extractor, Trace
    from pipeline.schema import Article, Observation

MOST_CHARACTERS: Final = 300_000
"""The longest text that is read; a press article has a few thousand characters."""
MOST_ARTICLES: Final = 200
"""The most articles of one request."""
MOST_SECONDS: Final = 60.0
"""After so long a request of many articles gets no further one."""
_AT_ONCE: Final = 2
_PATIENCE: Final = 20.0


class Workbench:
    """Reads articles as they come in, few at once; safe for threads."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._places = BoundedSemaphore(_AT_ONCE)
        self.model = extractor.model

    def explain(self, article: Article) -> Trace:
        """Give how the figures of an article came about.

        Raises:
            ProblemError: the text or its date is not fit, or too many are at work.
        """
        check_text(article.text)
        with self._working():
            return self._extractor.explain(article)

    def extract(self, article: Article) -> tuple[Observation, ...]:
        """Give the figures of an article.

        Raises:
            ProblemError: as in ``explain``.
        """
        check_text(article.text)
        with self._working():
            return self._extractor.extract(article)

    @contextmanager
    def _working(self) -> Iterator[None]:
        if not self._places.acquire(timeout=_PATIENCE):
            raise ProblemError(503, "other articles are being read; ask again soon")
        try:
            yield
        except InputError as fault:
            raise ProblemError(422, said(fault)) from fault
        finally:
            self._places.release()


class Deadline:
    """Tells when a request has had its time."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Go on while there is time.

        Raises:
            ProblemError: the time is up.
        """
        if time.monotonic() > self._end:
            message = f"not read: {MOST_SECONDS:.0f} seconds are over; send it again"
            raise ProblemError(503, message)


def check_text(text: str) -> None:
    """Refuse a text that is none.

    Raises:
        ProblemError: it is empty, too long, or holds a NUL.
    """
    if not text.strip():
        raise ProblemError(422, "expected the text of an article, got nothing")
    if len(text) > MOST_CHARACTERS:
        got = f"got {len(text):,}; send it in parts"
        message = f"expected at most {MOST_CHARACTERS:,} characters, {got}"
        raise ProblemError(413, message)
    if (at := text.find("\0")) >= 0:
        message = f"expected text, got a NUL character at {at}; take it out"
        raise ProblemError(422, message)


def said(fault: InputError) -> str:
    """Give what a fault says, without the place it comes from, which may be a path."""
    return f"{fault.message} ({fault.hint})" if fault.hint else fault.message
