"""What the pages say, in Vietnamese or English."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from pipeline.lexicon.tables import parse_table

if TYPE_CHECKING:
    from collections.abc import Mapping

Language: TypeAlias = Literal["en", "vi"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_TABLE: Final = "words.tsv"


class Words:
    """The words of one language by key; ``{}`` in them is filled in."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._said = _table(language)

    def __call__(self, key: str, *values: object) -> str:
        """Give the words of a key.

        Raises:
            KeyError: the table has no such key.
        """
        said = self._said[key]
        return said.format(*values) if values else said

    def group(self, group: str) -> Mapping[str, str]:
        """Give all names of a group, by value."""
        first = f"{group}."
        return {
            key.removeprefix(first): said
            for key, said in self._said.items()
            if key.startswith(first)
        }

    def name(self, group: str, value: str) -> str:
        """Give the name of a value of a group, or the value where it has none."""
        return self._said.get(f"{group}.{value}", value.replace("_", " "))


def language_of(accepted: str, *said: str | None) -> Language:
    """Give the language asked for, else what the browser prefers of the two.

    Args:
        accepted: the header Accept-Language.
        said: what was chosen, the latest first, or nothing.
    """
    for one in said:
        for language in LANGUAGES:
            if one == language:
                return language
    return "vi" if accepted.strip().lower().startswith("vi") else "en"


@lru_cache(maxsize=2)
def _table(language: Language) -> Mapping[str, str]:
    text = resources.files(__package__).joinpath(_TABLE).read_text("utf-8")
    return {row["key"]: row[language] for row in parse_table(text, name=_TABLE)}
