"""A corpus of any size, and what it costs to read it: documents a second, memory of each process, a run that goes on.

    python benchmarks/corpus.py make corpus/ --documents 100000
    python benchmarks/corpus.py run corpus/ out/ [--json FIGURES.json]

The documents are the repository's own sentences, put together anew by number: ordinary articles in ten languages, the same
on every machine. `run` gives the command that a user would give, `geomap parse corpus/ -o out/ --merge`, watches its processes,
and gives it once more where all is done. Needs geomap[dask].
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil
import pyarrow
import pyarrow.parquet
from own_texts import LANGUAGES, ORDINARY, document

ROWS_IN_A_FILE = 10_000
ROWS_IN_A_GROUP = 2_000
OUTLETS = 200
FIRST_DAY = date(2015, 1, 1)
DAYS = 3_650
SECONDS_BETWEEN_LOOKS = 2.0
MIB = 2**20


def row(number: int) -> dict[str, str]:
    """One document: text, day, outlet."""
    made = document(number, LANGUAGES[number % len(LANGUAGES)], ORDINARY)
    day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
    fields = {"id": str(number), "text": made.text, "lang": made.lang or ""}
    return {**fields, "date": day.isoformat(), "outlet": f"paper-{number % OUTLETS}.example"}


def make(folder: Path, count: int) -> None:
    """Write the corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, ROWS_IN_A_FILE):
        rows = [row(number) for number in range(first, min(first + ROWS_IN_A_FILE, count))]
        path = folder / f"news-{first // ROWS_IN_A_FILE:04d}.parquet"
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=ROWS_IN_A_GROUP)


def memory(process: psutil.Process) -> Iterator[tuple[int, float]]:
    """Each process below one, and the memory that is its own, in MiB: pages of the mapped index are shared and not counted."""
    for child in process.children(recursive=True):
        try:
            held = child.memory_info()
            yield child.pid, (held.rss - held.shared) / MIB
        except psutil.Error:
            continue


def given(corpus: Path, out: Path) -> dict[str, Any]:
    """Seconds of the command, its exit status, and the most memory of its processes in each quarter of its time."""
    began = time.perf_counter()
    looks: list[tuple[float, float]] = []
    command = [sys.executable, "-m", "geomap", "parse", str(corpus), "-o", f"{out}/", "--merge"]
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            found = [held for _, held in memory(psutil.Process(running.pid))]
            looks.append((time.perf_counter() - began, max(found, default=0.0)))
            time.sleep(SECONDS_BETWEEN_LOOKS)
    seconds = time.perf_counter() - began
    quarters = [[held for at, held in looks if quarter <= 4 * at / seconds < quarter + 1] for quarter in range(4)]
    return {
        "seconds": round(seconds, 1),
        "status": running.returncode,
        "MiB of the largest process, by quarter": [round(max(quarter, default=0.0)) for quarter in quarters],
    }


def run(corpus: Path, out: Path) -> dict[str, Any]:
    """Read the corpus, and give the command again when all is done."""
    first, again = given(corpus, out), given(corpus, out)
    parts = [json.loads(line) for line in (out / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    read = sum(part["documents"] for part in parts)
    merged = sum(pyarrow.parquet.read_metadata(path).num_rows for path in sorted((out / "merged").glob("*.parquet")))
    return {
        "documents": read,
        "skipped": sum(part["skipped"] for part in parts),
        "parts": len(parts),
        "documents a second": round(read / first["seconds"], 1),
        "first": first,
        "again": again,
        "incidents": sum(part["layers"]["incidents"] for part in parts),
        "merged incidents": merged,
        "cores": psutil.cpu_count(),
    }


def main() -> None:
    """Make a corpus, or read one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("folder", type=Path)
    making.add_argument("--documents", type=int, default=100_000)
    running = commands.add_parser("run")
    running.add_argument("corpus", type=Path)
    running.add_argument("out", type=Path)
    running.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "make":
        make(chosen.folder, chosen.documents)
        return
    figures = json.dumps(run(chosen.corpus, chosen.out), indent=2)
    print(figures)
    if chosen.json:
        chosen.json.write_text(f"{figures}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
