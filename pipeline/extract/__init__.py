"""Turns articles into observations: the one place where all layers meet."""

from __future__ import annotations

from pipeline.extract.extractor import Extractor
from pipeline.extract.trace import Trace

__all__ = ["Extractor", "Trace"]
