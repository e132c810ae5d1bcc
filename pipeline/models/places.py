"""Where a model folder stands: the one place that knows the search path (C5)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import ModelError
from pipeline.models.decisions import current_of
from pipeline.models.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_MODEL: Final = "default"
CURRENT_MODEL: Final = "current"
"""Not a model but a way to name one: the one promoted last, else the default."""

MODELS_VARIABLE: Final = "SOLIEU_MODELS"

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def model_folder(name: str = DEFAULT_MODEL) -> Path:
    """Find the folder of a model by its name or by a path to it.

    A name is looked up in the folder that SOLIEU_MODELS names, in the user's own
    folder (``platformdirs``), among the models shipped in the wheel, and in the
    ``models/`` of a checkout; the first folder with a manifest is taken. A string
    with a path separator in it, or ``"."``, is a path and is not looked up.
    ``"current"`` is the model that was promoted last, else the default.

    Raises:
        ModelError: there is no such folder, or it has no manifest.
    """
    wanted = name
    if name == CURRENT_MODEL:
        wanted = current_of(models_home()) or DEFAULT_MODEL
    candidates = [Path(wanted)] if _is_path(wanted) else [p / wanted for p in homes()]
    for folder in candidates:
        if (folder / MANIFEST).is_file():
            return folder
    looked = ", ".join(str(folder) for folder in candidates)
    raise ModelError(
        f"no model {wanted!r}: expected a folder with {MANIFEST}, looked in {looked};"
        f" give the path of a model folder or set {MODELS_VARIABLE}"
    )


def models_home() -> Path:
    """Give the folder that new models go to; it need not exist.

    That is the one SOLIEU_MODELS names, else the user's own.
    """
    named = os.environ.get(MODELS_VARIABLE)
    return Path(named) if named else user_models()


def user_models() -> Path:
    """Give the folder of the user's own models; it need not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("solieu", appauthor=False) / "models"


def homes() -> Iterator[Path]:
    """Give the folders that a name is looked up in, the first first."""
    named = os.environ.get(MODELS_VARIABLE)
    if named:
        yield Path(named)
    yield user_models()
    yield _PACKAGE / "_models"
    yield _PACKAGE.parent / "models"


def _is_path(name: str) -> bool:
    return not name or name in {".", ".."} or bool({"/", os.sep} & set(name))
