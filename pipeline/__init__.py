"""Every economic figure of Vietnamese press articles, as dated, grounded rows.

>>> import pipeline
>>> extractor = pipeline.load()
>>> rows = extractor.extract("Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD.")
>>> rows[0].metric_text
'kim ngạch xuất khẩu'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.extract import Extractor

__version__ = "0.1.0"


def core() -> str:
    """Tell what extracts: "compiled", where the native core is in use, or "plain"."""
    from pipeline import schema

    return "plain" if str(schema.__file__).endswith(".py") else "compiled"


def load(model: str = "default") -> Extractor:
    """Load a model by name or folder and give an extractor that uses it.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    from pipeline.extract import Extractor

    return Extractor(model=model)


def load_nlp(model: str = "default") -> Language:
    """Give the spaCy pipeline with ``doc.spans`` for every kind of mention.

    The groups are time, amount, unit, cue, organisation, area and metric; the id of a
    metric is that of its indicator. A pipeline that was saved and loaded by spaCy
    alone finds no metrics.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    from pipeline.extract.metrics import MetricFinder
    from pipeline.matching.assemble import build_language
    from pipeline.models import open_model

    open_model(model)
    return build_language({"metric": MetricFinder(model)})
