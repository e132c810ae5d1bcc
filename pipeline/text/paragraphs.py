"""Lines of an article and what each is: headline, body, caption, by-line, bullet, menu.

A line is what stands between line breaks; blank ones are passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from pipeline.text.wordlists import read_rows

Kind: TypeAlias = Literal[
    "body", "headline", "caption", "byline", "bullet", "navigation"
]

_BULLET: Final = re.compile(
    r"(?:[-+*•·▪●◦■□✓➢–—][ \xa0]{0,3}(?=\S)|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)] )"
)
_STAMP: Final = re.compile(
    r"""(?:\d{1,2}[:hg]\d{0,2},?\ |[^\W\d_]{2,4}\ [^\W\d_]{2,4},?\ )?(?:ngày\ )?
        [-–|,\ ]{0,3}\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:[-–|,\ ]{0,3}\d{1,2}[:hg]\d{2})?
        [^\w]{0,3}(?:\(?gmt[+\d]{0,3}\)?)?\Z
    """,
    re.VERBOSE,
)
_LONGEST_HEADLINE: Final = 220
_LONGEST_CAPTION: Final = 320
_LONGEST_BYLINE: Final = 48
_MOST_NAME_WORDS: Final = 5
_FINAL: Final = ".;:,"


class Line(NamedTuple):
    """One line that is not blank; ``start`` and ``end`` leave white space out."""

    start: int
    end: int
    kind: Kind


def split_lines(text: str, folded: str) -> tuple[Line, ...]:
    """Split at line breaks and tell what each line is.

    The first line that is neither menu nor by-line is the headline, when it has no
    final stop and others follow.
    """
    spans = _spans(folded)
    lines: list[Line] = []
    headline_due = len(spans) > 1
    for number, (start, end) in enumerate(spans):
        kind = _kind(text[start:end], folded[start:end])
        if headline_due and kind == "body":
            headline = number < len(spans) - 1 and _is_headline(text[start:end])
            kind = "headline" if headline else kind
            headline_due = False
        lines.append(Line(start, end, kind))
    return tuple(lines)


def _spans(folded: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for line in folded.split("\n"):
        end = at + len(line.rstrip())
        start = at + len(line) - len(line.lstrip())
        if start < end:
            spans.append((start, end))
        at += len(line) + 1
    return spans


def _kind(line: str, folded: str) -> Kind:
    if len(folded) <= _LONGEST_BYLINE and _is_menu(folded):
        return "navigation"
    if _BULLET.match(folded):
        return "bullet"
    if len(folded) <= _LONGEST_CAPTION and is_credited(line, folded):
        return "caption"
    if len(folded) <= _LONGEST_BYLINE and is_byline(line, folded):
        return "byline"
    return "body"


def _is_menu(folded: str) -> bool:
    return folded.strip(' .:|()>»"') in _role("navigation")


def is_byline(line: str, folded: str) -> bool:
    """Tell a writer's name, initials, an agency or a time stamp that stands alone.

    One word in small letters but for its first is a table's cell rather than a name.
    """
    if _STAMP.match(folded):
        return True
    words = line.strip(" ()./*|-–").split()
    if not 1 <= len(words) <= _MOST_NAME_WORDS + 1 or any(c.isdigit() for c in line):
        return False
    if line[-1] in "!?…:" or ":" in line or "," in line[:-1]:
        return False
    if line.isupper() and folded.startswith(tuple(w + " " for w in _role("office"))):
        return False
    opened = folded.lstrip(" (").startswith(tuple(w + " " for w in _role("byline")))
    named = all(w[0].isupper() or not w[0].isalpha() for w in words[opened:])
    return (
        named
        and (len(words) > 1 or words[0].isupper())
        and not (line.endswith(".") and len(words) > 1)
    )


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and line[-1] not in _FINAL


@lru_cache(maxsize=8)
def _role(role: str) -> frozenset[str]:
    return frozenset(w for w, found, _ in read_rows("sentence_marks") if found == role)


def is_credited(line: str, folded: str) -> bool:
    """Tell a line that ends in the credit of its picture: "Ảnh: V.T", "Ảnh V.T"."""
    found = credit_ending().search(folded) if names_credit(folded) else None
    if found is None:
        return False
    name = found["name"]
    if name is None:
        return True
    at = found.start("name")
    return line[found.start("word")].isupper() and line[at].isupper()


def names_credit(folded: str) -> bool:
    """Tell cheaply whether a stretch holds any word of a credit; most do not."""
    for word in _credit_words():  # noqa: SIM110
        if word in folded:
            return True
    return False


@lru_cache(maxsize=1)
def _credit_words() -> tuple[str, ...]:
    """Give the words of credits, without those that hold another of them."""
    words = sorted(_role("credit") | _role("illustration"), key=len)
    return tuple(
        word
        for number, word in enumerate(words)
        if not any(shorter in word for shorter in words[:number])
    )


@lru_cache(maxsize=1)
def credit_ending() -> re.Pattern[str]:
    """Match the credit that ends (or is) a caption, in folded text.

    Group ``name`` is set where no colon tells the credit; it must be a name then.
    """
    names = "|".join(sorted(map(re.escape, _role("credit")), key=len, reverse=True))
    return re.compile(
        rf"(?:^|[-.!?)(|,;:\"] {{0,3}})(?:(?:{names}) ?:[^:|%\d]{{0,60}}\|?"
        rf"|(?:{'|'.join(map(re.escape, _role('illustration')))})\W{{0,3}}"
        rf"|(?P<word>{names}) (?P<name>[^\W\d_][^:|%\d]{{0,40}}\|?))\Z"
    )
