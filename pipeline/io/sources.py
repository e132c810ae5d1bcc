"""Sources of articles (files and members of archives): listed, and read one by one.

This is what a run in many processes stands on. ``list_sources`` names every source in
an order that only the inputs decide; ``read_source`` reads one of them, from a record
on. A *record* is what may be an article: a line of JSON Lines that is not blank, an
element of a JSON array, a row of a table, or a whole ``.txt`` or page. Records count
from 0 within their source whether they can be read or not, so that a source cut by
records gives each article, and each fault, to exactly one of the pieces.

    for source in list_sources(["dump/"], on_fault=print):
        number = count_records(source)
        for article in read_source(source, first=100, count=50, on_fault=print):
            ...

Sources are plain values: they can be pickled, compared and sorted. Faults of a source
(it is broken, it ends too early) come from whoever reads up to their place. Ids are
not compared between sources; ``readers.read_articles`` does that.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.archives import DAMAGE, Archives, broken, shown
from pipeline.io.formats.given import Given
from pipeline.io.formats.reading_by import read_as
from pipeline.io.inputs import (
    STDIN,
    find_files,
    form_of,
    printable,
    stem_of,
    unreadable,
)
from pipeline.io.members import ZIP, MembersOf
from pipeline.io.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.io.faults import FaultHandler
    from pipeline.io.formats.given import Record
    from pipeline.schema import Article

_STDIN_NAME: Final = "stdin"
_AS_SAID: Final = Reading()


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file, or a member of an archive, that holds articles.

    Args:
        path: the file as named by the user; ``-`` is stdin.
        members: the names that lead into an archive, and archives in it; none for a
            plain file.
        size: bytes of the file as it lies there, or of the member unpacked once;
            None for stdin.
    """

    path: str
    members: tuple[str, ...] = ()
    size: int | None = None

    @property
    def name(self) -> str:
        """The source in messages: ``dump.zip!2021/a.html``."""
        return shown(_STDIN_NAME if self.path == STDIN else self.path, self.members)

    @property
    def stem(self) -> str:
        """The id of an article that is the whole source.

        It is the file's name without its endings; in an archive, with its folders
        and the archives inside the archive.
        """
        if not self.members:
            return _STDIN_NAME if self.path == STDIN else printable(stem_of(self.path))
        steps = (PurePosixPath(name).with_name(stem_of(name)) for name in self.members)
        return printable("/".join(map(str, steps)))


def list_sources(
    inputs: Iterable[str],
    *,
    on_fault: FaultHandler,
    reading: Reading = _AS_SAID,
) -> tuple[Source, ...]:
    """Give every source of files, folders, globs, archives and ``-``, each once.

    The order is that of ``inputs``; folders are sorted, archives have their own order.
    """
    return tuple(each_source(inputs, on_fault=on_fault, reading=reading))


def each_source(
    inputs: Iterable[str],
    *,
    on_fault: FaultHandler,
    reading: Reading = _AS_SAID,
) -> Iterator[Source]:
    """Give the sources of ``list_sources`` one by one, as they are found."""
    for path in find_files(inputs, on_fault=on_fault):
        try:
            if path == STDIN:
                yield Source(path)
            elif form_of(path) == ZIP:
                with Archives(reading.limits) as archives:
                    found = MembersOf(path, archives, reading.limits, on_fault)
                    for members, size in found:
                        yield Source(path, members, size)
            else:
                yield Source(path, size=Path(path).stat().st_size)
        except OSError as error:
            on_fault(unreadable(error, path))


def read_source(
    source: Source,
    *,
    first: int = 0,
    count: int | None = None,
    on_fault: FaultHandler,
    reading: Reading = _AS_SAID,
    archives: Archives | None = None,
) -> Iterator[Article]:
    """Read the articles of one source, one in memory at a time.

    Args:
        source: as ``list_sources`` gives it.
        first: records to pass over; they are not parsed, and their faults not told.
        count: records to read at most; None for all there are.
        on_fault: told of each fault; a record at fault is left out and counts.
        reading: what is known of columns and encoding, and the limits.
        archives: keeps archives open between calls; worth it for many small members.
    """
    records = read_records(
        source, first=first, on_fault=on_fault, reading=reading, archives=archives
    )
    for _, article in islice(records, count):
        if article is not None:
            yield article


def count_records(
    source: Source, *, reading: Reading = _AS_SAID, archives: Archives | None = None
) -> int:
    """Count the records of a source, reading it through; stdin cannot be read twice."""
    counted = read_records(source, on_fault=_untold, reading=reading, archives=archives)
    return sum(1 for _ in counted)


def read_records(
    source: Source,
    *,
    first: int = 0,
    on_fault: FaultHandler,
    reading: Reading = _AS_SAID,
    archives: Archives | None = None,
) -> Iterator[Record]:
    """Read the records of one source from ``first`` on: the place of each, its article.

    As ``read_source``, but a record at fault comes, too, with None for its article:
    the number of what has come is the record to go on from.
    """
    with ExitStack() as stack:
        shelf = archives or stack.enter_context(Archives(reading.limits))
        try:
            stream = shelf.opened(source.path, source.members, stack)
            given = Given(
                stream, source.name, source.stem, reading, on_fault, first, stack
            )
            name = (source.path, *source.members)[-1]
            yield from read_as(form_of(name), given)
        except DAMAGE as error:
            on_fault(broken(error, source.name))
        except OSError as error:
            on_fault(unreadable(error, source.name))
        except InputError as fault:
            on_fault(fault)


def _untold(fault: InputError) -> None:
    """Pass over a fault that whoever reads the articles will be told."""
