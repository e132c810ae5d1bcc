"""The manifest of a model: what it holds, with the hash of every file and its own.

The bytes follow from the content: sorted keys, two spaces, numbers as they are. So a
changed byte shows, even in a space, and the same training gives the same file.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST: Final = "manifest.json"
FORMAT: Final = 2
_SEAL: Final = "manifest"
"""The key that holds the hash of all the others."""

RESTORE: Final = "restore the folder from where it was published, or train it anew"


def hash_of(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest_bytes(files: Mapping[str, bytes], told: Mapping[str, Any]) -> bytes:
    """Write the manifest of ``files``, which are the whole model but for it.

    Args:
        files: name to content; each gets its hash.
        told: what else the manifest tells, plain JSON values; the name at least.
    """
    hashes = {name: hash_of(content) for name, content in sorted(files.items())}
    content = {key: value for key, value in told.items() if key != _SEAL}
    return _sealed({**content, "format": FORMAT, "files": hashes})


def _sealed(told: Mapping[str, Any]) -> bytes:
    return _written({**told, _SEAL: hash_of(_written(told))})


def _written(told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def read_manifest(raw: bytes, place: str) -> dict[str, Any]:
    """Read a manifest and check that not a byte of it has changed.

    Args:
        raw: the file.
        place: its path, for messages.

    Raises:
        ModelError: it is no manifest, of another format, or was changed.
    """
    try:
        told = json.loads(raw.decode("utf-8"))
    except ValueError as error:
        raise ModelError(_broken(place, f"a mistake in it: {error}")) from error
    if not isinstance(told, dict):
        raise ModelError(_broken(place, f"{told!r:.40}"))
    _check_format(told.get("format"), place)
    content = {key: value for key, value in told.items() if key != _SEAL}
    if raw != _sealed(content):
        raise ModelError(
            _broken(place, "one that was changed since (its hash differs)")
        )
    if not isinstance(told.get("name"), str) or not _names_files(told.get("files")):
        raise ModelError(_broken(place, "one without a name or its files"))
    return told


def _names_files(files: object) -> bool:
    return isinstance(files, dict) and all(
        isinstance(name, str) and isinstance(value, str)
        for name, value in files.items()
    )


def _check_format(found: object, place: str) -> None:
    if isinstance(found, int) and found > FORMAT:
        raise ModelError(
            f"{place}: expected a model of format {FORMAT}, got format {found}, which"
            " a newer solieu wrote; update solieu, or name another model by --model"
        )
    if found != FORMAT:
        raise ModelError(
            f"{place}: expected a model of format {FORMAT}, got {found!r}; train it"
            " anew by: solieu train"
        )


def _broken(place: str, got: str) -> str:
    return (
        f"{place}: expected the manifest that solieu train wrote, got {got}; {RESTORE}"
    )
