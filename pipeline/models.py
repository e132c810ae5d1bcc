"""Where a model folder stands: the one place that knows the search path (C5)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_MODEL: Final = "default"
MODELS_VARIABLE: Final = "SOLIEU_MODELS"
MANIFEST: Final = "manifest.json"

_PACKAGE: Final = Path(__file__).resolve().parent


def model_folder(name: str = DEFAULT_MODEL) -> Path:
    """Find the folder of a model by its name or by a path to it.

    A name is looked up in the folder that SOLIEU_MODELS names, in the user's own
    folder (``platformdirs``), among the models shipped in the wheel, and in the
    ``models/`` of a checkout; the first folder with a manifest is taken. A string
    with a path separator in it, or ``"."``, is a path and is not looked up.

    Raises:
        ModelError: there is no such folder, or it has no manifest.
    """
    candidates = [Path(name)] if _is_path(name) else [p / name for p in _homes()]
    for folder in candidates:
        if (folder / MANIFEST).is_file():
            return folder
    looked = ", ".join(str(folder) for folder in candidates)
    raise ModelError(
        f"no model {name!r}: expected a folder with {MANIFEST}, looked in {looked};"
        f" give the path of a model folder or set {MODELS_VARIABLE}"
    )


def read_model_table(folder: Path, name: str) -> str:
    """Give the text of the table ``name`` of a model; "" where the model has none.

    Raises:
        ModelError: the table is there and cannot be read as UTF-8.
    """
    path = folder / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{path}: cannot be read ({error}); expected a UTF-8 table, restore it"
            " from where the model was published"
        ) from error


def user_models() -> Path:
    """Give the folder of the user's own models; it need not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("solieu", appauthor=False) / "models"


def _is_path(name: str) -> bool:
    return not name or name in {".", ".."} or bool({"/", os.sep} & set(name))


def _homes() -> Iterator[Path]:
    named = os.environ.get(MODELS_VARIABLE)
    if named:
        yield Path(named)
    yield user_models()
    yield _PACKAGE / "_models"
    yield _PACKAGE.parent / "models"
