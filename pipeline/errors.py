"""The errors a user can meet, all under one root, each saying what to do next."""

from __future__ import annotations


class SolieuError(Exception):
    """Root of every error raised on purpose."""


class InputError(SolieuError):
    """A file, a line or an article that cannot be read as what it claims to be.

    Args:
        message: what was expected and what came.
        source: the file (and line, as ``file:12``) the fault stands in.
        hint: what the reader can do about it.
    """

    def __init__(self, message: str, *, source: str = "", hint: str = "") -> None:
        """Keep the parts apart, so that a quarantine file can have columns."""
        self.message = message
        self.source = source
        self.hint = hint
        place = f"{source}: " if source else ""
        advice = f" ({hint})" if hint else ""
        super().__init__(f"{place}{message}{advice}")


class Notice(InputError):  # noqa: N818 - it goes their way, but is none
    """What was read on a guess, or under an invented name: told, but no fault.

    It goes the way of the faults, so that it is never silent; nothing was left out.
    """


class LexiconError(SolieuError):
    """A vocabulary table of the package or of a model is broken."""


class ModelError(SolieuError):
    """A model folder is missing, damaged or of a newer format."""


class UsageError(SolieuError):
    """A command was asked for something it does not do."""


class StoppedError(SolieuError):
    """A run ended before its time; what is done is kept, the same command goes on."""
