"""The labelling configuration that Label Studio shows our tasks by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from pipeline.exchange.labelstudio.writing import KIND, TEXT
from pipeline.exchange.marks import CHOICES, EVIDENCE, FIGURE, NUMBERS, WORDS
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable

_GOLD: Final = "#e8b100"


def configuration(kinds: Iterable[str] = ()) -> str:
    """Give the configuration as XML.

    Args:
        kinds: of evidence in the tasks, besides the usual ones; a task whose region is
            of a kind that the configuration lacks is refused by the server.
    """
    names = list(dict.fromkeys((*EVIDENCE, *sorted(kinds))))
    view = ET.Element("View")
    _add(view, "Header", value="$id", size="5")
    labels = _add(view, "Labels", name=KIND, toName=TEXT, showInline="true")
    _add(labels, "Label", value=FIGURE, background=_GOLD)
    for name in names:
        _add(labels, "Label", value=name)
    relations = _add(view, "Relations")
    for name in names:
        _add(relations, "Relation", value=name)
    # Figures begin and end within words ("62triệu"): no rounding to whole words.
    _add(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    asked = _add(view, "View", visibleWhen="region-selected", whenLabelValue=FIGURE)
    for name in (*NUMBERS, *WORDS):
        _add(asked, "Header", value=name, size="6")
        _field(asked, "TextArea", name, rows="1", maxSubmissions="1", editable="true")
    for name, values in CHOICES.items():
        _add(asked, "Header", value=name, size="6")
        choices = _field(asked, "Choices", name, choice="single", showInline="true")
        for value in values:
            _add(choices, "Choice", value=value)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _field(parent: ET.Element, tag: str, name: str, **more: str) -> ET.Element:
    return _add(parent, tag, name=name, toName=TEXT, perRegion="true", **more)


def write_configuration(path: str, kinds: Iterable[str] = ()) -> None:
    """Write the configuration to a file, which appears whole.

    Raises:
        UsageError: the file cannot be written.
    """
    with replacing(path) as part:
        part.write_text(configuration(kinds), encoding="utf-8")
