"""How long the commands take from a cold start, how much memory they need, and how many articles a second are read.

    python benchmarks/speed.py [ARTICLES.jsonl] [--article examples/kazakhstan-2022.nl.txt] [--runs 5]

ARTICLES.jsonl holds documents as `geomap parse` takes them; without it only the cold starts are measured. One core is used.
The programs run from compiled modules, as an installed geomap does, even where Python is told to keep none. The tables should
be built (`python -m geomap.build`), as every wheel has them. Needs a POSIX system.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ARTICLE = Path(__file__).parents[1] / "examples" / "kazakhstan-2022.nl.txt"
# An ordinary news article, for figures that can be compared between sets of short and long ones.
ORDINARY_LENGTH = 2000
# ru_maxrss counts kibibytes on Linux and bytes on macOS.
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """What one run of a command cost."""

    seconds: float
    megabytes: float


def compiled_modules(folder: str) -> dict[str, str]:
    """The environment of a process that keeps its compiled modules in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def run_cold(environment: dict[str, str], *arguments: str) -> Cost:
    """The cost of one run in a process of its own; raises RuntimeError where the command fails."""
    command = [sys.executable, "-m", "geomap", *arguments]
    began = time.perf_counter()
    process = os.posix_spawn(
        sys.executable, command, environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - began
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with exit status {os.waitstatus_to_exitcode(status)}")
    return Cost(seconds, usage.ru_maxrss * BYTES_PER_UNIT / 1e6)


def show_cold(name: str, runs: int, environment: dict[str, str], *arguments: str) -> None:
    """Print the median cost of some runs, after one that compiles the modules."""
    run_cold(environment, *arguments)
    costs = [run_cold(environment, *arguments) for _ in range(runs)]
    seconds, megabytes = (statistics.median(values) for values in zip(*costs, strict=True))
    print(f"{name:26} {seconds:6.2f} s   {megabytes:6.0f} MB peak   (median of {runs})")


def show_throughput(path: Path) -> None:
    """Print how many documents a second become reports, as JSON, in this process; reading the file is not counted."""
    import geomap

    documents = [each for each in geomap.read_documents([str(path)]) if isinstance(each, geomap.Document)]
    length = sum(len(document.text) for document in documents)
    for report in geomap.read_many(documents[:5]):  # opens the index and reads the tables
        report.to_json()
    began = time.process_time()
    mentions = sum(report.to_json().count('"role"') for report in geomap.read_many(documents))
    seconds = time.process_time() - began
    print(f"{len(documents):,} articles of {length / len(documents):,.0f} characters, {mentions:,} mentions: {seconds:.2f} s")
    ordinary = length / ORDINARY_LENGTH / seconds
    print(f"{len(documents) / seconds:,.0f} articles a second; {ordinary:,.0f} of {ORDINARY_LENGTH:,} characters")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--article", type=Path, default=ARTICLE)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    article = str(args.article)
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled_modules(str(Path(folder) / "modules"))
        show_cold("geomap --version", args.runs, environment, "--version")
        show_cold("geomap parse, one article", args.runs, environment, "parse", article)
        show_cold("geomap map, one article", args.runs, environment, "map", article, "-o", str(Path(folder) / "map.html"))
    if args.articles:
        show_throughput(args.articles)


if __name__ == "__main__":
    main()
