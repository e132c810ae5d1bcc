"""``solieu extract -o FOLDER/``: a run in parts, told on stderr while it goes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.cli.extraction import load_overlay
from pipeline.cli.interrupts import Ended, ending_when_asked
from pipeline.cli.reporting import reporting
from pipeline.cli.talk import INTERRUPTED, STOPPED, Faults, count, tell
from pipeline.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.batch.job import Job
    from pipeline.batch.run import Order, Summary
    from pipeline.cli.extraction import Asked
    from pipeline.io.faults import FaultHandler
    from pipeline.models import Model
    from pipeline.schema import Article

GO_ON: Final = "what is done is kept; give the same command to go on"


def is_folder(output: str, to: str | None) -> bool:
    """Tell whether an output is a folder to fill: it ends so, or is one.

    A folder that is there is none to fill where ``to`` asks for a file.
    """
    if output.endswith(("/", os.sep)):
        return True
    return to is None and Path(output).is_dir()


def run_in_parts(
    inputs: Sequence[str],
    output: str,
    asked: Asked,
    workers: int | None,
    time_limit: float,
) -> int:
    """Extract ``inputs`` into the folder ``output``, and tell how it goes.

    Args:
        inputs: files, folders, glob patterns, ``-``.
        output: the folder.
        asked: what is asked of every article.
        workers: how many processes; None for one on each core.
        time_limit: seconds for each begun megabyte of an article.

    Returns:
        The exit code.
    """
    from pipeline.batch.crew import Staff
    from pipeline.batch.run import run

    faults = Faults()
    try:
        with ending_when_asked():
            order = _order(inputs, output, asked, faults)
            staff = Staff(workers=workers or _cores(), seconds=time_limit)
            with reporting(order.inputs) as watch:
                done = run(order, staff, watch)
    except StoppedError as error:
        tell(f"{error}\nstopped; {GO_ON}")
        return STOPPED
    except KeyboardInterrupt as stop:
        tell(f"stopped; {GO_ON}")
        return stop.code if isinstance(stop, Ended) else INTERRUPTED
    _tell_end(done, order.out)
    faults.seen += done.faults
    return faults.exit_code


def _order(inputs: Sequence[str], output: str, asked: Asked, faults: Faults) -> Order:
    """Say what is to be done, by the hashes of all that it depends on.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    from pipeline.batch.job import seal_of
    from pipeline.batch.manifest import hash_inputs
    from pipeline.batch.run import Order
    from pipeline.io.inputs import find_files
    from pipeline.io.readers import read_placed
    from pipeline.models import open_model

    def read(on_fault: FaultHandler) -> Iterable[tuple[str, Article]]:
        return read_placed(inputs, on_fault=on_fault, reading=asked.reading)

    model = open_model(asked.model)
    load_overlay(asked.corrections, asked.model, faults)  # to tell its faults
    files = find_files(inputs, on_fault=_pass_over)  # they are told when it is read
    return Order(
        out=Path(output),
        read=read,
        inputs=hash_inputs(files),
        job=_job(model, asked),
        model={"name": model.name, "sha256": seal_of(model)},
        options=_options(asked),
    )


def _job(model: Model, asked: Asked) -> Job:
    from pipeline.batch.job import Job, seal_of

    return Job(
        model=model.place,
        seal=seal_of(model),
        published=asked.published,
        corrections=asked.corrections,
        min_confidence=asked.min_confidence,
    )


def _options(asked: Asked) -> dict[str, Any]:
    """Give what the rows depend on besides inputs and model."""
    from pipeline.batch.manifest import hash_inputs

    named = [asked.corrections] if asked.corrections else []
    return {
        "map": dict(asked.reading.columns),
        "encoding": asked.reading.encoding,
        "published": asked.published,
        "min_confidence": asked.min_confidence,
        "corrections": next((one.sha256 for one in hash_inputs(named)), None),
    }


def _pass_over(fault: object) -> None:
    del fault


def _cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_end(done: Summary, out: Path) -> None:
    said = [f"{count(done.figures, 'figure')} in {count(done.articles, 'article')}"]
    if done.left_out:
        said.append(f"{count(done.left_out, 'figure')} below the confidence left out")
    if done.faults:
        from pipeline.batch.place import QUARANTINE

        said.append(f"{count(done.faults, 'fault')} in {out / QUARANTINE}")
    tell(", ".join(said))
