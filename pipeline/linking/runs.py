"""Divides the words before a figure into runs: names between verbs, times and signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.referents import (
    can_own,
    from_zone,
    is_content,
    is_home,
    is_strippable,
)
from pipeline.linking.tokens import AMOUNT, CUE, PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, opening, role_words, says, table_words

_SIGNS_INSIDE: Final = frozenset("-&/%'’\"“”")
_CUTS: Final = c.SAY | c.PART | c.ESTIMATE | c.TARGET | c.FORECAST | c.COMPARED
_ENDS: Final = c.END | c.PLACE
_UNNAMED: Final = (TIME, AMOUNT)
_NAME_WORDS: Final = 2
_SECTOR: Final = 2
_CLASS_TOKENS: Final = 5
_CLASS_WORDS: Final = 1


@dataclass(slots=True, eq=False)
class Run:
    """Words that may be a name, and the word that cut it off from what follows."""

    words: list[Token]
    cut: str = ""


def strip_right(row: list[Token]) -> int:
    """Give the index behind the last content token, past predicates and times.

    A head that is a predicate too ("tăng trưởng 9%") goes when a name is left of it.
    """
    end = len(row)
    while end:
        token = row[end - 1]
        if end == 1 and token.bits & (c.UP | c.DOWN):
            return 0
        verbal = token.bits & c.HEAD and token.bits & (c.UP | c.DOWN | c.SHARE)
        named = verbal and any(is_content(t) for t in row[: end - 1])
        if not is_strippable(token) and not (named and _adjoins(row[end:])):
            break
        if end > 1 and _is_mean(token, row[end - 2]):
            break
        end -= 1
    return end


def _is_mean(token: Token, before: Token) -> bool:
    """Tell "giá bình quân", which is a metric of its own, from "giá"."""
    return bool(before.bits & c.NOUN) and token.word in role_words("mean")


def _adjoins(between: list[Token]) -> bool:
    """Only hedges and adverbs stand between the token and the figure."""
    return not any(t.bits & c.REACH and not t.bits & c.ADVERB for t in between)


def segment_start(row: list[Token], end: int) -> int:
    """Give the index where the part that ends before ``end`` begins."""
    start = end
    such_as = role_words("such_as")
    while start:
        token = row[start - 1]
        if token.type == SIGN and token.word not in _SIGNS_INSIDE:
            break
        opens = token.word in such_as and start < end
        if opens and opens_examples(row, start - 1):
            break
        start -= 1
    return start


def opens_examples(row: list[Token], at: int) -> bool:
    """Tell "nhiều dự án như | dự án A" from "gạo cũng như | ngô"."""
    if row[at].word not in role_words("such_as"):
        return False
    return at == 0 or row[at - 1].word not in role_words("before_such_as")


def named_runs(segment: list[Token]) -> list[Run]:
    """Give the runs of a part that name something, in order."""
    having = role_words("having")
    runs: list[Run] = []
    for words, cut in _runs(segment):
        if kept := trim(words):
            runs.append(Run(kept, cut))
        elif runs and cut in having:
            runs[-1] = Run(runs[-1].words, cut)
    return runs


def _runs(segment: list[Token]) -> list[tuple[list[Token], str]]:
    """Cut at verbs, times and figures; give each part with the word that cut it off."""
    runs: list[tuple[list[Token], str]] = []
    run: list[Token] = []
    for token in segment:
        if token.type == CUE:
            cuts = token.bits & _CUTS and not token.bits & c.HEAD
        else:
            cuts = token.type in _UNNAMED
        if not cuts:
            run.append(token)
            continue
        # "… của ngành nông nghiệp" behind a time goes on about what stands before it.
        if not (runs and _continues(run)):
            runs.append((run, token.word))
        run = []
    if not (runs and _continues(run)):
        runs.append((run, ""))
    return runs


def _continues(run: list[Token]) -> bool:
    return bool(run) and run[0].type == CUE and bool(run[0].bits & _ENDS)


def trim(run: list[Token]) -> list[Token]:
    """Take predicates and places off both ends, and what only says where or whose."""
    start = _behind_some(run)
    while start < len(run) and (is_strippable(run[start]) or is_home(run[start])):
        start += 1
    kept: list[Token] = []
    rest = run[start:]
    for i, token in enumerate(rest):
        ends = token.bits & _ENDS and not token.bits & c.HEAD
        if ends and kept and not _goes_with(kept, rest[i:]):
            if has_bits(kept, c.NOUN) or not has_bits(rest[i + 1 : i + 2], c.NOUN):
                break
            kept = []
            continue
        kept.append(token)
    while kept and (is_strippable(kept[-1]) or kept[-1].type == SIGN):
        if len(kept) > 1 and _is_mean(kept[-1], kept[-2]):
            break
        kept.pop()
    return kept


def _behind_some(run: list[Token]) -> int:
    """Pass over "một số địa phương khác", which only says where some of it is."""
    if not run or run[0].word.partition(" ")[0] not in _some_openings():
        return 0
    some = role_words("some")
    at = next((n for n in (1, 2) if opening(run, n) in some), 0)
    if not at:
        return 0
    kind = 1 if has_bits(run[at : at + 1], c.PLACE) else 2
    if kind > 1 and opening(run[at:], kind) not in role_words("ground"):
        return 0
    end = at + kind
    return end + says(run[end : end + 1], role_words("other"))


@lru_cache(maxsize=1)
def _some_openings() -> frozenset[str]:
    return frozenset(word.partition(" ")[0] for word in role_words("some"))


def _goes_with(kept: list[Token], rest: list[Token]) -> bool:
    """Tell "của" that goes on naming the metric from one that names its owner.

    "sản lượng của xe lắp ráp" goes on; "của tỉnh", "của Nhà máy In tiền" do not.
    """
    if rest[0].word.startswith("của "):
        return _is_of_kind(rest[1:4])
    if rest[0].word not in role_words("goes_on"):
        return False
    after = [t for t in rest[1:4] if not t.bits & c.ADVERB]
    if not after or after[0].type == PLACE or after[0].bits & (c.PLACE | c.CAPITAL):
        return False
    if after[0].word in role_words("all"):
        # "của toàn ngành dệt may" names a trade, "của toàn tỉnh" an owner.
        return says(after[1:2], table_words("sector_heads")) and len(after) > _SECTOR
    if after[0].word in table_words("owners"):
        return not kept[0].word.startswith("tổng") and _is_class(rest[1:])
    pointing = says(rest[1:5], role_words("this"))
    return not pointing or len(kept) == 1


def _is_of_kind(rest: list[Token]) -> bool:
    """Tell "của công ty | mẹ", one of a kind, from "của công ty | Hoa Sen"."""
    if not rest or rest[0].type != WORD or has_bits(rest, c.CAPITAL):
        return False
    return not says(rest, role_words("this"))


def _is_class(owner: list[Token]) -> bool:
    """Tell "của các công ty tư nhân", a kind, from "của công ty", "của Công ty X"."""
    words = 0
    if owner[0].word in role_words("person"):
        return False
    for token in owner[:_CLASS_TOKENS]:
        if token.bits & c.CAPITAL or token.type == PLACE:
            return False
        if token.word in role_words("this"):
            return False
        if token.type == SIGN:
            break
        words += token.type == WORD and token.word not in role_words("determiner")
    return words > _CLASS_WORDS


def from_head(run: list[Token]) -> list[Token]:
    """Leave out plain words before the first nominal head: "Hoa Sen … lô hàng"."""
    for i, token in enumerate(run):
        if token.bits & c.NOUN:
            return run[i:]
        if token.bits & c.HEAD:
            apart = i and (_is_firm(run[:i]) or _earns(run[:i], token))
            return run[i:] if apart else run
    return run


def _earns(who: list[Token], head: Token) -> bool:
    """Tell who earns from what: "công ty | lãi 5 tỷ đồng", "hợp tác xã | lỗ"."""
    if head.word not in table_words("firm_metrics"):
        return False
    return opening(who, len(who)) in _earners()


@lru_cache(maxsize=1)
def _earners() -> frozenset[str]:
    rows = read_table("organisations")
    firms = {row["head"] for row in rows if row["kind"] in ("company", "bank")}
    return frozenset(firms | table_words("owners") | table_words("actors"))


def _is_firm(words: list[Token]) -> bool:
    """Tell who acts, by a name at the end: "Tập đoàn Hoa Sen", but no zone."""
    plain = [t for t in words if t.type == WORD]
    if len(plain) < _NAME_WORDS or not plain[-1].bits & c.CAPITAL:
        return False
    return from_zone(plain) == plain and not can_own(plain)
