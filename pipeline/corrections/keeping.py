"""Keeps the overlay while people review: a verdict is on disk before it is answered."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.corrections.rows import refuse_open
from pipeline.corrections.verdicts import Standing, line_of, read_judged
from pipeline.errors import InputError, SolieuError, UsageError
from pipeline.io.files import write_lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.corrections.verdicts import Judged
    from pipeline.io.annotations import Label


class StaleVerdictError(SolieuError):
    """Somebody has judged the figure since it was looked at.

    Attributes:
        standing: what stands now; None where the verdict has gone from the file.
    """

    def __init__(self, standing: Standing | None) -> None:
        self.standing = standing
        now = standing.version if standing else 0
        super().__init__(f"the figure has been judged since: version {now} stands now")


class Keeper:
    """Holds the verdicts of one overlay file, and writes each as it comes.

    Safe for threads and, where the system has file locks, for several processes. What
    others write into the file between two verdicts is read in and kept.

    Args:
        path: the overlay; it need not be there yet.

    Raises:
        InputError: a line of it cannot be read; writing it back would lose that.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._lock = Lock()
        self._articles: dict[str, Judged] = {}
        self._lines: dict[str, str] = {}
        self._seen: object = None
        self._refresh()

    def of(self, article_id: str) -> Judged | None:
        """Give the verdicts on an article, as the file has them now."""
        with self._lock:
            self._refresh()
            return self._articles.get(article_id)

    def all(self) -> tuple[Judged, ...]:
        """Give every article with verdicts, in the order of the file."""
        with self._lock:
            self._refresh()
            return tuple(self._articles.values())

    def save(
        self, article: Judged, label: Label, *, version: int, settles: bool = False
    ) -> Standing:
        """Lay a verdict over those of a figure; it is on the disk when this returns.

        Args:
            article: whose figure it is; its own figures are not looked at.
            label: the verdict, with who and when.
            version: what stood when the reviewer looked; 0 for none.
            settles: it ends a conflict.

        Raises:
            StaleVerdictError: another verdict has come since; nothing was written.
            InputError: the file's verdicts are of another text, or the label cannot
                be held in a row.
            UsageError: the file cannot be written.
        """
        refuse_open(label, article.id)
        place = (label.start, label.end)
        with self._writing(article) as known:
            was = known.figures.get(place)
            if (was.version if was else 0) != version:
                raise StaleVerdictError(was)
            now = _added(was, label, settles=settles)
            self._write(replace(known, figures={**known.figures, place: now}))
            return now

    def complete(self, article: Judged, *, complete: bool) -> None:
        """Say whether every figure of an article was judged.

        Raises:
            InputError: as in ``save``.
            UsageError: as in ``save``.
        """
        with self._writing(article) as known:
            self._write(replace(known, complete=complete))

    @contextmanager
    def _writing(self, article: Judged) -> Iterator[Judged]:
        with self._lock, _file_lock(self._path):
            self._refresh()
            known = self._articles.get(article.id) or article
            if known.sha256 != article.sha256:
                raise _of_another_text(known, self._path)
            yield known

    def _write(self, article: Judged) -> None:
        ordered = dict(sorted(article.figures.items()))
        told = replace(article, figures=ordered)
        line = json.dumps(line_of(told), ensure_ascii=False, allow_nan=False) + "\n"
        lines = {**self._lines, article.id: line}
        write_lasting(str(self._path), lines.values())
        # Only what is on the disk may be answered from memory.
        self._lines = lines
        self._articles[article.id] = told
        self._seen = _signature(self._path)

    def _refresh(self) -> None:
        signature = _signature(self._path)
        if signature == self._seen:
            return
        self._articles, self._lines = {}, {}
        if signature is not None:
            for article, line in read_judged(str(self._path)):
                self._articles[article.id] = article
                self._lines[article.id] = line
        self._seen = signature


def _signature(path: Path) -> object:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    """Keep other processes out; the lock file stays, which costs nothing."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        stream = path.with_name(f".{path.name}.lock").open("w")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a place that can be written, got: {reason}"
        raise UsageError(message) from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _added(was: Standing | None, label: Label, *, settles: bool) -> Standing:
    if was is None:
        return Standing((label,), (settles,), 1)
    said, ends = (*was.said, label), (*was.settles, settles)
    return Standing(said, ends, was.version + 1, was.others)


def _of_another_text(known: Judged, path: Path) -> InputError:
    number = len(known.figures)
    message = f"the corrections of this article ({number}) are of another text of it"
    hint = "take its line out of the file of corrections, then judge it anew"
    return InputError(message, source=path.name, hint=hint)
