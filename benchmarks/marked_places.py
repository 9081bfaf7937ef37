"""Reads the public sets that recognition and resolution are trained on, each into documents with marked places.

The sets themselves are not part of this repository; ``docs/evaluation.md`` says where they come from.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gazetteer import Gazetteer
from gazetteer.index import KINDS, NOWHERE
from gazetteer.place import PlaceKind
from geomap.documents import Document
from geomap.text import Text, read_text

# GeoWebNews also marks what is no place mention.
NOT_A_PLACE = {"Non_Lit_Expression", "Literal_Expression", "Non_Toponym", "Homonym", "Language"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A place mention that annotators marked: offsets, and where they linked it, its GeoNames id and point."""

    start: int
    end: int
    geonameid: int = 0
    place: str = ""
    """In our own passages: "KZ", or "KZ:Almaty"."""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document with its marked places; ``group`` keeps an outlet's documents together when data is split."""

    document: Document
    marked: tuple[Marked, ...]
    group: str
    organisations: tuple[tuple[int, int], ...] = ()
    """Where a name stands for an organisation, a government too, in sets that mark no place then."""


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def english_news(path: Path) -> Iterator[MarkedDocument]:
    """LGL, TR-News or GeoWebNews."""
    for row in _lines(path):
        outlet = row.get("outlet") or row.get("domain") or urlsplit(row.get("url") or "").hostname
        marked = tuple(
            Marked(top["start"], top["end"], int(top.get("geonameid") or 0), "", top.get("lat"), top.get("lon"))
            for top in row["toponyms"]
            if top.get("align") != "unaligned" and top["end"] > top["start"] and top.get("type") not in NOT_A_PLACE
        )
        yield MarkedDocument(Document(id=row["id"], text=row["text"], lang="en", outlet=outlet), marked, outlet or row["id"])


def iob(path: Path, lang: str, size: int = 40) -> Iterator[MarkedDocument]:
    """CoNLL-2002 or WikiNEuRal: words with tags, put together again as documents of some sentences."""
    for number, sentences in enumerate(_batches(_sentences(path), size)):
        text, marked, organisations = "", list[Marked](), list[tuple[int, int]]()
        for sentence in sentences:
            for word, tag in sentence:
                glue = "" if not text or text.endswith(("\n", "(")) or word in ".,;:!?)" else " "
                text += glue
                if tag == "B-LOC" or (tag == "I-LOC" and not marked):
                    marked.append(Marked(len(text), len(text) + len(word)))
                elif tag == "I-LOC":
                    marked[-1] = Marked(marked[-1].start, len(text) + len(word))
                elif tag == "B-ORG":
                    organisations.append((len(text), len(text) + len(word)))
                elif tag == "I-ORG" and organisations:
                    organisations[-1] = organisations[-1][0], len(text) + len(word)
                text += word
            text += "\n"
        ident = f"{path.stem}:{number}"
        yield MarkedDocument(Document(id=ident, text=text, lang=lang), tuple(marked), ident, tuple(organisations))


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    raw = path.read_bytes()
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        decoded = raw.decode("latin-1")
    sentence: list[tuple[str, str]] = []
    for line in decoded.splitlines():
        cells = line.split()
        if not cells:
            if sentence:
                yield sentence
            sentence = []
        elif cells[0] != "-DOCSTART-":
            word = cells[1] if len(cells) > 2 and cells[0].isdigit() and "\t" in line else cells[0]
            sentence.append((word, cells[-1]))
    if sentence:
        yield sentence


def _batches(items: Iterable[list[tuple[str, str]]], size: int) -> Iterator[list[list[tuple[str, str]]]]:
    batch: list[list[tuple[str, str]]] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def russian_news(path: Path) -> Iterator[MarkedDocument]:
    """NEREL: the innermost places and nationalities ("США" in "граждан США")."""
    for row in _lines(path):
        spans = {(each["start"], each["end"]) for each in row["places"]}
        inner = (
            Marked(start, end)
            for start, end in sorted(spans)
            if not any(start <= s and e <= end and (s, e) != (start, end) for s, e in spans)
        )
        yield MarkedDocument(Document(id=row["id"], text=row["text"], lang="ru"), tuple(inner), row["id"])


def sentences_of(marked: MarkedDocument) -> Iterator[MarkedDocument]:
    """Each sentence of a document as a document by itself."""
    text = read_text(marked.document)
    for number, (first, past) in enumerate(text.sentences):
        start, end = text.starts[first], _end_of(text, past)
        inside = [each for each in marked.marked if start <= each.start and each.end <= end]
        moved = tuple(replace(each, start=each.start - start, end=each.end - start) for each in inside)
        bodies = tuple((one - start, two - start) for one, two in marked.organisations if start <= one and two <= end)
        ident = f"{marked.document.id}/{number}"
        document = Document(id=ident, text=text.document.text[start:end], lang=text.lang, outlet=marked.document.outlet)
        yield MarkedDocument(document, moved, marked.group, bodies)


def in_capitals(marked: MarkedDocument) -> MarkedDocument | None:
    """The same in capitals; ``None`` where that would move the marks, as it does with ß."""
    text = marked.document.text.upper()
    moved = len(text) != len(marked.document.text)
    return None if moved else replace(marked, document=replace(marked.document, text=text))


def _end_of(text: Text, past: int) -> int:
    """Where a sentence ends, with its full stop: before the next word."""
    whole = text.document.text
    return text.starts[past] if past < len(text.starts) else len(whole)


_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\|([^\[\]|]+)\]\]")


def own_passages(path: Path, block: int = 20) -> Iterator[MarkedDocument]:
    """Our own passages, in which every place mention is marked; ``block`` neighbours stay together in a split."""
    ident, lang, number = "", "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            ident, lang = line[2:].split()[:2]
            continue
        text, marked, at = "", list[Marked](), 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            if mark[2] != "-":
                marked.append(Marked(len(text), len(text) + len(mark[1]), place=mark[3]))
            text += mark[1]
            at = mark.end()
        number += 1
        document = Document(id=ident, text=text + line[at:], lang=lang)
        yield MarkedDocument(document, tuple(marked), f"{path.stem}:{number // block}")


# "Paris, Texas": written by rule from the gazetteer, since annotated news has few of them, each with its state.
_CONTAINED = (
    ("en", "The mayor of {city}, {division}, spoke on Monday."),
    ("en", "A fire broke out in {city}, {division}, on Tuesday."),
    ("nl", "De burgemeester van {city}, {division}, sprak maandag."),
    ("de", "In {city}, {division}, brach am Dienstag ein Feuer aus."),
    ("fr", "Un incendie s'est déclaré mardi à {city}, {division}."),
    ("es", "Un incendio se declaró el martes en {city}, {division}."),
)


def contained_towns(gazetteer: Gazetteer, number: int = 400) -> Iterator[MarkedDocument]:
    """Towns named with their first-order division, all of them namesakes of a better known place."""
    chosen = 0
    for place in range(0, len(gazetteer), 97):
        name, division = gazetteer.name(place), gazetteer.admin1[place]
        found = gazetteer.find(name)
        namesake = found and found[0].place != place and any(post.place == place for post in found[:20])
        if not namesake or division == NOWHERE or gazetteer.population[place] < 500 or not gazetteer.geonameid[place]:
            continue
        lang, pattern = _CONTAINED[chosen % len(_CONTAINED)]
        holder = gazetteer.name(division)
        text = pattern.format(city=name, division=holder)
        marks = [
            Marked(
                at, at + len(part), gazetteer.geonameid[number], "", gazetteer.lat[number] / 1e5, gazetteer.lon[number] / 1e5
            )
            for part, number, at in ((name, place, text.index(name)), (holder, division, text.rindex(holder)))
        ]
        chosen += 1
        yield MarkedDocument(Document(id=f"contained:{chosen}", text=text, lang=lang), tuple(marks), f"contained:{chosen % 20}")
        if chosen == number:
            return


# Seas, regions, airports and the like, of which annotated news has few: each beside the capital of its country, or of
# another one.
_NOT_TOWNS = (
    ("en", "Officials in {city} spoke about {name} on Monday."),
    ("nl", "In {city} sprak men maandag over {name}."),
    ("de", "In {city} sprach man am Montag über {name}."),
    ("fr", "À {city}, on a parlé lundi de {name}."),
    ("es", "En {city} se habló el lunes de {name}."),
    ("it", "A {city} si è parlato lunedì di {name}."),
    ("pl", "W mieście {city} mówiono w poniedziałek o {name}."),
)
_TOWNLESS = (PlaceKind.REGION, PlaceKind.FACILITY, PlaceKind.WATER, PlaceKind.NATURAL)


def named_features(gazetteer: Gazetteer, number: int = 80) -> Iterator[MarkedDocument]:
    """The greatest regions, facilities, waters and mountains by the name that each language has for them."""
    capitals = sorted(gazetteer.capitals)
    of_kind = [[place for place, each in enumerate(gazetteer.kind) if KINDS[each] is kind][:number] for kind in _TOWNLESS]
    for chosen, place in enumerate(chain.from_iterable(of_kind)):
        lang, pattern = _NOT_TOWNS[chosen % len(_NOT_TOWNS)]
        names = gazetteer.names_of(gazetteer.place_id(place)).get(lang)
        name = names[0].text if names else gazetteer.name(place)
        if not name[0].isupper() or not gazetteer.find(name):
            continue
        own = _capital_of(gazetteer.country_place(place), gazetteer)
        city = gazetteer.name(capitals[7 * chosen % len(capitals)] if chosen % 2 or own is None else own)
        text = pattern.format(city=city, name=name)
        at = text.index(name)
        mark = Marked(
            at, at + len(name), gazetteer.geonameid[place], "", gazetteer.lat[place] / 1e5, gazetteer.lon[place] / 1e5
        )
        yield MarkedDocument(Document(id=f"feature:{chosen}", text=text, lang=lang), (mark,), f"feature:{chosen % 20}")


def _capital_of(country: int, gazetteer: Gazetteer) -> int | None:
    """The capital of a country by its number."""
    if country == NOWHERE:
        return None
    code = gazetteer.country_code(country)
    return next((place for place, iso in gazetteer.capitals.items() if iso == code), None)
