"""Outlets of which the inputs hold several articles: where each is at home is learned before anything is read for good."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geomap.documents import BadDocument, Document, Entry, to_document
from geomap.places.homes import MOST_ARTICLES
from geomap.reader import Reader

# Files of many documents, cheap to read again; pages and folders are not, and standard input cannot be.
OF_MANY = frozenset([".jsonl", ".csv", ".tsv", ".parquet"])
# An article by itself has no other to learn from.
LEAST_ARTICLES = 2

Entries = Iterable[Entry | BadDocument]


def at_home(reader: Reader, inputs: Iterable[str], entries: Callable[[], Entries], workers: int) -> Reader:
    """The reader, knowing where the outlets are at home that several of the inputs' documents name.

    ``entries`` opens the inputs anew. The result depends on the inputs alone, not on the number of ``workers``.
    """
    if not all(OF_MANY.intersection(Path(item).suffixes) for item in inputs):
        return reader
    articles = Counter(outlet for entry in entries() if (outlet := outlet_of(entry)))
    if max(articles.values(), default=0) < LEAST_ARTICLES:
        return reader
    first = replace(reader, geocoder=None, corrections=())
    left_out: list[BadDocument] = []
    found = first.read_many(to_learn_from(entries(), articles), workers=workers, on_error=left_out.append, progress=False)
    return reader.at_home(found)


def outlet_of(entry: Entry | BadDocument) -> str:
    """The outlet that a document names; none of a report, whose places are settled."""
    if isinstance(entry, BadDocument) or "mentions" in entry.fields:
        return ""
    outlet = entry.fields.get("outlet")
    return outlet if isinstance(outlet, str) else ""


def to_learn_from(entries: Entries, articles: Counter[str]) -> Iterator[Document]:
    """The first articles of each outlet that has several."""
    taken: Counter[str] = Counter()
    for entry in entries:
        outlet = outlet_of(entry)
        if not isinstance(entry, Entry) or articles[outlet] < LEAST_ARTICLES or taken[outlet] >= MOST_ARTICLES:
            continue
        taken[outlet] += 1
        document = to_document(entry, set())
        if isinstance(document, Document):
            yield document
