"""The audit for reading: one page of HTML that needs no network and no program."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from pipeline.io.files import replacing
from pipeline.series.findings import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from pipeline.series.run import Meter
    from pipeline.series.telling import Told

VERDICTS: Final = ("contradicted", "doubtful", "confirmed", "unproven")


def write_page(path: str, found: Sequence[Told], meter: Meter, *, title: str) -> None:
    """Write the page of an audit to a file, which appears whole.

    Args:
        path: the file.
        found: the findings to show.
        meter: the counts over all findings.
        title: heads the page.

    Raises:
        UsageError: the file cannot be written.
    """
    text = page(found, meter, title=title)
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", errors="replace")


def page(found: Sequence[Told], meter: Meter, *, title: str) -> str:
    """Give the page; whatever an article says is escaped."""
    shown = {one.kind for one in found}
    return _template().render(
        title=title,
        found=found,
        meter=meter,
        kinds=[(kind, said) for kind, said in KINDS.items() if kind in shown],
        verdicts=[
            name for name in VERDICTS if any(one.verdict == name for one in found)
        ],
        areas=sorted({one.area for one in found if one.area}),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    source = resources.files(__package__).joinpath("page.html").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
