"""Which company or project a figure is of, where it is not the area's as a whole.

``entities_of`` weighs an article's organisations once; ``at`` answers for a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.matching.evidence import Places
from pipeline.matching.mention import relation_of
from pipeline.matching.organisations import find_organisations
from pipeline.matching.short_names import full_names
from pipeline.text.folding import fold
from pipeline.values.vocabulary import leaping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.matching.organisations import OrgMention
    from pipeline.text.sentences import Sentence

Hold: TypeAlias = Literal["subject", "near"]

_KINDS: Final = frozenset(("company", "bank", "project", "zone"))
_FIRMS: Final = frozenset(("company", "bank"))
_LOOK_BACK: Final = 48
_NEAR: Final = 60
_OWNED_BEHIND: Final = 40
_CARRY: Final = 3
_HEADLINE: Final = 4.0
_LEAST_POINTS: Final = 4.0
_LEAST_SHARE: Final = 0.5
_NEXT_WORD: Final = re.compile(r"[ \xa0]([^\W\d_]{1,12})")
_SIDE_BY_SIDE: Final = re.compile(r"\s{0,2}(?:,|và|\([^()\n]{1,30}\),?)\s{0,2}")


@dataclass(frozen=True, slots=True)
class Entity:
    """Whose a figure is; ``start`` to ``end`` are the words that name it.

    ``rule`` is None where the figure's own sentence names it. The words are None where
    only the headline outside the text does. ``firm`` tells that it is
    a company's own ("doanh thu"), not what it does in a place or what a project costs.
    """

    name: str
    start: int | None
    end: int | None
    rule: str | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True)
class _Holder:
    """An organisation that figures can be of, and how it stands in its sentence."""

    start: int
    end: int
    name: str
    firm: bool
    hold: Hold
    owns: bool


class Entities:
    """The companies and projects of one article that figures can be of."""

    def __init__(
        self,
        folded: str,
        sentences: Sequence[Sentence],
        holders: Sequence[_Holder],
        main: Entity | None,
    ) -> None:
        self._folded = folded
        self._sentences = sentences
        self._holders = holders
        self._starts = [h.start for h in holders]
        self._main = main

    @property
    def nobody(self) -> bool:
        """Whether no figure of the article can be of a company or project."""
        return not self._holders and self._main is None

    def at(self, start: int, end: int, sentence: int, names: str) -> Entity | None:
        """Give whose the figure at ``start`` to ``end`` of a sentence is.

        Rules, in this order: the nearest subject or owner before the figure in its
        sentence, or a name shortly before it; an owner right behind it; where the
        metric is one that companies have, the subject that opened an earlier sentence
        of the paragraph, and in a company's report the company that it is about.

        Args:
            start: of the amount.
            end: of the amount with its unit.
            sentence: its number.
            names: the folded words of metric and parent.

        Returns:
            None where the figure is of the area.
        """
        place = self._sentences[sentence]
        here = self._between(place.start, place.end)
        firms = _firm_metric().search(names) is not None
        for holder in reversed(here):
            if holder.end <= start and self._reaches(holder, start):
                return _entity(holder, None, firms=firms)
        for holder in here:
            near = holder.owns and 0 <= holder.start - end <= _OWNED_BEHIND
            if near and "," not in self._folded[end : holder.start]:
                return _entity(holder, None, firms=firms)
        if here or not firms:
            return None
        return self._carried(sentence) or self._main

    def _between(self, start: int, end: int) -> Sequence[_Holder]:
        low = bisect_right(self._starts, start - 1)
        return self._holders[low : bisect_right(self._starts, end - 1)]

    def _reaches(self, holder: _Holder, start: int) -> bool:
        gap = self._folded[holder.end : start]
        _, parted, parts = gap.partition(";")
        if parted and not parts.lstrip().startswith(_words("parts")):
            return False
        return holder.hold == "subject" or len(gap) <= _NEAR

    def _carried(self, sentence: int) -> Entity | None:
        paragraph = self._sentences[sentence].paragraph
        for number in range(sentence - 1, max(-1, sentence - 1 - _CARRY), -1):
            place = self._sentences[number]
            if place.paragraph != paragraph:
                return None
            for holder in self._between(place.start, place.end):
                if holder.hold == "subject" and holder.firm:
                    return _entity(holder, "carried", firms=True)
        return None


def entities_of(
    text: str,
    folded: str,
    sentences: Sequence[Sentence],
    organisations: Sequence[OrgMention],
    *,
    company_report: bool,
    title: str | None = None,
) -> Entities:
    """Weigh the organisations of an article.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        sentences: what ``split_sentences`` gave.
        organisations: what ``find_organisations`` gave.
        company_report: the article has no area (``reporting_area`` gave None).
        title: the headline, where it is not part of the text.
    """
    named = [
        o
        for o in organisations
        if o.kind in _KINDS and not _generic(o) and not _is_torn(text, o)
    ]
    names = full_names(folded, [o for o in organisations if o.kind in _KINDS])
    holders = list(_holders(folded, named, names))
    main = _main(sentences, holders, title) if company_report else None
    return Entities(folded, sentences, holders, main)


def _entity(holder: _Holder, rule: str | None, *, firms: bool) -> Entity:
    firm = holder.firm and firms
    return Entity(holder.name, holder.start, holder.end, rule, firm)


def _holders(
    folded: str, named: Sequence[OrgMention], names: dict[str, str]
) -> Iterator[_Holder]:
    before = 0
    for mention in named:
        listed = _SIDE_BY_SIDE.fullmatch(folded, before, mention.start)
        before = mention.end
        hold, owns = _hold(folded, mention)
        if hold is None or (listed and not owns):
            continue
        name = _full(mention, names)
        if _is_public(name):
            continue
        firm = mention.kind in _FIRMS
        yield _Holder(mention.start, mention.end, name, firm, hold, owns)


def _hold(folded: str, mention: OrgMention) -> tuple[Hold | None, bool]:
    """Tell how figures can hang on a name: not on a source, a partner or an agent."""
    low = max(0, mention.start - _LOOK_BACK)
    if _pattern("told").match(folded, mention.end):
        return None, False
    lead = _pattern("before").search(folded, low, mention.start)
    if lead is not None:
        owned = lead["owned"] is not None
        source = lead["report"] or lead["person"] or lead["aside"]
        return (None, False) if source else ("subject" if owned else "near", owned)
    opens = relation_of(folded, mention.start) in {"start", "clause"}
    return ("subject" if opens else "near"), False


def _generic(mention: OrgMention) -> bool:
    """Tell what is no company's own name: "dự án FDI", "Công ty B", a central bank."""
    name = fold(mention.name)
    last = name.rpartition(" ")[2]
    single = mention.kind in _FIRMS and len(last) == 1 and " " in name
    return single or last in _words("generic") or _is_public(name)


def _is_public(name: str) -> bool:
    return fold(name).startswith(_words("public"))


def _is_torn(text: str, mention: OrgMention) -> bool:
    """Tell a name cut inside a word of small letters: "Dự án đường Vành| đai 3".

    A name of one syllable alone is rare; one with a Vietnamese sign is half a word.
    """
    behind = _NEXT_WORD.match(text, mention.end)
    if behind is None or not behind[1].islower():
        return False
    *rest, last = mention.name.split()
    alone = bool(rest) and rest[-1].islower()
    return alone and last.istitle() and not last.isascii()


def _full(mention: OrgMention, names: Mapping[str, str]) -> str:
    """Give the full name, or a ticker without its exchange ("GTB-HNX")."""
    name = " ".join(names.get(mention.name, mention.name).split())
    ticker, _, exchange = name.rpartition("-")
    return ticker if ticker and fold(exchange) in _words("exchange") else name


@lru_cache(maxsize=1)
def _firm_metric() -> re.Pattern[str]:
    words = (re.escape(r["surface"]) for r in read_table("firm_metrics"))
    return re.compile(leaping(words, r"[^\W_]") + r"(?![^\W_])")


@lru_cache(maxsize=8)
def _words(role: str) -> tuple[str, ...]:
    rows = read_table("entity_words")
    words = [row["word"] for row in rows if row["role"] == role]
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=2)
def _pattern(which: str) -> re.Pattern[str]:
    """Build what may stand right before a name, or right behind it."""
    roles = {
        role: "|".join(map(re.escape, _words(role)))
        for role in ("aside", "person", "report", "told", "owned")
    }
    if which == "told":
        told = rf"(?:\([^()\n]{{1,40}}\)\s)?(?:[^\W\d_]{{1,4}}\s)?(?:{roles['told']})\b"
        return re.compile(rf"\s{{1,2}}{told}")
    return re.compile(
        rf"""(?<![^\W_])(?:
          (?P<report>{roles["report"]})(?:\s[^\W\d_]{{1,6}}){{0,2}}\s(?:của|từ)
        | (?P<person>{roles["person"]})(?:\s[^\W\d_]{{1,8}}){{0,2}}
        | (?P<aside>{roles["aside"]})
        | (?P<owned>{roles["owned"]})
        )\s{{1,2}}\Z
        """,
        re.VERBOSE,
    )


def _main(
    sentences: Sequence[Sentence], holders: Sequence[_Holder], title: str | None
) -> Entity | None:
    """Give the company that a report is about: the one its headline and body name."""
    places = Places(sentences)
    points: dict[str, float] = {}
    first: dict[str, Entity] = {}
    for holder in holders:
        if holder.firm:
            key = fold(holder.name)
            points[key] = points.get(key, 0.0) + places.weight(holder.start)
            first.setdefault(key, _entity(holder, "article", firms=True))
    for mention in find_organisations(title, fold(title)) if title else ():
        if mention.kind in _FIRMS and not _generic(mention):
            key = fold(mention.name)
            points[key] = points.get(key, 0.0) + _HEADLINE
            first.setdefault(key, Entity(mention.name, None, None, "title", firm=True))
    best = max(points, key=lambda key: points[key], default=None)
    if best is None or points[best] < _LEAST_POINTS:
        return None
    return first[best] if points[best] >= _LEAST_SHARE * sum(points.values()) else None
