"""Tells what a short name stands for: "Công ty Cổ phần Đường Bình Định (BISUCO)"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.organisations import OrgMention


def full_names(folded: str, named: Sequence[OrgMention]) -> dict[str, str]:
    """Map the short names that the text gives in brackets to the full ones."""
    names: dict[str, str] = {}
    for before, mention in pairwise(named):
        if folded[before.end : mention.start].strip() == "(":
            names.setdefault(mention.name, before.name)
    return names
