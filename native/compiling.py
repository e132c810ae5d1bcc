"""Compiles modules where it is called: ``compiling.py JOBS FILE ...``.

A script of its own, since setuptools and mypyc look at the working folder. All modules
are one group, so that they call each other as C functions; each is one C file, so that
several are compiled at once and those that did not change are not compiled again.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mypyc.build import mypycify
from setuptools import setup
from setuptools.command.build_ext import build_ext

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUP = "solieu"
_MYPY = ("--strict", "--explicit-package-bases", "--ignore-missing-imports")
# The copy repeats what the checkout is free of: notes for mypy that not all need.
_LENIENT = ("--no-warn-unused-ignores", "--config-file=")


def main() -> None:
    """Compile the files named, beside the modules."""
    jobs, files = int(sys.argv[1]), sys.argv[2:]

    class Build(build_ext):  # type: ignore[misc] # setuptools ships no types
        def build_extensions(self) -> None:
            self.compiler.compile = _several(self.compiler, jobs)
            super().build_extensions()

    modules = mypycify(
        [*_MYPY, *_LENIENT, *files],
        opt_level="2",
        debug_level="0",
        multi_file=True,
        group_name=_GROUP,
    )
    if os.name == "posix":
        for module in modules:
            # What others cannot see is called directly and put where it is called.
            module.extra_compile_args.append("-fvisibility=hidden")
    setup(
        name=f"{_GROUP}-native",
        packages=[],
        script_args=["build_ext", "--inplace"],
        cmdclass={"build_ext": Build},
        ext_modules=modules,
    )


def _several(compiler: Any, jobs: int) -> Callable[..., list[str]]:  # noqa: ANN401
    """Give a ``compile`` for a compiler of setuptools that does several at once."""

    def compile_all(sources: list[str], **given: Any) -> list[str]:  # noqa: ANN401
        _, objects, after, options, builds = compiler._setup_compile(  # noqa: SLF001
            given.get("output_dir"),
            given.get("macros"),
            given.get("include_dirs"),
            sources,
            given.get("depends"),
            given.get("extra_postargs"),
        )
        before = compiler._get_cc_args(  # noqa: SLF001
            options, given.get("debug"), given.get("extra_preargs")
        )
        headers = [path.stat().st_mtime for path in Path("build").glob("*.h")]

        def compile_one(target: str) -> None:
            source, ending = builds[target]
            newest = max([*headers, Path(source).stat().st_mtime])
            if not Path(target).exists() or Path(target).stat().st_mtime < newest:
                compiler._compile(target, source, ending, before, after, options)  # noqa: SLF001

        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(compile_one, objects))
        return list(objects)

    return compile_all


if __name__ == "__main__":
    main()
