"""How much faster several processes read: geomap.read_many with one worker, then with more, on the same articles.

    python benchmarks/workers.py --workers 2 --documents 3000

Beside the time on the clock it prints the processor time of all processes together. Where both cores are free the first
is what counts; on a busy machine only the second means anything, and twice the ratio of the two is what two workers can gain.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import geomap

ARTICLE = Path(__file__).parents[1] / "examples" / "kazakhstan-2022.nl.txt"
CHARACTERS = 2000
WARM_UP = 40


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def measure(documents: Sequence[geomap.Document], workers: int) -> tuple[float, float]:
    """Seconds on the clock, and of processors."""
    clock, used = time.perf_counter(), processor_seconds()
    for _ in geomap.read_many(documents, workers=workers, progress=False):
        pass
    return time.perf_counter() - clock, processor_seconds() - used


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--documents", type=int, default=3000)
    given = parser.parse_args()
    text = ARTICLE.read_text(encoding="utf-8")[:CHARACTERS]
    documents = [geomap.Document(id=str(number), text=text) for number in range(given.documents)]
    measure(documents[:WARM_UP], 1)
    alone = measure(documents, 1)
    shared = measure(documents, given.workers)
    for workers, (clock, used) in ((1, alone), (given.workers, shared)):
        print(f"{workers} workers: {clock:7.2f} s on the clock, {used:7.2f} s of processors")
    print(f"faster by {alone[0] / shared[0]:.2f}; {given.workers * alone[1] / shared[1]:.2f} by processor time")


if __name__ == "__main__":
    main()
