"""The door to altair and vl-convert: series as SVG or PNG, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    import altair as alt

    from pipeline.series.marks import Picture

By: TypeAlias = Literal["area", "name"]

MERGER: Final = "2025-07-01"
_RED: Final = "#c0392b"
_GREY: Final = "#888888"
_PALETTE: Final = (
    *("#1b6ca8", "#d9822b", "#3a8f5c", "#8e5ea2", "#7a5c3e", "#2aa5a0"),
    *("#b8396f", "#6b7a1e", "#4f5d75", "#c5a017"),
)
_STAGES: Final = ("actual", "revised", "estimate", "derived", "target", "forecast")
_SHAPES: Final = (
    "circle",
    "square",
    "triangle-up",
    "cross",
    "diamond",
    "triangle-down",
)
_LEGENDS: Final = {"bottom": {"direction": "vertical", "anchor": "start"}}
"""One legend below the other: long names of series would make a chart wide."""
_DASHES: Final = {"outcome": [1, 0], "target": [5, 3], "forecast": [2, 2]}
_COLUMNS: Final = 3
_WIDE: Final = (640, 340)
_SMALL: Final = (260, 180)
_SHARP: Final = 2.0
"""Pixels of a PNG for one of the drawing."""


def draw(
    picture: Picture, title: str, subtitle: str, by: By | None
) -> alt.VConcatChart:
    """Draw the marks of series.

    Every value is a bar as long as its period; those a cell goes by are joined by lines
    with others of their kind. Earlier vintages are hollow and grey, targets dashed,
    contradicted values ringed in red, and the range that the digits allow is a thin
    upright line. A dotted line is the merger of provinces.

    Args:
        picture: what to draw.
        title: above the chart.
        subtitle: below the title.
        by: what small multiples are by; None is one chart.
    """
    import altair as alt

    width, height = _SMALL if by else _WIDE
    base = alt.Chart(alt.InlineData(values=list(picture.marks)))
    colour = _colour(picture, by)
    order = list(dict.fromkeys(str(mark["area"]) for mark in picture.marks))
    layers = alt.layer(*_layers(base, picture, colour)).properties(
        width=width, height=height
    )
    chart: Any = layers
    if by:
        facet = alt.Facet(f"{by}:N", title=None, sort=order)
        chart = layers.facet(facet=facet, columns=_COLUMNS)
    heading = alt.TitleParams(title, subtitle=subtitle, anchor="start")
    drawn: alt.VConcatChart = (
        alt.vconcat(chart, title=heading)
        .configure_view(stroke="#dddddd")
        .configure_axis(gridColor="#eeeeee", labelColor="#444444", titleColor="#444444")
        .configure_legend(orient="bottom", columns=3, labelLimit=360)
        .configure_header(labelFontWeight="bold")
    )
    return drawn


def _colour(picture: Picture, by: By | None) -> alt.Color:
    """Tell kinds of periods apart by colour; where many series stand, these."""
    import altair as alt

    names = dict.fromkeys(str(mark["name"]) for mark in picture.marks)
    field, title = ("kind", "period") if by or len(names) == 1 else ("name", "series")
    values = list(dict.fromkeys(str(mark[field]) for mark in picture.marks))
    return alt.Color(
        f"{field}:N",
        title=title,
        scale=alt.Scale(domain=values, range=list(_PALETTE)),
    )


def _layers(
    base: alt.Chart, picture: Picture, colour: alt.Color
) -> list[alt.Chart | alt.LayerChart]:
    import altair as alt

    time = alt.X("last:T", title=None)
    value = alt.Y("value:Q", title=picture.axis, scale=alt.Scale(zero=False))
    latest = base.transform_filter("datum.latest")
    outcomes = latest.transform_filter("datum.aim == 'outcome'")
    layers: list[alt.Chart | alt.LayerChart] = [
        latest.mark_rule(strokeWidth=2, opacity=0.55).encode(
            x="first:T", x2="last:T", y=value, color=colour, strokeDash=_dash()
        ),
        outcomes.mark_line(strokeWidth=1, opacity=0.5).encode(
            x=time, y=value, color=colour, detail=["group:N", "kind:N"]
        ),
        latest.mark_rule(strokeWidth=1).encode(
            x=time, y="low:Q", y2="high:Q", color=colour
        ),
        *_points(base.encode(x=time, y=value), colour),
    ]
    return [*layers, _merger(base)] if picture.merger else layers


def _points(placed: alt.Chart, colour: alt.Color) -> list[alt.Chart]:
    """Give the points of earlier vintages, of those to go by, and rings of conflict."""
    import altair as alt

    stage = alt.Shape(
        "stage:N",
        title="stage",
        scale=alt.Scale(domain=list(_STAGES), range=list(_SHAPES)),
    )
    earlier = placed.transform_filter("!datum.latest")
    latest = placed.transform_filter("datum.latest")
    contradicted = placed.transform_filter("datum.conflict")
    return [
        earlier.mark_point(size=40, filled=False, color=_GREY).encode(shape=stage),
        latest.mark_point(size=60, filled=True, opacity=1).encode(
            color=colour, shape=stage
        ),
        contradicted.mark_point(
            size=220, filled=False, color=_RED, strokeWidth=1.5, shape="circle"
        ),
    ]


def _dash() -> alt.StrokeDash:
    import altair as alt

    scale = alt.Scale(domain=list(_DASHES), range=list(_DASHES.values()))
    return alt.StrokeDash("aim:N", scale=scale, legend=None)


def _merger(base: alt.Chart) -> alt.Chart:
    dated = base.transform_calculate(merger=f"toDate('{MERGER}')")
    ruled: alt.Chart = dated.mark_rule(strokeDash=[1, 3], color=_GREY)
    return ruled.encode(x="merger:T")


def as_svg(chart: alt.VConcatChart) -> str:
    """Render a chart as SVG."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_spec(chart))


def as_png(chart: alt.VConcatChart) -> bytes:
    """Render a chart as PNG, twice as fine as the drawing."""
    import vl_convert

    return vl_convert.vegalite_to_png(_spec(chart), scale=_SHARP)


def _spec(chart: alt.VConcatChart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    # Vega-Lite hands it on to Vega, but altair's schema does not know it.
    spec["config"]["legend"]["layout"] = _LEGENDS
    return spec
