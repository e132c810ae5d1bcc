"""Puts the compiled core into the wheel where ``SOLIEU_NATIVE=1`` asks for it.

    SOLIEU_NATIVE=1 pip wheel --no-deps .

Without it the wheel is pure Python and serves every platform.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WANTED: Final = "SOLIEU_NATIVE"


class NativeHook(BuildHookInterface[Any]):
    """Compiles before a wheel is packed; hatchling finds it by its base."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Give what an isolated build needs for it."""
        return ["mypy>=2.0", "setuptools"] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled modules to a wheel that is not editable.

        Raises:
            CannotBuildError: it was asked for and cannot be built here.
        """
        if not _wanted() or version == "editable":
            return
        sys.path.insert(0, self.root)
        from native.build import TARGET, build

        into = build(TARGET, jobs=os.cpu_count() or 1)
        for ending in ("*.so", "*.pyd"):
            for made in [*into.glob(ending), *(into / "pipeline").rglob(ending)]:
                place = made.relative_to(into).as_posix()
                build_data["force_include"][str(made)] = place
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def _wanted() -> bool:
    return os.environ.get(WANTED) == "1"
