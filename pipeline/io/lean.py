"""Arrow as small as it gets, for processes of which there are many.

Arrow looks for pandas at the first list it is given and imports it, which takes 50 MB
that nobody uses here; its own allocator keeps 30 MB more than the system's.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

_UNWANTED: Final = "pandas"


class _Refusing(MetaPathFinder):
    """Lets pandas be not found."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> None:
        """Leave all other modules to the finders behind.

        Raises:
            ModuleNotFoundError: it is pandas that is looked for.
        """
        del path, target
        if fullname == _UNWANTED:
            raise ModuleNotFoundError(_UNWANTED, name=fullname)


def load_arrow_alone() -> None:
    """Load Arrow into this process for good, without pandas and its own allocator.

    Arrow looks once. Afterwards pandas can be imported as ever, but Arrow neither takes
    nor gives its frames; where pandas is there already nothing is refused.
    """
    import pyarrow as pa

    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(refusing)
    pa.set_memory_pool(pa.system_memory_pool())
