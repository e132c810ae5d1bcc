"""Models as folders of readable tables: where they stand, and that they are whole."""

from __future__ import annotations

from pipeline.models.folder import Model, open_model
from pipeline.models.manifest import FORMAT, MANIFEST
from pipeline.models.places import (
    CURRENT_MODEL,
    DEFAULT_MODEL,
    MODELS_VARIABLE,
    model_folder,
    models_home,
    user_models,
)

__all__ = [
    "CURRENT_MODEL",
    "DEFAULT_MODEL",
    "FORMAT",
    "MANIFEST",
    "MODELS_VARIABLE",
    "Model",
    "model_folder",
    "models_home",
    "open_model",
    "user_models",
]
