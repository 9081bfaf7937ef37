"""``geomap parse corpus/*.parquet -o out/``: a corpus through Dask, with what a terminal shows of it."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geomap.cli.options import Settings
from geomap.cli.printing import say
from geomap.cli.run import ALL_READ, SOME_BAD
from geomap.documents.fields import parse_day
from geomap.documents.intake import MIB

if TYPE_CHECKING:
    from geomap.dask.run import Progress

# Options of one reading that a corpus has no use for; asked for with one, they are refused and not passed over.
NOT_FOR_A_CORPUS = ("input_format", "encoding", "corrections")


def is_folder(output: str | None) -> bool:
    """Whether an output asks for a folder: it ends in a slash, or is one."""
    return output is not None and (output.endswith("/") or Path(output).is_dir())


def corpus_folder(output: str | None) -> Path:
    """The folder that a corpus is written into; raises BadParameter where there is none."""
    if output is None:
        raise typer.BadParameter("--scheduler reads a corpus into a folder: name it with -o FOLDER/")
    return Path(output)


def parse_corpus(inputs: list[str], folder: Path, settings: Settings, scheduler: str | None, *, merge: bool) -> int:
    """Read a corpus into a folder, or go on where an earlier run stopped; the exit status.

    Raises DocumentError where an input is no Parquet file, OutputError where the folder or scheduler cannot be used.
    """
    from geomap.dask.merging import merge_parts
    from geomap.dask.part import Reading
    from geomap.dask.parts import cut
    from geomap.dask.run import begin, cluster, index, run

    for name in NOT_FOR_A_CORPUS:
        if getattr(settings, name) is not None:
            raise typer.BadParameter(f"--{name.replace('_', '-')} is not for a corpus of Parquet files")
    reading = Reading(
        lang=settings.lang,
        date=parse_day(settings.date) if settings.date else None,
        outlet=settings.outlet,
        gazetteer=str(settings.gazetteer.resolve()) if settings.gazetteer else None,
        engine=settings.engine,
        columns=tuple(sorted(settings.columns.items())),
        max_size=int(settings.max_size * MIB),
    )
    corpus = cut(inputs, intake=reading.intake)
    begin(corpus, folder, reading)
    with cluster(scheduler) as client:
        failed = watch(run(corpus, folder, reading, client))
        done = index(corpus, folder)
        if merge:
            merge_parts(done, folder, client)
    skipped = sum(part.skipped for part in done)
    where = f", named in {folder / 'skipped'}" if skipped else ""
    say(f"{folder}: {sum(part.documents for part in done)} documents read, {skipped} could not be{where}")
    return SOME_BAD if failed or skipped else ALL_READ


def watch(states: "Iterable[Progress]") -> int:
    """Show how far the run is, on a terminal; name each part that fails wherever. How many failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from geomap.dask.run import Failed

    failed = 0
    columns = (TextColumn("parts"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("parts")
        for state in states:
            bar.update(task, completed=state.done, total=state.parts)
            if isinstance(state.last, Failed):
                failed += 1
                say(str(state.last))
    return failed
