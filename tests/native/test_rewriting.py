"""What the compiler is given does what the module does."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from native.build import LEFT_OUT, modules_of
from native.rewriting import NO_CIRCLE, rewritten

if TYPE_CHECKING:
    from types import ModuleType

PACKAGE = Path(__file__).resolve().parents[2] / "pipeline"

NOUNS = '''
"""Nouns of a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from fractions import Fraction


class Pair(NamedTuple):
    """Two."""

    one: int
    other: str | None = None


@dataclass(slots=True)
class Sum:
    """A sum with its parts."""

    value: Decimal
    parts: list[int] = field(default_factory=list)
    names: Mapping[str, int] = field(default_factory=dict)
    unit: str = "đồng"  # the text behind it stays

    def __post_init__(self) -> None:
        self.parts.append(len(self.unit))

    def halves(self) -> Fraction | None:
        return None


@dataclass(kw_only=True)
class Asked:
    """Counts how often it was asked."""

    times: int = 0

    @cached_property
    def answer(self) -> list[int]:
        """Count."""
        self.times += 1
        return [self.times]
'''


@pytest.fixture
def nouns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the rewritten nouns as a module of plain Python."""
    path = tmp_path / "nouns_of_a_test.py"
    path.write_text(rewritten(NOUNS).replace(NO_CIRCLE, ""), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module("nouns_of_a_test")


def test_an_init_is_written_out(nouns: ModuleType) -> None:
    made = nouns.Sum(3, unit="m²")
    assert (made.value, made.parts, made.names, made.unit) == (3, [2], {}, "m²")
    assert nouns.Sum(3).parts is not nouns.Sum(3).parts
    assert nouns.Sum(3) == nouns.Sum(3) != nouns.Sum(4)
    with pytest.raises(TypeError, match="value"):
        nouns.Sum()


def test_keyword_fields_stay_keyword_fields(nouns: ModuleType) -> None:
    with pytest.raises(TypeError, match="positional"):
        nouns.Asked(2)


def test_a_kept_property_is_reckoned_once(nouns: ModuleType) -> None:
    asked = nouns.Asked()
    assert asked.answer is asked.answer
    assert asked.times == 1


def test_a_copy_is_made_as_for_another_process(nouns: ModuleType) -> None:
    made = nouns.Sum(3)
    make, nothing = made.__reduce__()
    assert nothing == ()
    again = make()
    assert (again.value, again.unit) == (3, "đồng")


REWRITTEN = {
    "a frozen field is set where it is made": (
        """
        from dataclasses import dataclass
        @dataclass(frozen=True, slots=True)
        class Span:
            start: int
        """,
        ["@dataclass(frozen=True)", "self.start = start  # type: ignore[misc]"],
        ["slots"],
    ),
    "what is frozen is compared and hashed by its fields": (
        """
        from dataclasses import dataclass
        @dataclass(frozen=True, slots=True)
        class Span:
            start: int
        """,
        ["if self.start != other.start:", "return hash((self.start, ))"],
        [],
    ),
    "what has slots is in no circle": (
        NOUNS,
        ["@_attr(acyclic=True)\nclass Sum:", "@dataclass(kw_only=True)\nclass Asked:"],
        ["_attr(acyclic=True)\nclass Asked:"],
    ),
    "what changes has no hash": (NOUNS, ["if self.unit != other.unit:"], ["__hash__"]),
    "what is like none but itself is not compared by its fields": (
        """
        from dataclasses import dataclass
        @dataclass(eq=False)
        class Token:
            start: int
        """,
        ["self.start = start"],
        ["__eq__", "__hash__"],
    ),
    "types of fields are imported in earnest, others are not": (
        NOUNS,
        ["\nfrom decimal import Decimal\n", "\nfrom collections.abc import Mapping\n"],
        ["\nfrom fractions import Fraction\n", "@cached_property"],
    ),
    "fields of a tuple with names are in quotes": (
        NOUNS,
        ["    one: 'int'\n", "    other: 'str | None' = None\n"],
        [],
    ),
    "those of a typed dict are, too": (
        """
        from typing import TypedDict
        class Row(TypedDict):
            unit: Unit
        """,
        ["unit: 'Unit'"],
        ["__init__"],
    ),
}


@pytest.mark.parametrize(
    ("source", "there", "gone"), REWRITTEN.values(), ids=REWRITTEN.keys()
)
def test_what_is_rewritten(source: str, there: list[str], gone: list[str]) -> None:
    made = rewritten(dedent(source))
    assert [words for words in there if words not in made] == []
    assert [words for words in gone if words in made] == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        '"""Đồng."""\n\nNAME = "đồng"\n',
        "class Plain:\n    value: int = 0\n",
        "def work(one: int) -> int:\n    return one\n",
    ],
    ids=["nothing", "a constant", "a plain class", "a function"],
)
def test_what_stays_as_it_is(source: str) -> None:
    assert rewritten(source) == source


ADDED = {"__init__", "__eq__", "__hash__", "__reduce__"}


def _promises(source: str) -> list[tuple[str, list[str]]]:
    """Give each class with its methods and fields, but for what is added."""
    return [
        (
            node.name,
            [
                name
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AnnAssign)
                if (name := _name(one)) not in ADDED
                if not name.startswith("_make_")
            ],
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    ]


def _name(node: ast.FunctionDef | ast.AnnAssign) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.target)


@pytest.mark.parametrize(
    "module", modules_of(PACKAGE), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_each_module_keeps_its_classes(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert _promises(rewritten(source)) == _promises(source)


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_what_is_left_out_is_there(name: str) -> None:
    assert (PACKAGE / name).is_file()
