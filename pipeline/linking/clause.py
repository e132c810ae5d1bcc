"""What the figures of a clause, a sentence and an article share while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_BARE_SYLLABLES: Final = 2
_EXTENTS: Final = ("length", "area", "power")


@dataclass(slots=True, eq=False)
class Whole:
    """A metric that others are parts of, where it was told, and its kind of unit."""

    metric: Stretch
    sentence: int
    kind: str


@dataclass(slots=True)
class Topic:
    """What the article is talking about, as it is read from front to back.

    ``metric`` is the first metric of the last sentence with figures, told in sentence
    ``metric_at``, ``counts`` tells whether it counts things, ``kind`` the kind of its
    unit; ``alike`` has the first level of each kind in that sentence, ``last`` its last
    level; ``trade`` the last metric with a head of its own, which partners and goods
    are parts of, told in sentence ``trade_at``; ``owner`` the project, zone or the like
    that attributes ("tổng mức đầu tư") are of, told in sentence ``owner_at``;
    ``numbered`` the part of it ("Khu vực 2") that this sentence opens with; ``whole``
    what the last shares were parts of; ``called`` the last wholes and trades told in
    full, by their bare head; ``extent`` what areas in hectares were last called ("quy
    mô"), for the zones listed with nothing but a name and an area; ``words`` the folded
    words of ``metric``, ``parent`` what that is a part of, ``parted`` where "trong đó"
    said so; ``listed`` the whole of a list that a line ends by opening: "gồm:";
    ``things`` the last counted set, told in sentence ``things_at``; ``crop`` what last
    grew on an area, told in sentence ``crop_at``; ``families`` the wholes of official
    statistics told last; ``segment`` the market told last, in sentence ``segment_at``.
    """

    metric: Stretch | None = None
    metric_at: int = -1
    counts: bool = False
    kind: str = ""
    alike: dict[str, Stretch] = field(default_factory=dict)
    last: Stretch | None = None
    trade: Stretch | None = None
    trade_at: int = -1
    owner: Stretch | None = None
    owner_at: int = -1
    numbered: Stretch | None = None
    whole: Stretch | None = None
    whole_at: int = -1
    called: dict[str, Stretch] = field(default_factory=dict)
    extent: Stretch | None = None
    words: tuple[str, ...] = ()
    listed: Stretch | None = None
    parent: Stretch | None = None
    parted: bool = False
    things: Stretch | None = None
    things_at: int = -1
    crop: Stretch | None = None
    crop_at: int = -1
    families: dict[str, Whole] = field(default_factory=dict)
    segment: Stretch | None = None
    segment_at: int = -1

    def whole_of(self, part: Figure) -> tuple[Stretch | None, bool]:
        """Give what "trong đó" makes a whole of, and whether that counts things.

        Behind things counted and what they have it is what is of the kind of the part:
        "31 dự án với 900 căn nhà. Trong đó, 40 căn …". A sum of money is no part of a
        length or an area: "dài 11 km, vốn 500 tỷ đồng. Trong đó, xây lắp 300 tỷ đồng".
        """
        if part.amount.kind == "money" and self.kind in _EXTENTS and not self.counts:
            return self.alike.get("money"), False
        alike = self.alike.get(kind_of(part)) if self.counts else None
        if alike is None:
            return self.metric, self.counts
        return alike, part.amount.kind == "count"

    def in_full(self, name: str) -> Stretch | None:
        """Give what "doanh thu" alone stands for: "tổng doanh thu bán lẻ"."""
        bare = bare_name(name)
        return self.called.get(bare) if bare.count(" ") < _BARE_SYLLABLES else None


def bare_name(name: str) -> str:
    """Give a folded head without "tổng"."""
    total, _, rest = name.partition(" ")
    return rest if rest and total in role_words("total") else name


@dataclass(slots=True)
class Clause:
    """What the figures of one clause share.

    ``current`` is the metric last named (``words`` its folded words), ``first`` the
    one the clause opened with, ``subject`` who or what the clause is about where that
    is not the metric, ``whole`` what "trong đó" opened up, ``part_kind`` the kind of
    unit of its first part, ``counted`` the last counted noun (``noun`` its folded
    words), ``people`` the population that shares are of, ``ranked_by`` what those
    counted are told by; ``around`` the whole around a part that has parts; ``out_of``
    what "trong số 34 dự án" takes counts out of, those of ``out_of_word`` alone where
    it is told; ``things`` the last counted set, ``thing`` what the last attribute was
    of; ``partner`` the last partner in trade, ``head`` what the last name begins with
    ("giá" of "giá xăng") and ``head_kind`` what is told of it; ``measured`` what the
    items of a list of examples are told by, ``structure`` what shares behind a colon
    divide; ``outer`` the metrics that open brackets
    interrupt; ``heads`` tells that the sentence opened with the ``whole`` of a list of
    goods; ``units`` the codes of the units that the
    levels of named metrics have.
    """

    current: Stretch | None = None
    words: tuple[str, ...] = ()
    first: Stretch | None = None
    subject: Stretch | None = None
    whole: Stretch | None = None
    whole_counts: bool = False
    part_kind: str = ""
    trade: Stretch | None = None
    trade_unit: str | None = None
    counted: Stretch | None = None
    noun: str = ""
    people: Stretch | None = None
    ranked_by: Stretch | None = None
    partners: bool = False
    partner: Stretch | None = None
    head: Stretch | None = None
    head_kind: str = ""
    lists: bool = False
    around: Stretch | None = None
    out_of: Stretch | None = None
    out_of_word: str = ""
    thing: Stretch | None = None
    things: Stretch | None = None
    first_bare: bool = False
    measured: Stretch | None = None
    structure: Stretch | None = None
    outer: list[tuple[Stretch | None, Stretch | None]] = field(default_factory=list)
    heads: bool = False
    units: dict[Stretch, str] = field(default_factory=dict)

    def enter(self, depth: int, depth_before: int) -> None:
        """Remember what a bracket interrupts, and come back to it behind."""
        for _ in range(depth_before, depth):
            self.outer.append((self.current, self.counted))
        for _ in range(depth, depth_before):
            if self.outer:
                self.current, self.counted = self.outer.pop()

    def turn(self) -> None:
        """Begin a new part at a semicolon, back at the whole around "gồm"."""
        self.subject = self.first = None
        self.thing = self.things
        if self.around is not None:
            self.whole, self.around = self.around, None

    def open_part(self, *, counts: bool) -> None:
        """Take what was named last as the whole of what follows: "trong đó"."""
        self.around = self.whole
        self.whole = (self.counted or self.current) if counts else self.current
        self.whole_counts = counts and self.whole is not None
        self.part_kind = ""
        self.subject = self.first = None


def stretch(tokens: list[Token]) -> Stretch | None:
    """Give the span that a run of tokens covers; None for an empty run."""
    return (tokens[0].start, tokens[-1].end) if tokens else None


def has_share_cue(figure: Figure) -> bool:
    """Tell whether the words before a figure say it is a part: "chiếm", "góp"."""
    return bool(figure.head_bits & c.SHARE)


def kind_of(figure: Figure) -> str:
    """Give the kind of a figure, of things counted with the thing: "count căn"."""
    kind = figure.amount.kind
    thing = figure.tail[0].word.partition(" ")[0] if figure.tail else ""
    return f"{kind} {thing}" if kind == "count" else kind


def kind_of_unit(figure: Figure) -> str:
    """Give what the unit of a figure measures: "money", "area"; "" without one."""
    unit = figure.amount.unit
    return unit.kind if unit else ""
