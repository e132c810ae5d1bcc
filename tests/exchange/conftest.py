from __future__ import annotations

from tests.cli.conftest import solieu

__all__ = ["solieu"]
