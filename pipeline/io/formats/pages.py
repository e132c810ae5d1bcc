"""HTML pages: the article without what stands around it. The door to trafilatura."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.encodings import known_encoding
from pipeline.io.formats.texts import whole_text
from pipeline.io.records import check_date
from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.formats.given import Given, Record

# Dates are taken from where a page states them. What else a page's text implies the
# pipeline finds itself, and more carefully.
_DATES: Final = {"original_date": True, "extensive_search": False}

_HEAD: Final = 4096
_CHARSET: Final = re.compile(
    rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE | re.ASCII,
)


def read_page(given: Given) -> Iterator[Record]:
    """Read a ``.html``: text, title, date, author, address and site of its article.

    The article's text is what is left of the page: offsets count in that.
    """
    if given.first:
        return
    try:
        yield given.name, _article(given)
    except InputError as fault:
        given.on_fault(fault)
        yield given.name, None


def _stated(raw: bytes) -> str | None:
    """Give the encoding that a page names in its head, if it is one we read."""
    match = _CHARSET.search(raw, 0, _HEAD)
    return known_encoding(match[1].decode("ascii")) if match else None


def _article(given: Given) -> Article:
    html = whole_text(given, given.reading.limits.page_bytes, _stated)
    most = given.reading.limits.page_tags
    if html.count("<") > most:
        message = f"expected at most {most:,} tags in a page, got more"
        raise InputError(message, source=given.name, hint="give its text as .txt")
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            html,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
    except (ValueError, RecursionError, AssertionError) as error:
        message = f"expected an HTML page, got what cannot be read as one: {error:.80}"
        raise InputError(message, source=given.name, hint="save it anew") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        message = "expected a page with an article, found no text of one"
        raise InputError(message, source=given.name, hint="give its text as .txt")
    check_date(found.date, given.name)
    return Article(
        id=given.stem,
        text=found.text or "",
        title=found.title or None,
        published=found.date or None,
        url=found.url or None,
        source=found.sitename or found.hostname or None,
        author=found.author or None,
    )
