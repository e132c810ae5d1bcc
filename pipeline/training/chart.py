"""Draws how far the confidence of a model can be trusted: two charts in one SVG.

On the left what was said beside what came true: dots on the line are told truly, their
areas are the numbers of figures. On the right how many of the surest figures are wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.errors import ModelError
from pipeline.lexicon.tables import parse_table
from pipeline.training.calibration import COVERAGE, RELIABILITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.models import Model

_SIDE: Final = 300
_LEFT: Final = 60
_TOP: Final = 50
_APART: Final = 420
_WIDTH: Final = _LEFT + _APART + _SIDE + 30
_HEIGHT: Final = _TOP + _SIDE + 60
_LARGEST: Final = 16.0
_INK: Final = "#1b6ca8"
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def confidence_chart(model: Model) -> str:
    """Give the charts of a model as an SVG.

    Raises:
        ModelError: the model was never calibrated.
    """
    bins, steps = _rows(model, RELIABILITY), _rows(model, COVERAGE)
    parts = [
        *_frame(0, "What was said, what came true", "confidence", "right"),
        _line(0, [(0.0, 0.0), (1.0, 1.0)], 'stroke="#999" stroke-dasharray="4 4"'),
        *_dots(bins),
        *_frame(_APART, "How wrong the surest are", "part of the figures", "wrong"),
        _line(
            _APART,
            [(row["coverage"], row["risk"]) for row in steps],
            f'stroke="{_INK}" stroke-width="2"',
        ),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}"'
        f' font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _rows(model: Model, name: str) -> Sequence[Mapping[str, float]]:
    rows = parse_table(model.table(name), name=model.place_of(name))
    if not rows:
        raise ModelError(
            f"{model.place_of(name)}: expected the table that training writes, found"
            " none; this model was never calibrated, train one by: solieu train"
        )
    return [{k: float(v) for k, v in row.items() if k != "source"} for row in rows]


def _at(left: int, x: float, y: float) -> tuple[float, float]:
    return _LEFT + left + x * _SIDE, _TOP + (1 - y) * _SIDE


def _frame(left: int, title: str, across: str, up: str) -> Iterator[str]:
    x, y = _at(left, 0, 1)
    square = f'x="{x:.0f}" y="{y:.0f}" width="{_SIDE}" height="{_SIDE}"'
    yield f'<rect {square} fill="none" stroke="#333"/>'
    yield _text(x + _SIDE / 2, _TOP - 16, title, 'font-size="14"')
    yield _text(x + _SIDE / 2, _TOP + _SIDE + 40, across)
    middle = f"{x - 42:.0f} {y + _SIDE / 2:.0f}"
    yield _text(x - 42, y + _SIDE / 2, up, f'transform="rotate(-90 {middle})"')
    for tick in _TICKS:
        yield _text(_at(left, tick, 0)[0], _TOP + _SIDE + 18, f"{tick:g}")
        yield _text(x - 18, _at(left, 0, tick)[1] + 4, f"{tick:g}")


def _text(x: float, y: float, words: str, more: str = "") -> str:
    place = f'x="{x:.0f}" y="{y:.0f}" text-anchor="middle" {more}'.rstrip()
    return f"<text {place}>{words}</text>"


def _line(left: int, points: Sequence[tuple[float, float]], style: str) -> str:
    placed = [_at(left, x, y) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    return f'<polyline points="{path}" fill="none" {style}/>'


def _dots(bins: Sequence[Mapping[str, float]]) -> Iterator[str]:
    most = max(row["figures"] for row in bins)
    for row in bins:
        x, y = _at(0, row["said"], row["right"])
        radius = _LARGEST * (row["figures"] / most) ** 0.5
        place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        title = f"{row['figures']:.0f} figures"
        yield (
            f'<circle {place} fill="{_INK}" fill-opacity="0.6">'
            f"<title>{title}</title></circle>"
        )
