"""Many documents -> their reports, in order, in this process or in several; one bad document does not lose the others.

Of several workers this process is one: it has everything open already, while the others start, and its reports need not
travel. They are spawned, never forked, and each maps the same gazetteer, so that it is in memory once. Documents travel in
batches, which begin small, so that a few slow ones are shared out too; a bounded number of batches is under way.
"""

from __future__ import annotations

import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.reduction import ForkingPickler

from geomap.documents import BadDocument, Document
from geomap.errors import DocumentError, GeomapError, WorkerError
from geomap.report import Report

Item = str | Document | BadDocument
Outcome = Report | BadDocument
Read = Callable[[str | Document], Report]
OnError = Callable[[BadDocument], None]
Batch = list[tuple[int, Item]]

# A batch of 16 articles takes about a tenth of a second, beside which sending it costs little.
MOST_IN_BATCH = 16
# Batches that another process has: one that it reads and one that waits, so that it never waits for this one.
SENT = 2
# Batches for each worker whose reports wait for earlier ones: what this process reads while the others start, in half a second.
AHEAD = 12

FAULT = "a fault in geomap; please report it with this:\n"
CUT_SHORT = (
    "a process that reads documents ended before its work was done. Where the script is at fault, what it does must stand "
    "under 'if __name__ == \"__main__\":'; else the process was killed, most often for want of memory: use fewer workers"
)


def read_all(
    read: Read, items: Iterable[Item], *, workers: int, on_error: OnError | None, progress: bool, joining: bool
) -> Iterator[Report]:
    """The reports; see :func:`geomap.read_many`, and for ``joining`` :func:`in_processes`."""
    if isinstance(items, str):
        raise TypeError("read_many takes several texts, such as a list; for one text there is geomap.read")
    if workers < 1:
        raise ValueError(f"workers is {workers}; it must be 1 or more")
    numbered = enumerate(items, start=1)
    outcomes = in_this_process(read, numbered) if workers == 1 else in_processes(read, numbered, workers, joining=joining)
    total = len(items) if isinstance(items, Sized) else None
    return reports(shown(outcomes, total) if progress and sys.stderr.isatty() else outcomes, on_error)


def reports(outcomes: Iterator[Outcome], on_error: OnError | None) -> Iterator[Report]:
    """The reports among the outcomes; the rest is handed to ``on_error``, or raised."""
    for outcome in outcomes:
        if isinstance(outcome, Report):
            yield outcome
        elif on_error:
            on_error(outcome)
        else:
            raise DocumentError(str(outcome))


def in_this_process(read: Read, numbered: Iterable[tuple[int, Item]]) -> Iterator[Outcome]:
    """Each outcome when it is asked for."""
    return (attempt(read, number, item) for number, item in numbered)


def attempt(read: Read, number: int, item: Item) -> Outcome:
    """The report, or why there is none."""
    if isinstance(item, BadDocument):
        return item
    where = f"document {number}" + (f" ({item.id!r})" if isinstance(item, Document) else "")
    try:
        return read(item)
    except GeomapError as error:
        return BadDocument(where=where, why=str(error))
    except Exception:  # noqa: BLE001 (a fault of geomap's own: told in full, and no other document is lost by it)
        return BadDocument(where=where, why=f"{FAULT}{traceback.format_exc()}")


def in_processes(read: Read, numbered: Iterator[tuple[int, Item]], workers: int, *, joining: bool = True) -> Iterator[Outcome]:
    """The outcomes in order, while further batches are being read; by this process too, unless it is not ``joining``."""
    check_sendable(read)
    pool = ProcessPoolExecutor(workers - joining, get_context("spawn"), initializer=begin, initargs=(read,))
    waiting: deque[Future[list[Outcome]]] = deque()
    failure: Exception | None = None
    try:
        for batch in batches(numbered, workers):
            if isinstance(batch, Exception):
                failure = batch
                break
            busy = joining and sum(not each.done() for each in waiting) >= SENT * (workers - 1)
            waiting.append(read_here(read, batch) if busy else pool.submit(read_batch, batch))
            while waiting and (waiting[0].done() or len(waiting) > AHEAD * workers):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerError(CUT_SHORT) from error
    finally:
        pool.shutdown(cancel_futures=True)
    if failure:
        raise failure


def read_here(read: Read, batch: Batch) -> Future[list[Outcome]]:
    """The outcome of each item, read by this process."""
    done: Future[list[Outcome]] = Future()
    done.set_result([attempt(read, number, item) for number, item in batch])
    return done


def batches(numbered: Iterator[tuple[int, Item]], workers: int) -> Iterator[Batch | Exception]:
    """Batches of the items, one more in each for every round of the workers; last, the error that their source raised."""
    batch: Batch = []
    made = 0
    try:
        for numbered_item in numbered:
            batch.append(numbered_item)
            if len(batch) >= min(MOST_IN_BATCH, 1 + made // workers):
                yield batch
                batch, made = [], made + 1
    except Exception as error:  # noqa: BLE001 (raised again, after the reports of what came before it)
        yield batch
        yield error
        return
    yield batch


def check_sendable(read: Read) -> None:
    """Raise WorkerError where the reader cannot be sent to another process."""
    try:
        ForkingPickler.dumps(read)
    except Exception as error:
        raise WorkerError(
            f"the reader cannot be sent to another process ({error}); an engine of your own must be a function, or an "
            "object of a class, that a module defines by name; or read with one worker"
        ) from error


_reads: list[Read] = []
"""In a worker: how it reads."""


def begin(read: Read) -> None:
    """Make this process a worker."""
    _reads.append(read)


def read_batch(batch: Batch) -> list[Outcome]:
    """In a worker: the outcome of each item."""
    return [attempt(_reads[-1], number, item) for number, item in batch]


def shown(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    """The outcomes, and on the terminal how many there were; the line goes when they end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    on_the_same_terminal = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=on_the_same_terminal) as bar:
        yield from bar.track(outcomes, total=total, description="")
