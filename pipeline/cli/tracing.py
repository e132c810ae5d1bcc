"""A trace as lines for a reader: what was seen, what was chosen, by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.cli.talk import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.extract.trace import FigureTrace, SentenceTrace, Trace
    from pipeline.schema import Observation

_WIDTH: Final = 13


def lines_of(trace: Trace, figure: int | None = None) -> Iterator[str]:
    """Give the lines of a trace, of one figure alone (from 1) where one is named."""
    known = count(len(trace.figures), "figure")
    date = f"speaks from {trace.date} ({trace.date_from})" if trace.date else "no date"
    yield plain(f"{trace.article_id or 'text'} · {date} · {known}")
    numbered = list(enumerate(trace.figures, 1))
    for number, sentence in enumerate(trace.sentences):
        here = [
            (at, told)
            for at, told in numbered
            if told.sentence == number and figure in (None, at)
        ]
        if figure is None or here:
            yield ""
            yield from _sentence(number + 1, sentence)
        for at, told in here:
            yield ""
            yield from _figure(at, told)


def plain(text: str) -> str:
    """Make a text safe for a terminal: spaces are blanks, other signs are spelled."""
    return "".join(
        sign if sign.isprintable() else " " if sign.isspace() else _spelled(sign)
        for sign in text
    )


def _spelled(sign: str) -> str:
    return sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def _line(name: str, words: str, indent: int = 2) -> str:
    return plain(f"{' ' * indent}{name:<{_WIDTH}}{words}").rstrip()


def _sentence(number: int, sentence: SentenceTrace) -> Iterator[str]:
    place = f"characters {sentence.start} to {sentence.end}"
    yield f"sentence {number} ({sentence.kind}, {place})"
    yield _line("text", sentence.text)
    yield _line("tokens", " | ".join(_token(t.text, t.roles) for t in sentence.tokens))
    for mention in sentence.mentions:
        label = f" = {mention.label}" if mention.label else ""
        yield _line(mention.kind, f"{mention.text}{label}")


def _token(text: str, roles: Iterable[str]) -> str:
    told = ",".join(role for role in roles if role != "capital")
    return f"{text} <{told}>" if told else text


def _figure(number: int, told: FigureTrace) -> Iterator[str]:
    row = told.row
    unit = f" {row.unit_text}" if row.unit_text else ""
    yield plain(f"  figure {number}: {row.amount_text}{unit}")
    yield _line("led to by", told.head or "nothing", 4)
    yield _line("followed by", told.tail or "nothing", 4)
    rules, rates = dict(told.rules), dict(told.rates)
    for name, value in _fields(row):
        yield _line(name, f"{value}{_reason(row, name, rules, rates.get(name))}", 4)
    for field in dict.fromkeys(c.field for c in told.candidates):
        names = [
            f"[{c.text}]" if c.chosen else c.text
            for c in told.candidates
            if c.field == field
        ]
        yield _line("candidates", f"{field}: {' | '.join(names)}", 4)
    yield _line("confidence", f"{row.confidence:.2f}", 4)


def _fields(row: Observation) -> Iterator[tuple[str, str]]:
    """Give the fields that are told, in the order of the table."""
    period, base, plan = row.period, row.base, row.plan_period
    values = {
        "unit": f"{row.unit} x 10^{row.unit_mult}" if row.unit else None,
        "bound": row.bound,
        "measure": row.measure,
        "direction": row.direction,
        "metric": row.metric_text,
        "parent": row.parent_text,
        "entity": row.entity,
        "indicator": row.indicator,
        "price_basis": row.price_basis,
        "period": period.iso if period else None,
        "base": base.iso if base else None,
        "base_text": row.base_text,
        "plan_period": plan.iso if plan else None,
        "plan_by": row.plan_by,
        "status": row.status,
        "area": f"{row.area} ({row.area_code})" if row.area_code else row.area,
        "repeat_of": row.repeat_of,
    }
    for name, value in values.items():
        if value is not None:
            yield name, value


def _reason(
    row: Observation, name: str, rules: dict[str, str], rate: float | None
) -> str:
    """Tell where a field comes from: its words, its rule, how often that is right."""
    parts = []
    if name in row.evidence:
        start, end = row.evidence[name]
        parts.append(f"at {start} to {end}")
    named = row.inferred.get(name) or rules.get(name)
    if named is not None:
        parts.append(f"rule {named}")
    if rate is not None:
        parts.append(f"right {rate:.0%}")
    return f"  ({', '.join(parts)})" if parts else ""
