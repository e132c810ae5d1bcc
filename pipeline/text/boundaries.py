"""Where a sentence ends inside one line of text.

underthesea's splitter is asked only where the letters leave it open; the cases that it
gets wrong are decided here: captions, "…", "v.v.", a single letter before the stop
("3,5 m. Trong"), titles ("PGS.TS."), enumerations ("1."), addresses of sites and ends
glued to the next sentence ("12%).Kim ngạch").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.text.paragraphs import names_credit
from pipeline.text.segmenter import split_paragraph
from pipeline.text.wordlists import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

# The first sign of a stop stands alone, so that the search leaps to it.
_STOP: Final = re.compile(
    r"""(?P<stop>[.!?…][.!?…]{0,15})  # "...", "?!"
        (?P<close>["'”’»)\]]{0,3})    # what closes with the sentence
        (?P<gap>[^\S\n]{0,32})
    """,
    re.VERBOSE,
)
_BEFORE: Final = re.compile(r"[\w.&'’/@-]{1,24}\Z")
_FIRST_WORD: Final = re.compile(r"[\"'“‘(\[]{0,2}([^\W\d_]{1,12})")
_ENUMERATOR: Final = re.compile(r"\s{0,16}(?:\d{1,2}|[IVX]{1,4}|[^\W\d_])\Z")
_LONGEST_ENUMERATOR: Final = 20
_SHORT_NAME: Final = 3
_SITE: Final = re.compile(r"(?:vn|com|net|org|info|gov|edu)\b", re.IGNORECASE)
_WINDOW: Final = 24
_OPENING: Final = "\"'“‘«([-–—+•*"


def sentence_ends(line: str, folded: str) -> list[int]:
    """Give the end of every sentence of a line but the last, in order.

    Args:
        line: one line of an NFC text, without line breaks.
        folded: ``fold(line)``.
    """
    ends: list[int] = []
    verdict = _Verdict(line)
    last = 0
    for found in _candidates(line, folded):
        end = found if isinstance(found, int) else found.end("close")
        if end <= last:
            continue
        if isinstance(found, int) or _is_end(found, last, verdict):
            ends.append(end)
            last = end
    return ends


class _Verdict:
    """What underthesea says of a stop; asked once a line, and only when needed."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._ends: frozenset[int] | None = None

    def splits_at(self, end: int) -> bool:
        """Tell whether the splitter ends a sentence at ``end``."""
        if self._ends is None:
            self._ends = frozenset(b for _, b in split_paragraph(self._line))
        return end in self._ends


def _candidates(line: str, folded: str) -> list[re.Match[str] | int]:
    """Collect stops (matches) and ends of picture credits (offsets), in order."""
    stops: list[re.Match[str] | int] = list(_STOP.finditer(line))
    if not _may_credit(line, folded):
        return stops
    credits_ = [m.end() for m in credit_pattern().finditer(folded)]
    if not credits_:
        return stops
    at: Callable[[re.Match[str] | int], int] = lambda f: (  # noqa: E731
        f if isinstance(f, int) else f.end("close")
    )
    return sorted([*stops, *credits_], key=at)


def _may_credit(line: str, folded: str) -> bool:
    return ("|" in line or "(" in line) and names_credit(folded)


@lru_cache(maxsize=1)
def credit_pattern() -> re.Pattern[str]:
    """Match a picture credit inside a line: up to its "|" or its closing bracket."""
    words = [w for w, role, _ in read_rows("sentence_marks") if role == "credit"]
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{names})\b ?:?[^|\n]{{0,80}}?\|"
        rf"|\((?:{names}) ?:[^()\n]{{0,80}}\)(?= )"
    )


def _is_end(stop: re.Match[str], last: int, verdict: _Verdict) -> bool:
    line = stop.string
    follow = line[stop.end() : stop.end() + 2]
    if not (follow and stop["gap"]):
        return bool(follow) and _glued(stop, follow)
    if stop["stop"] != ".":
        return follow[0].isupper() or follow[0] in _OPENING
    if _enumerates(line, last, stop.start()):
        return False
    needs = _needs(_word_before(line, stop.start()))
    if needs is not None:
        return needs == "starter" and _opens(line, stop.end())
    if follow[0].islower() or follow[0].isdigit():
        return _unclear(stop, line, verdict)
    return True


def _unclear(stop: re.Match[str], line: str, verdict: _Verdict) -> bool:
    """A small letter or a digit follows: a slip of the keys, or no end at all."""
    word = _word_before(line, stop.start())
    short = len(word) <= _SHORT_NAME and word.istitle() and line[stop.end()].islower()
    return not (stop["close"] or short) and verdict.splits_at(stop.end("stop"))


def _enumerates(line: str, last: int, stop: int) -> bool:
    """Nothing but "1", "II" or "a" stands between the last end and the stop."""
    if stop - last > _LONGEST_ENUMERATOR:
        return False
    return _ENUMERATOR.match(line[last:stop]) is not None


def _word_before(line: str, at: int) -> str:
    found = _BEFORE.search(line[max(0, at - _WINDOW) : at])
    return found[0] if found else ""


def _needs(word: str) -> str | None:
    """Tell how a stop behind this word can end a sentence; None: like any other."""
    rule = _abbreviations().get(word)
    if rule is not None:
        return rule
    part = word.rpartition(".")[2]
    return "starter" if len(part) == 1 and part.isupper() else None


def _opens(line: str, at: int) -> bool:
    first = _FIRST_WORD.match(line, at)
    return first is not None and first[1] in _starts()


def _glued(stop: re.Match[str], follow: str) -> bool:
    """A sentence may end without a space: "tỷ đồng.Trong", not "Th.S" or "gso.gov"."""
    line = stop.string
    if not follow[0].isupper() or not (follow[1:].islower() or follow[1:].isspace()):
        return False
    word = _word_before(line, stop.start())
    if _needs(word) is not None or "@" in word or _SITE.match(line, stop.end()):
        return False
    if stop["close"] or not word:
        return True
    tail = word.rpartition(".")[2]
    return tail.isdigit() or (len(tail) > 1 and tail[-1].islower())


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {word: ends for word, ends, _ in read_rows("sentence_abbreviations")}


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    return frozenset(word for word, _ in read_rows("sentence_starts"))
