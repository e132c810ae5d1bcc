"""Builds the compiled core beside the checkout: ``python -m native.build``.

The rooms that every figure passes through are copied, rewritten for the compiler and
compiled in one group; the rest of the package is copied as it stands. Whoever puts
``build/native`` before the checkout on the path runs the compiled core; the checkout
stays plain Python. Where it cannot be built, that is said and nothing is left behind.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from native.rewriting import rewritten

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "build" / "native"
LOG: Final = "build.log"
COMPILED: Final = (
    "schema.py",
    "text",
    "lexicon",
    "values",
    "matching",
    "linking",
    "catalogue",
    "choosing",
    "extract",
)
"""The modules and rooms of the package that are compiled."""
LEFT_OUT: Final = frozenset(
    (
        # spaCy's and underthesea's doors: what they wait for is compiled already.
        "matching/components.py",
        "matching/tokenizer.py",
        "matching/assemble.py",
        "text/segmenter.py",
        # Asked by spaCy alone, or for one article at a time.
        "matching/finders.py",
        "extract/metrics.py",
        "extract/trace.py",
    )
)
_TRIAL: Final = """
import pipeline
rows = pipeline.load().extract("Năm 2020, xuất khẩu đạt 580 triệu USD.")
assert len(rows) == 1, rows
assert pipeline.core() == "compiled", pipeline.__file__
"""


class CannotBuildError(Exception):
    """There is no compiler, or it refused; the message says what happened."""


def main() -> None:
    """Build and say how to use it; the exit code is 0 where plain Python is left."""
    options = _options()
    try:
        build(options.into, jobs=options.jobs)
    except CannotBuildError as fault:
        print(f"The compiled core could not be built: {fault}")
        print("Everything works without it, in plain Python.")
        sys.exit(1 if options.strict else 0)
    print(f"The compiled core is built; use it with PYTHONPATH={options.into}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the compiled core.")
    parser.add_argument("--into", type=Path, default=TARGET)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--strict", action="store_true", help="exit 1 if it cannot be")
    return parser.parse_args()


def build(into: Path, *, jobs: int = 1) -> Path:
    """Fill a folder with the package, its hot rooms compiled, and try it.

    What the compiler made before and is still good is kept in ``into/build``.

    Args:
        into: made where it is not there; its ``pipeline`` and ``models`` are replaced.
        jobs: how many files are compiled at once.

    Returns:
        ``into``.

    Raises:
        CannotBuildError: no compiler, or a fault of it; ``into`` has no package then.
    """
    into.mkdir(parents=True, exist_ok=True)
    (into / LOG).unlink(missing_ok=True)
    modules = _lay_out(into)
    command = [sys.executable, str(ROOT / "native" / "compiling.py"), str(jobs)]
    try:
        _run([*command, *modules], into, "mypyc or the C compiler refused")
        _run([sys.executable, "-c", _TRIAL], into, "what was built does not run")
    except CannotBuildError:
        shutil.rmtree(into / "pipeline")
        raise
    return into


def _lay_out(into: Path) -> list[str]:
    """Copy package and models and rewrite what is to be compiled; give its paths."""
    for folder in ("pipeline", "models"):
        shutil.rmtree(into / folder, ignore_errors=True)
        shutil.copytree(
            ROOT / folder, into / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    modules = modules_of(into / "pipeline")
    for module in modules:
        module.write_text(
            rewritten(module.read_text(encoding="utf-8")), encoding="utf-8"
        )
    return [str(module.relative_to(into)) for module in modules]


def modules_of(package: Path) -> list[Path]:
    """Give the modules of a package that are to be compiled, in order."""
    found: list[Path] = []
    for name in COMPILED:
        place = package / name
        found += sorted(place.glob("*.py")) if place.is_dir() else [place]
    return [
        module
        for module in found
        if module.name != "__init__.py"
        and module.relative_to(package).as_posix() not in LEFT_OUT
    ]


def _run(command: list[str], into: Path, fault: str) -> None:
    """Run a command in the folder; what it prints goes to the log."""
    ran = subprocess.run(  # noqa: S603 - our own scripts
        command,
        cwd=into,
        env={**os.environ, "PYTHONPATH": str(into)},
        capture_output=True,
        text=True,
        check=False,
    )
    with (into / LOG).open("a", encoding="utf-8") as log:
        log.write(ran.stdout + ran.stderr)
    if ran.returncode:
        last = (ran.stderr.strip() or ran.stdout.strip()).rpartition("\n")[2]
        raise CannotBuildError(f"{fault} ({last or ran.returncode}; see {into / LOG})")


if __name__ == "__main__":
    main()
