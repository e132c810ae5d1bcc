"""Requests to end a command, by Ctrl-C or by the system: none of them is lost."""

from __future__ import annotations

import signal
import sys
from _thread import interrupt_main
from contextlib import contextmanager
from threading import Timer, main_thread
from typing import TYPE_CHECKING, Final, NoReturn

from pipeline.cli.talk import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_MOMENT: Final = 0.01
"""Seconds after which a request that came at a bad time is made again."""


class Ended(KeyboardInterrupt):
    """The system asked the command to end.

    Attributes:
        signum: the number of the signal.
        code: what shells expect of a command that the signal ended.
    """

    def __init__(self, signum: int) -> None:
        """Take the number of the signal."""
        super().__init__()
        self.signum = signum
        self.code = INTERRUPTED - signal.SIGINT + signum


@contextmanager
def ending_when_asked() -> Iterator[None]:
    """Turn the signals that ask for an end into ``Ended``, as Ctrl-C is one already."""

    def end(signum: int, frame: FrameType | None) -> NoReturn:
        del frame
        raise Ended(signum)

    names = ("SIGTERM", "SIGHUP")  # the second when the terminal is closed
    asked = [getattr(signal, name) for name in names if hasattr(signal, name)]
    heeded = [one for one in asked if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, end) for one in heeded}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def keep_interrupts() -> None:
    """Have a request that Python forgets made again, for the life of the process.

    Python raises it wherever it happens to be. Where that is a callback of its own (a
    module is being imported, an object goes away) it would only be printed, and the
    command go on.
    """
    sys.unraisablehook = _heed


def _heed(lost: sys.UnraisableHookArgs) -> None:
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
    elif not sys.is_finalizing():
        ended = lost.exc_value
        signum = ended.signum if isinstance(ended, Ended) else signal.SIGINT
        # Raised here it would be forgotten again.
        again = Timer(_MOMENT, _ask_again, (signum,))
        again.daemon = True
        again.start()


def _ask_again(signum: int) -> None:
    main = main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signum)  # it may be waiting for something
    else:
        interrupt_main(signal.Signals(signum))
