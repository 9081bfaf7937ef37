"""How fast the gazetteer opens, finds and scans, how large it is, and how much memory it takes.

    python benchmarks/gazetteer_speed.py [ARTICLES.jsonl] [--gazetteer PATH] [--json] [--strict]

Scans ARTICLES.jsonl (documents as ``geomap parse`` takes them); without it, the repository's own passages and examples
until there is a megabyte. Times are of the processor, the best of several, but for opening from the disk. A limit that
is broken is marked; with ``--strict`` it ends the program with status 1. The name is not ``gazetteer.py``, which would
hide the package from the other scripts here.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from gazetteer import Gazetteer, open_gazetteer

ROOT = Path(__file__).parents[1]
RUNS = 5
LOOKUPS = 20_000
SCANNED = 1_000_000
"""Bytes of text to scan, at least."""
ARTICLES, PLACES_EACH = 1000, 10
"""How many articles one process reads to see what memory it takes, and how many places each names that no other does."""
ORDINARY_LENGTH = 2000
"""Characters of an article, at least."""
_MARK = re.compile(r"\[\[([^|\]]*)\|[^\]]*\]\]|^#.*$", re.MULTILINE)
OPENED = """
import resource, sys, time
import gazetteer
began, cpu = time.perf_counter(), time.process_time()
index = gazetteer.open_gazetteer(sys.argv[1])
opened = time.perf_counter() - began
cpu = time.process_time() - cpu
index.lookup("Almaty")
print(opened * 1000, cpu * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

# Reads articles from standard input, one JSON string a line, and prints what memory the process holds, in kB.
READ = """
import json, sys
from pathlib import Path
from gazetteer import open_gazetteer
import geomap
index = open_gazetteer(sys.argv[1])
count = mentions = 0
for line in sys.stdin:
    mentions += len(geomap.read(json.loads(line), gazetteer=index).mentions)
    count += 1
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
shared = 0
for line in Path("/proc/self/smaps").read_text().splitlines():
    mapped = line.split()[5:6] if "-" in line.split()[0] else mapped
    if mapped == [str(index.path)] and line.startswith("Rss:"):
        shared += int(line.split()[1])
print(count, mentions, *(int(status[part].split()[0]) for part in ("VmRSS", "RssAnon")), shared)
"""


class Figure(NamedTuple):
    """One measured figure, its unit, and the limit that it should keep: at most, or at least."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it keeps its limit."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def limit(self) -> str:
        """The limit in words."""
        if self.most is not None:
            return f"<= {self.most:g}"
        return f">= {self.least:g}" if self.least is not None else ""


def best(run: Callable[[], object]) -> float:
    """Seconds of the processor that the quickest of several runs took."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)


def opening(path: Path) -> Iterator[Figure]:
    """The first opening in a new process, with the file in no cache, then in the page cache; memory after a look-up."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    cold, _, _ = in_new_process(path)
    _, warm, memory = min(in_new_process(path) for _ in range(RUNS))
    yield Figure("open, not in the page cache", cold, "ms")
    yield Figure("open", warm, "ms", most=10)
    yield Figure("open again in the same process", 1000 * best(lambda: Gazetteer(path)), "ms", most=10)
    yield Figure("memory of a process that looked up one name", memory, "MB")


def in_new_process(path: Path) -> tuple[float, float, float]:
    """Milliseconds to open, by the clock and of the processor, and megabytes of memory, pages of the index included."""
    ended = subprocess.run([sys.executable, "-c", OPENED, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    opened, busy, memory = map(float, ended.stdout.split())
    return opened, busy, memory


def reading(index: Gazetteer, texts: list[str]) -> Iterator[Figure]:
    """Memory of a process that read a thousand articles, no two of which name the same places; Linux only."""
    if not Path("/proc/self/smaps").exists():
        return
    lines = "".join(json.dumps(text) + "\n" for text in distinct(index, texts))
    command = [sys.executable, "-c", READ, str(index.path.resolve())]
    ended = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=ROOT)
    count, mentions, resident, own, shared = map(int, ended.stdout.split())
    yield Figure("articles read by one process", count, "")
    yield Figure("mentions found in them", mentions, "")
    yield Figure("its resident memory, all pages counted", resident / 1024, "MB", most=150)
    yield Figure("of it, the process's own", own / 1024, "MB")
    yield Figure("of it, pages of the index, shared in the cache", shared / 1024, "MB")


def distinct(index: Gazetteer, texts: list[str]) -> Iterator[str]:
    """As many articles as are asked for, each with places of its own."""
    chance = random.Random(2)  # noqa: S311 - a choice of names is no secret
    passages = [part for text in texts for part in text.split("\n\n") if part.strip()]
    for _ in range(ARTICLES):
        places = [index.name(number) for number in chance.sample(range(len(index)), PLACES_EACH)]
        article = f"Reports came from {', '.join(places[1:])} and {places[0]}."
        while len(article) < ORDINARY_LENGTH:
            article += f"\n\n{chance.choice(passages)}"
        yield article


def finding(index: Gazetteer) -> Iterator[Figure]:
    """Names of the index, none of them twice, and names that it does not have."""
    chance = random.Random(1)  # noqa: S311 - a choice of names is no secret
    names = [index.name(number) for number in chance.sample(range(len(index)), LOOKUPS)]
    unknown = [name[::-1] + "q" for name in names]
    for what, asked in (("find, names of the index", names), ("find, names that it lacks", unknown)):

        def run(asked: list[str] = asked) -> None:
            index.names.postings.cache_clear()
            for name in asked:
                index.find(name)

        yield Figure(what, best(run) / LOOKUPS * 1e6, "us", most=10)
    ids = [index.place_id(number) for number in chance.sample(range(len(index)), LOOKUPS)]
    yield Figure("number of a place id", best(lambda: [index.number(ident) for ident in ids]) / LOOKUPS * 1e6, "us")
    points = [(index.lat[number] / 1e5, index.lon[number] / 1e5) for number in chance.sample(range(len(index)), 500)]
    index.country_at(0.0, 0.0)
    yield Figure("country at a point", best(lambda: [index.country_at(*point) for point in points]) / 500 * 1e6, "us")
    yield Figure("nearest settlement", best(lambda: [index.nearest(*point) for point in points]) / 500 * 1e6, "us")


def own_texts() -> list[str]:
    """The passages of the role benchmark without their marks, and the examples."""
    passages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "benchmarks" / "roles" / "passages").glob("*.txt"))]
    examples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    return [_MARK.sub(lambda mark: mark[1] or "", text) for text in passages] + examples


def articles(path: Path | None) -> list[str]:
    """The texts to scan, repeated until there are enough bytes."""
    texts = (
        own_texts() if path is None else [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    )
    size = sum(len(text.encode()) for text in texts)
    return texts * -(-SCANNED // size)


def scanning(index: Gazetteer, texts: list[str]) -> Iterator[Figure]:
    """All names in plain texts."""
    size = sum(len(text.encode()) for text in texts)
    names = sum(1 for text in texts for _ in index.scan(text))
    seconds = best(lambda: [list(index.scan(text)) for text in texts])
    yield Figure("scan for all names", size / seconds / 1e6, "MB/s", least=5)
    yield Figure("names found in each kilobyte", names / size * 1000, "")


def figures(index: Gazetteer, texts: list[str]) -> Iterator[Figure]:
    """All there is to measure."""
    yield Figure("size of the index", index.path.stat().st_size / 1e6, "MB", most=60)
    yield Figure("places", len(index), "")
    yield Figure("names", index.meta["names"], "")
    yield from opening(index.path)
    yield from finding(index)
    yield from scanning(index, texts)
    yield from reading(index, texts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a limit is broken")
    arguments = parser.parse_args()
    found = list(figures(open_gazetteer(arguments.gazetteer), articles(arguments.articles)))
    if arguments.json:
        print(json.dumps([{**each._asdict(), "kept": each.kept} for each in found], indent=2))
    else:
        for each in found:
            broken = "" if each.kept else "  OVER"
            print(f"{each.what:46} {each.value:14,.2f} {each.unit:5} {each.limit():8}{broken}")
    sys.exit(1 if arguments.strict and not all(each.kept for each in found) else 0)


if __name__ == "__main__":
    main()
