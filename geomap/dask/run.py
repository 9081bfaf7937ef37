"""A corpus through a Dask cluster: part by part, resumed where it stopped, nothing done twice."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.dask.part import LAYERS, SIGHTINGS, Done, Reading, read_record, reader_of, work
from geomap.dask.parts import Corpus, Part
from geomap.errors import MissingExtra, OutputError
from geomap.export.files import write_lines

if TYPE_CHECKING:
    from distributed import Client, Future

# Parts handed out for each thread of the cluster: one being read, one waiting, so that none is idle and memory is flat.
AHEAD = 2
# How long a scheduler that went away may take to come back: a restart of its machine.
PATIENCE_SECONDS = 300.0
CONNECT_SECONDS = 30
PAUSE_SECONDS = 0.5
LOSSES = 5  # of the scheduler, one after the other, with no part done in between
FOLDERS = ("parts", "reports", "skipped", SIGHTINGS, *(layer.value for layer in LAYERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A part that could not be read or written, and why; the next run tries it again."""

    part: Part
    why: str

    def __str__(self) -> str:
        first = self.part.first + 1
        return f"{self.part.path}: rows {first} to {first + self.part.rows - 1} are not read: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: parts done of all, and what happened last."""

    done: int
    parts: int
    last: Done | Failed | None


def begin(corpus: Corpus, folder: Path, reading: Reading) -> None:
    """Prepare the folder, or find it prepared by an earlier run of the same kind.

    Raises OutputError where it holds anything else: two runs must not mix.
    """
    from geomap.edition import edition

    terms = {
        "corpus": corpus.digest,
        "parts": len(corpus.parts),
        "reading": json.loads(json.dumps(asdict(reading), default=str)),
        "geomap": edition(),
        "gazetteer": reader_of(reading.gazetteer, reading.engine).gazetteer.version,
    }
    plan = folder / "run.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if plan.exists():
            check_terms(plan, terms)
        elif any(not path.name.startswith(f".{plan.name}.") for path in folder.iterdir()):  # those a run left that died here
            raise OutputError(f"{folder} holds files, but no run of geomap; give an empty folder, or a new one")
        write_lines([json.dumps(terms, ensure_ascii=False)], plan)
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder} is not a folder; a corpus is written into one") from error
    except PermissionError as error:
        raise OutputError(f"{folder}: {error.strerror}; give a folder that may be written") from error


def check_terms(plan: Path, terms: dict[str, object]) -> None:
    """Raise OutputError naming what differs between the run that made the folder and this one."""
    before = json.loads(plan.read_text(encoding="utf-8"))
    differ = [name for name, value in terms.items() if before.get(name) != value]
    if differ:
        raise OutputError(
            f"{plan.parent} holds a run of which {', '.join(differ)} differ; give another folder, or remove this one"
        )


@contextmanager
def cluster(scheduler: str | None, workers: int | None = None) -> Iterator[Client]:
    """A client of the scheduler at an address, or of a cluster of processes on this machine alone."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingExtra("a corpus is read by Dask: pip install 'geomap[dask]'") from error
    if scheduler:
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise OutputError(f"no scheduler answers at {scheduler}; start one with: dask scheduler") from error
        with client:
            yield client
        return
    local = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)
    with local, Client(local) as client:
        yield client


def run(corpus: Corpus, folder: Path, reading: Reading, client: Client) -> Iterator[Progress]:
    """Read every part that has no record yet; yields how far it is, first with what an earlier run did.

    Work is lost with a worker only for the part it was at, which another takes over. Where the scheduler goes away, its
    return is waited for. Raises OutputError where it does not come back; all that is done stays done.
    """
    waiting = deque(part for part in corpus.parts if read_record(folder, part) is None)
    done = len(corpus.parts) - len(waiting)
    yield Progress(done=done, parts=len(corpus.parts), last=None)
    lost = 0
    while waiting:
        before = len(waiting)
        for part, result in finished(client, waiting, folder, reading):
            waiting.remove(part)
            done += isinstance(result, Done)
            yield Progress(done=done, parts=len(corpus.parts), last=result)
        if waiting:
            lost = lost + 1 if len(waiting) == before else 0
            await_scheduler(client, lost)


def finished(client: Client, waiting: deque[Part], folder: Path, reading: Reading) -> Iterator[tuple[Part, Done | Failed]]:
    """The parts as they are finished, in any order; ends early where the scheduler is lost."""
    from concurrent.futures import CancelledError

    from distributed import wait

    ahead = iter(tuple(waiting))
    running: dict[Future[Done], Part] = {}
    try:
        while True:
            for part in take(ahead, AHEAD * max(1, len(client.nthreads())) - len(running)):
                running[client.submit(work, part, str(folder.resolve()), reading, pure=False)] = part
            if not running:
                return
            for future in wait(list(running), return_when="FIRST_COMPLETED").done:
                part = running.pop(future)
                yield part, outcome(future, part)
    except CancelledError:
        return
    except OSError:
        if client.status == "running":
            raise


def take(parts: Iterator[Part], count: int) -> Iterator[Part]:
    """The next parts, at most so many."""
    for _ in range(count):
        part = next(parts, None)
        if part is None:
            return
        yield part


def outcome(future: Future[Done], part: Part) -> Done | Failed:
    """What became of a part."""
    error = future.exception()
    if error is not None:
        return Failed(part=part, why=f"{type(error).__name__}: {error}")
    made: Done = future.result()
    return made


def await_scheduler(client: Client, lost: int, clock: Callable[[], float] = time.monotonic) -> None:
    """Wait until the scheduler is back; raises OutputError where it is not within PATIENCE_SECONDS, or was lost too often."""
    deadline = clock() + PATIENCE_SECONDS
    while client.status != "running" or lost > LOSSES:
        if clock() > deadline or lost > LOSSES or client.status == "closed":
            raise OutputError("the scheduler went away and did not come back; run the same command again to go on from here")
        time.sleep(PAUSE_SECONDS)


def index(corpus: Corpus, folder: Path) -> tuple[Done, ...]:
    """Write the index of parts, index.jsonl, one line a part that is done, in the order of the corpus."""
    done = tuple(record for part in corpus.parts if (record := read_record(folder, part)))
    write_lines((json.dumps(asdict(each), ensure_ascii=False) for each in done), folder / "index.jsonl")
    return done
