"""Cuts noun phrases out of a row of tokens: the open grammar of metrics.

What is left of a clause when predicates, hedges, times, places and connectives are
taken away is the name of the indicator, whether or not anybody listed it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import AMOUNT, CUE, PLACE, SIGN, TIME, WORD, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

STRIPPED: Final = (
    c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO | c.ABOUT | c.OVER | c.UNDER
    | c.ESTIMATE | c.TARGET | c.FORECAST | c.ACTUAL | c.VERSUS | c.PART | c.LINK
    | c.ADVERB | c.SAY | c.RANK | c.RESPECTIVELY | c.PLACE | c.END | c.PLAN
    | c.COMPARED
)
_SIGNS_INSIDE: Final = frozenset("-&/'’\"“”")
_LISTED_WORDS: Final = 8
_LISTED_PARTS: Final = 4
_COUNT_WORDS: Final = 6
_SUBJECT_WORDS: Final = 12


def is_content(token: Token) -> bool:
    """Tell a word that can name something: a plain word, a head or a place."""
    return token.type in (WORD, PLACE) or bool(token.bits & c.HEAD)


def _strippable(token: Token) -> bool:
    if token.type in (TIME, SIGN):
        return True
    return token.type == CUE and bool(token.bits & STRIPPED) and not token.bits & c.HEAD


def strip_right(row: Sequence[Token]) -> int:
    """Give the index behind the last content token, past predicates and times.

    A head that is a predicate too ("tăng trưởng 9%") goes when a name is left of it.
    """
    end = len(row)
    while end:
        token = row[end - 1]
        if end == 1 and token.bits & (c.UP | c.DOWN):
            return 0
        verbal = token.bits & c.HEAD and token.bits & (c.UP | c.DOWN | c.SHARE)
        if verbal and any(is_content(t) for t in row[: end - 1]) and _adjoins(row, end):
            end -= 1
        elif _strippable(token):
            end -= 1
        else:
            break
    return end


def _adjoins(row: Sequence[Token], end: int) -> bool:
    """Only hedges and adverbs stand between the token and the figure."""
    return not any(t.bits & c.REACH and not t.bits & c.ADVERB for t in row[end:])


class Phrase(NamedTuple):
    """A metric's words, and the words of the subject that has it ("khu vực X có …")."""

    words: tuple[Token, ...] = ()
    subject: tuple[Token, ...] = ()
    owner: tuple[Token, ...] = ()


def find_phrase(row: Sequence[Token], *, look_back: bool = False) -> Phrase:
    """Give the tokens of the indicator's name in what stands before a figure.

    Args:
        row: the tokens from the last barrier up to the figure.
        look_back: where the clause names nothing, try those before it.

    Returns:
        An empty phrase when the row names nothing: the figure inherits its metric.
    """
    end = len(row)
    while end:
        end = strip_right(row[:end])
        start = _segment_start(row, end)
        best, subject = _best_run(row[start:end])
        if best:
            if best[0] is _first_content(row[start:end]):
                best = _with_listed(row, start, best)
            elif subject and subject[0] is _first_content(row[start:end]):
                subject = _with_listed(row, start, subject)
            opened = _opened_before(row, start) if not _nominal(best) else []
            words = tuple(opened or best)
            owner = _owner_behind(row[start:end], words)
            return Phrase(words, tuple(subject), owner)
        if not look_back:
            break
        end = start - 1 if start else 0
    return Phrase()


def _nominal(phrase: Sequence[Token]) -> bool:
    return any(t.bits & c.NOUN for t in phrase)


_PREDICATES: Final = c.UP | c.DOWN | c.SHARE | c.RATIO | c.TO | c.ESTIMATE | c.SAY


def _opened_before(row: Sequence[Token], start: int) -> list[Token]:
    """Give the name that an earlier part of a list opened.

    "lượng khách đến các khu, điểm du lịch": what stands before the predicate ends a
    phrase whose head stands before the comma.
    """
    if not start or row[start - 1].ref != ",":
        return []
    part = row[_segment_start(row, start - 1) : start - 1]
    at = next((i for i, t in enumerate(part) if t.bits & c.NOUN), None)
    if at is None or any(
        t.type in (AMOUNT, TIME) or (t.bits & _PREDICATES and not t.bits & (c.END | c.HEAD))
        for t in part[at:]
    ):
        return []
    return _trim(part[at:])


def _first_content(row: Sequence[Token]) -> Token | None:
    return next((t for t in row if is_content(t)), None)


def _segment_start(row: Sequence[Token], end: int) -> int:
    start = end
    while start and not _is_barrier(row[start - 1]):
        start -= 1
    return start


def _is_barrier(token: Token) -> bool:
    return token.type == SIGN and token.ref not in _SIGNS_INSIDE


def _best_run(segment: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Choose among the runs between times and verbs, and say whose the metric is.

    The last run with a nominal head names the metric, else the last with any head,
    else the last. A run before it that ends in "có", "với", "đạt" is the subject.
    """
    runs = _named_runs(segment)
    if not runs:
        return [], []
    at = len(runs) - 1
    for bit in (c.NOUN, c.HEAD):
        headed = [i for i, (run, _) in enumerate(runs) if any(t.bits & bit for t in run)]
        if headed:
            at = headed[-1]
            break
    if at and runs[at - 1][1] == "là" and _is_role(runs[at][0]):
        at -= 1
    best = _from_head(runs[at][0])
    subject = runs[at - 1][0] if at and runs[at - 1][1] in _HAVING else []
    if len(best) > 1 and not subject and _belongs(best[-1:]) and _owner_named(best[:-1]):
        best, subject = best[-1:], best[:-1]
        return best, subject
    located = any(_locates(t) for t in segment[:3])
    owns = can_own(subject) or (
        bool(subject) and runs[at - 1][1] == "với" and _belongs(best)
        and not names_entity(subject) and not names_actor(subject)
    )
    return best, subject if owns and not located else []


def _owner_named(words: Sequence[Token]) -> bool:
    """Tell a project or zone with a name or a kind that is counted."""
    named = any(t.bits & c.CAPITAL or t.type == PLACE for t in words[1:])
    pair = {str(words[0].ref), " ".join(str(t.ref) for t in words[:2])}
    return named and bool(pair & _countable())


def _belongs(best: Sequence[Token]) -> bool:
    return bool(best) and str(best[0].ref) in _attributes()


@lru_cache(maxsize=1)
def _attributes() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("attribute_heads"))


def _named_runs(segment: Sequence[Token]) -> list[tuple[list[Token], object]]:
    """Leave out the runs that name nothing, with the word that cut the last off."""
    runs: list[tuple[list[Token], object]] = []
    for run, cut in _runs(segment):
        if kept := _trim(run):
            runs.append((kept, cut))
        elif runs and cut in _HAVING:
            runs[-1] = (runs[-1][0], cut)
    return runs


def _is_role(run: Sequence[Token]) -> bool:
    """Tell "là thị trường lớn thứ hai": what the subject is, not what is measured."""
    return str(run[0].ref) in _roles()


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("roles"))


def _locates(token: Token) -> bool:
    """Tell "trong Khu kinh tế có 11 dự án": where, not whose."""
    return token.ref in ("trong", "tại", "ở", "trên", "ngoài")


_HAVING: Final = frozenset(("có", "với", "gồm", "đạt", "hiện có", "đã có", "sẽ có"))


def can_own(phrase: Sequence[Token]) -> bool:
    """Tell a subject that figures are of ("khu vực X", "dự án") from who acts."""
    if not phrase or names_entity(phrase) or len(phrase) > _SUBJECT_WORDS:
        return False
    first = phrase[0]
    if first.ref in _owners() or " ".join(str(t.ref) for t in phrase[:2]) in _owners():
        return False
    foreign = first.type == PLACE and not _is_home(first)
    counted = any(str(t.ref) in _countable() for t in phrase[:1])
    pair = " ".join(str(t.ref) for t in phrase[:2])
    return foreign or counted or pair in _countable() or any(t.bits & c.HEAD for t in phrase)


@lru_cache(maxsize=1)
def _countable() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("counted_nouns"))


def _from_head(run: list[Token]) -> list[Token]:
    """Leave out plain words before the first nominal head: "Hoa Sen … lô hàng"."""
    for i, token in enumerate(run):
        if token.bits & c.NOUN:
            return run[i:]
        if token.bits & c.HEAD:
            break
    return run


_CUTS: Final = c.SAY | c.PART | c.ESTIMATE | c.TARGET | c.FORECAST | c.COMPARED


def _runs(segment: Sequence[Token]) -> list[tuple[list[Token], object]]:
    """Split at times and verbs; with each run goes the word that cuts it off."""
    runs: list[tuple[list[Token], object]] = []
    run: list[Token] = []
    for token in segment:
        verb = token.type == CUE and token.bits & _CUTS and not token.bits & c.HEAD
        if verb or token.type in (TIME, AMOUNT):
            runs.append((run, token.ref))
            run = []
        else:
            run.append(token)
    runs.append((run, None))
    # "… của ngành nông nghiệp" behind a time goes on about what stands before it.
    kept = [r for i, r in enumerate(runs) if not (i and _continues(r[0]))]
    return kept or runs[:1]


def _continues(run: Sequence[Token]) -> bool:
    return bool(run) and run[0].type == CUE and bool(run[0].bits & (c.END | c.PLACE))


def _trim(run: Sequence[Token]) -> list[Token]:
    start = 0
    while start < len(run) and (_strippable(run[start]) or _is_home(run[start])):
        start += 1
    kept: list[Token] = []
    rest = run[start:]
    for i, token in enumerate(rest):
        ends = token.bits & (c.END | c.PLACE) and not token.bits & c.HEAD
        if ends and kept and not _goes_with(kept, rest[i:]):
            break
        kept.append(token)
    while kept and (_strippable(kept[-1]) or kept[-1].type == SIGN):
        kept.pop()
    return kept


def _is_home(token: Token) -> bool:
    """A place of the country opens a clause without naming what is measured."""
    level = getattr(token.ref, "level", "foreign")
    return token.type == PLACE and level not in ("foreign", "region")


@lru_cache(maxsize=1)
def _owners() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("owners"))


def _owner_behind(segment: Sequence[Token], words: Sequence[Token]) -> tuple[Token, ...]:
    """Give whose the metric is: "tổng vốn đầu tư của dự án", "lợi nhuận của các …"."""
    rest = [t for t in segment if t.start >= words[-1].end]
    if len(rest) < 2 or rest[0].ref != "của" or rest[1].type == PLACE:  # noqa: PLR2004
        return ()
    run = [t for t in rest[1:8] if t.ref not in ("các", "những", "toàn", "này")]
    kept: list[Token] = []
    for token in run:
        if token.type not in (WORD, PLACE) and not token.bits & c.HEAD:
            break
        kept.append(token)
    return tuple(kept) if can_own(kept) or _ownable(kept) else ()


def _ownable(kept: Sequence[Token]) -> bool:
    return " ".join(str(t.ref) for t in kept[:2]) in ("doanh nghiệp", "công trình")


def _goes_with(kept: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Tell "của" that goes on naming the metric from one that names its owner.

    "sản lượng của xe lắp ráp" goes on; "của tỉnh", "của Nhà máy In tiền" do not.
    """
    if rest[0].ref not in ("của", "cho", "theo") or len(rest) < 2:  # noqa: PLR2004
        return False
    after = [t for t in rest[1:4] if not t.bits & c.ADVERB]
    if not after or after[0].type == PLACE or after[0].bits & (c.PLACE | c.CAPITAL):
        return False
    if after[0].ref in _owners():
        return False
    return not any(t.ref == "này" for t in rest[1:5]) or len(kept) == 1


def _with_listed(row: Sequence[Token], start: int, best: list[Token]) -> list[Token]:
    """Take the parts before a comma along: "chế biến, chế tạo"."""
    if best[0].bits & c.NOUN:
        return best
    parts = 0
    while start > 1 and parts < _LISTED_PARTS and row[start - 1].ref == ",":
        before = _segment_start(row, start - 1)
        part = row[before : start - 1]
        kept = _listed_part(part)
        if not kept:
            break
        best = [*kept, row[start - 1], *best]
        start, parts = before, parts + 1
        if len(kept) < len(part) or kept[0].bits & c.NOUN:
            break
    return best


def _listed_part(part: Sequence[Token]) -> list[Token]:
    """Give the end of a part that a list can have: plain words, or from its head on."""
    if part and part[0].ref in ("về", "xét", "với", "theo", "tại", "ở", "từ", "do", "bán"):
        return []
    at = len(part)
    while at and (is_content(part[at - 1]) or _joins(part[at - 1])):
        at -= 1
    kept = list(part[at:])
    while kept and _strippable(kept[0]):
        kept.pop(0)
    if at and not any(t.bits & c.HEAD for t in kept):
        cut = part[at - 1]
        if not cut.bits & c.PART and cut.ref != "và":
            return []
    limit = _LISTED_WORDS + (4 if any(t.bits & c.HEAD for t in kept) else 0)
    return kept if len(kept) <= limit else []


def _joins(token: Token) -> bool:
    return token.ref in ("và", "-", "&")


def following_phrase(row: Sequence[Token]) -> tuple[Token, ...]:
    """Give the name that begins a tail: "tỷ đồng doanh thu bán hàng", "% số dự án"."""
    kept: list[Token] = []
    for token in row:
        stops = token.type in (SIGN, TIME) or (token.type == CUE and not token.bits & c.HEAD)
        if stops or (token.type == PLACE and not kept):
            break
        kept.append(token)
    return tuple(kept[: _COUNT_WORDS + 3])


def names_entity(phrase: Sequence[Token]) -> bool:
    """Tell a phrase of capitalised words alone: who is meant, not what is measured."""
    words = [t for t in phrase if t.type != SIGN]
    return bool(words) and all(t.type == WORD and t.bits & c.CAPITAL for t in words)


def names_actor(phrase: Sequence[Token]) -> bool:
    """Tell who does or says something ("Thủ tướng", "Cục Hải quan") from a metric."""
    if not phrase or any(t.bits & c.NOUN for t in phrase):
        return False
    words = " ".join(str(t.ref) for t in phrase[:2]).split()
    return any(" ".join(words[:n]) in _actors() for n in (1, 2, 3))


@lru_cache(maxsize=1)
def _actors() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("actors"))


def counted_phrase(
    row: Sequence[Token], start: int, *, noun: tuple[int, int] | None
) -> tuple[Token, ...]:
    """Give the counted noun with its modifiers, in the tokens from ``start`` on.

    ``noun`` is the span of the noun where the vocabulary knows it: it belongs to the
    phrase even where a word of it could be a cue.
    """
    kept: list[Token] = []
    words = 0
    for token in row[start:]:
        words += len(str(token.ref).split()) if isinstance(token.ref, str) else 1
        if noun and token.end <= noun[1]:
            kept.append(token)
            continue
        if words > _COUNT_WORDS or not _goes_on(token, kept):
            break
        kept.append(token)
    while kept and not is_content(kept[-1]) and not (noun and kept[-1].end <= noun[1]):
        kept.pop()
    return tuple(kept)


_COUNT_STOPS: Final = (
    c.UP | c.DOWN | c.SHARE | c.RATIO | c.VERSUS | c.PLACE | c.PART | c.ABOUT | c.OVER
    | c.UNDER | c.ESTIMATE | c.TARGET | c.FORECAST | c.TO | c.RESPECTIVELY
)
_KEPT: Final = frozenset(
    ("đang", "được", "mới", "đã", "chưa", "không", "có", "cho", "đang trong", "bị")
    + ("đã có", "không có", "chưa có", "có thu")
    + ("đề nghị", "đề xuất", "kiến nghị", "để", "đạt", "nhận được", "thực hiện", "hoàn thành")
)


def _goes_on(token: Token, kept: Sequence[Token]) -> bool:
    if token.type == WORD:
        return True
    if token.type == PLACE:
        return bool(kept) and getattr(token.ref, "level", "") == "foreign"
    if token.type == SIGN:
        return token.ref in ("-", "&") and bool(kept)
    if token.type != CUE:
        return False
    if token.bits & c.HEAD:
        return True
    return token.ref in _KEPT or not token.bits & (
        _COUNT_STOPS | c.LINK | c.SAY | c.END | c.REACH | c.ADVERB
    )
