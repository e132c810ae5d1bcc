"""Rewrites a module for the compiler: what mypyc would do slowly or not at all.

mypyc takes our modules nearly as they stand. Two things about classes differ, and both
are mechanical, so that the checkout keeps the plain form and the copy gets the other:

- The compiler loads the types of fields while a module starts. So the names in the
  fields of a dataclass are imported in earnest, and the fields of a ``NamedTuple`` or
  ``TypedDict`` are put in quotes.
- A dataclass makes its ``__init__`` out of a string, which cannot be compiled and sets
  a frozen field ten times as slowly, and so it does what compares and hashes it. They
  are written out here, with what a pickle needs; slots are left to the compiler, whose
  classes have nothing else.
- A noun with slots is told to be in no circle, so that the collector of garbage does
  not look at it again and again. So it must not come to point at itself.
- A ``cached_property`` would be reckoned anew each time: it gets a field that keeps it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENT = "    "
_UNKNOWN = "object"
"""The one type of fields that the compiler does not find by itself."""
NO_CIRCLE = "@_attr(acyclic=True)\n"
_ATTR = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from mypy_extensions import mypyc_attr as _attr
"""
"""What the compiler alone reads: the module as it runs knows nothing of it."""
_QUOTED = ("NamedTuple", "TypedDict")


class _Edit(NamedTuple):
    """``text`` in place of the bytes from ``start`` to ``end``, counted in a file."""

    start: int
    end: int
    text: str


class _Field(NamedTuple):
    """A field of a dataclass as it stands in the source."""

    name: str
    type: str
    default: str | None
    factory: str | None


def rewritten(source: str) -> str:
    """Give a module of ours as the compiler takes it; what it does stays the same."""
    tree = ast.parse(source)
    places = _Places(source)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    edits = [edit for node in classes for edit in _class_edits(node, places)]
    edits += _import_edits(tree, [c for c in classes if _decorator(c)], places)
    data = source.encode()
    for edit in sorted(edits, reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data.decode()


class _Places:
    """Where the nodes of a source stand, in bytes from its beginning."""

    def __init__(self, source: str) -> None:
        self._starts = [0, 0]
        for line in source.encode().splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def edit(self, node: ast.expr, text: str) -> _Edit:
        """Put ``text`` in place of a node."""
        return _Edit(
            self._starts[node.lineno] + node.col_offset,
            self._starts[node.end_lineno or node.lineno] + (node.end_col_offset or 0),
            text,
        )

    def lines(self, first: int, behind: int, text: str) -> _Edit:
        """Put whole lines in place of some; the first line of a file is 1."""
        return _Edit(self._starts[first], self._starts[behind], text)


def _class_edits(node: ast.ClassDef, places: _Places) -> Iterator[_Edit]:
    """Give the edits of one class; another than a noun of ours has none."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    decorator = _decorator(node)
    if decorator is not None:
        # Before the other methods: mypy wants to see first what they speak of.
        last = fields[-1] if fields else node
        behind = (last.end_lineno or last.lineno) + 1
        yield places.edit(decorator, _without_slots(decorator))
        if "slots" in _options(decorator):
            yield places.lines(node.lineno, node.lineno, NO_CIRCLE)
        yield from (_keeping(one, places) for one in _kept(node))
        yield places.lines(behind, behind, _methods(node, fields))
    elif any(ast.unparse(base) in _QUOTED for base in node.bases):
        for field in fields:
            yield places.edit(field.annotation, repr(ast.unparse(field.annotation)))


def _decorator(node: ast.ClassDef) -> ast.expr | None:
    """Give the ``dataclass`` before a class, if there is one."""
    for decorator in node.decorator_list:
        if ast.unparse(decorator).partition("(")[0] == "dataclass":
            return decorator
    return None


def _options(decorator: ast.expr) -> dict[str, str]:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {str(word.arg): ast.unparse(word.value) for word in keywords}


def _without_slots(decorator: ast.expr) -> str:
    options = _options(decorator)
    options.pop("slots", None)
    told = ", ".join(f"{key}={value}" for key, value in options.items())
    return f"dataclass({told})"


def _methods(node: ast.ClassDef, fields: list[ast.AnnAssign]) -> str:
    """Write out what makes an instance and what takes it to another process."""
    decorator = _decorator(node)
    options = _options(decorator) if decorator else {}
    known = [_field(field) for field in fields]
    star = ["*"] if "kw_only" in options else []
    heads = ", ".join(["self", *star, *(_parameter(field) for field in known)])
    # mypy takes the fields of a frozen class for read-only even where it is made.
    note = "  # type: ignore[misc]" if "frozen" in options else ""
    lines = [f"def __init__({heads}) -> None:"]
    lines += [f"{_INDENT}self.{f.name} = {_value(f)}{note}" for f in known]
    for one in _kept(node):
        kind = ast.unparse(one.returns) if one.returns else "object"
        lines.append(f"{_INDENT}self._kept_{one.name}: {kind} | None = None{note}")
    if any(getattr(one, "name", "") == "__post_init__" for one in node.body):
        lines.append(f"{_INDENT}self.__post_init__()")
    if not known:
        lines.append(f"{_INDENT}pass")
    # One that can be ordered, too, is one for Python alone.
    if options.get("eq") != "False" and "order" not in options:
        lines += _comparison(node.name, known, hashed="frozen" in options)
    values = [node.name, *(f"{field.name}=self.{field.name}" for field in known)]
    lines += [
        "",
        "def __reduce__(self) -> tuple[object, tuple[()]]:",
        f"{_INDENT}return _functools.partial({', '.join(values)}), ()",
    ]
    return "".join(f"\n{_INDENT}{line}" if line else "\n" for line in ["", *lines, ""])


def _comparison(name: str, known: list[_Field], *, hashed: bool) -> Iterator[str]:
    """Write out what tells whether two of a class are alike, field by field."""
    yield ""
    yield "def __eq__(self, other: object) -> bool:"
    yield f"{_INDENT}if self is other:"
    yield f"{_INDENT * 2}return True"
    yield f"{_INDENT}if not isinstance(other, {name}):"
    yield f"{_INDENT * 2}return NotImplemented"
    for field in known:
        yield f"{_INDENT}if self.{field.name} != other.{field.name}:"
        yield f"{_INDENT * 2}return False"
    yield f"{_INDENT}return True"
    if hashed:
        told = "".join(f"self.{field.name}, " for field in known)
        yield ""
        yield "def __hash__(self) -> int:"
        yield f"{_INDENT}return hash(({told}))"


def _kept(node: ast.ClassDef) -> list[ast.FunctionDef]:
    """Give the properties of a class that are reckoned once."""
    return [
        one
        for one in node.body
        if isinstance(one, ast.FunctionDef)
        and [ast.unparse(word) for word in one.decorator_list] == ["cached_property"]
    ]


def _keeping(node: ast.FunctionDef, places: _Places) -> _Edit:
    """Make a ``cached_property`` one that looks into its field, and what fills it."""
    kind = ast.unparse(node.returns) if node.returns else "object"
    lines = [
        "@property",
        f"def {node.name}(self) -> {kind}:",
        f"{_INDENT}if self._kept_{node.name} is None:",
        f"{_INDENT * 2}self._kept_{node.name} = self._make_{node.name}()",
        f"{_INDENT}return self._kept_{node.name}",
        "",
        f"def _make_{node.name}(self) -> {kind}:",
    ]
    first = node.decorator_list[0].lineno
    text = "".join(f"{_INDENT}{line}\n" if line else "\n" for line in lines)
    return places.lines(first, node.body[0].lineno, text)


def _field(node: ast.AnnAssign) -> _Field:
    default = factory = None
    if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "field":
        options = {word.arg: ast.unparse(word.value) for word in node.value.keywords}
        default, factory = options.get("default"), options.get("default_factory")
    elif node.value is not None:
        default = ast.unparse(node.value)
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    return _Field(name, kind, default, factory)


def _parameter(field: _Field) -> str:
    if field.factory is not None:
        return f"{field.name}: {field.type} | None = None"
    default = "" if field.default is None else f" = {field.default}"
    return f"{field.name}: {field.type}{default}"


def _value(field: _Field) -> str:
    if field.factory is None:
        return field.name
    return f"{field.factory}() if {field.name} is None else {field.name}"


def _import_edits(
    tree: ast.Module, classes: list[ast.ClassDef], places: _Places
) -> Iterator[_Edit]:
    """Import in earnest what the fields of ``classes`` name for the type checker."""
    if not classes:
        return
    fields = [one for c in classes for one in c.body if isinstance(one, ast.AnnAssign)]
    named = {
        node.id
        for field in fields
        for node in ast.walk(field.annotation)
        if isinstance(node, ast.Name)
    }
    imports = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    lines = ["import functools as _functools"]
    if _UNKNOWN in named:
        lines.append(f"from builtins import {_UNKNOWN}")
    for block in tree.body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            lines += _needed(block, named)
    lines += _ATTR.strip().splitlines()
    behind = max(node.end_lineno or node.lineno for node in imports) + 1
    yield places.lines(behind, behind, "".join(f"{line}\n" for line in lines))


def _needed(block: ast.If, named: set[str]) -> Iterator[str]:
    for node in block.body:
        if isinstance(node, ast.ImportFrom):
            names = [
                alias for alias in node.names if (alias.asname or alias.name) in named
            ]
            if names:
                yield f"from {node.module} import {', '.join(map(ast.unparse, names))}"
