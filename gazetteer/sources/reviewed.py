"""What we know ourselves: the hand-reviewed tables under ``gazetteer/tables``."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.paradigms import Paradigm, expand, read_paradigms
from gazetteer.place import PlaceKind
from gazetteer.sources import NameRow, PlaceRow, Source, Strength
from gazetteer.sources.tables import TABLES, listed, read_table

SOURCE = Source(
    "geomap's reviewed tables",
    "this release",
    "2026-11-22",
    "MIT",
    "regions, waters, contested areas, demonyms, abbreviations",
    "here",
)

LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh")
"""The languages that have a column in the reviewed tables, in their order there."""

Row = Mapping[str, str]


def _tables(folder: str) -> Iterator[tuple[Path, Row]]:
    for path in sorted((TABLES / folder).glob("*.tsv")):
        for row in read_table(path):
            yield path, row


def _rows(name: str) -> Iterator[Row]:
    path = TABLES / f"{name}.tsv"
    return read_table(path) if path.exists() else iter(())


def places() -> Iterator[tuple[PlaceRow, tuple[NameRow, ...]]]:
    """The overlay: each place with its names by language; names in ``other`` are untagged."""
    for path, row in _tables("places"):
        try:
            yield _place(row), tuple(_names(row))
        except ValueError as error:
            raise SourceError(f"{path}, row {row['id']!r}: {error}") from error


def _place(row: Row) -> PlaceRow:
    place = PlaceRow(row["id"], PlaceKind(row["kind"]), listed(row["en"])[0], float(row["lat"]), float(row["lon"]))
    place.country = next(iter(listed(row["country"])), "")
    place.geonameid = int(row["id"].removeprefix("geonames:")) if row["id"].startswith("geonames:") else 0
    place.claimed_by, place.held_by = listed(row["claimed_by"]), listed(row["held_by"])
    place.members = listed(row["members"])
    return place


def _names(row: Row, strength: Strength | None = None) -> Iterator[NameRow]:
    for lang in LANGUAGES:
        for rank, name in enumerate(listed(row[lang])):
            firm = strength if strength is not None else Strength.COMMON if rank else Strength.OFFICIAL
            yield NameRow(row.get("id") or row["place"], name, firm, (lang,), preferred=not rank and strength is None)
    for name in listed(row.get("other", "")):
        yield NameRow(row["id"], name, Strength.COMMON)


def lesser_places() -> Iterator[tuple[PlaceRow, tuple[NameRow, ...]]]:
    """Quarters, waters, parks, regions and sites that are named alike in most languages; the first name is official."""
    for row in _rows("lesser"):
        place = PlaceRow(row["id"], PlaceKind(row["kind"]), "", float(row["lat"]), float(row["lon"]), row["country"])
        place.name, *others = listed(row["names"])
        place.geonameid = int(row["id"].removeprefix("geonames:")) if row["id"].startswith("geonames:") else 0
        official = NameRow(place.id, place.name, Strength.OFFICIAL)
        yield place, (official, *(NameRow(place.id, name, Strength.COMMON) for name in others))


def metonyms() -> Iterator[NameRow]:
    """Seats of government that stand for their state."""
    for row in _rows("metonyms"):
        yield from _names(row, Strength.METONYM)


def blocs() -> Iterator[NameRow]:
    """Organisations and vague actors, which get no point."""
    for row in _rows("blocs"):
        yield from _names(row, Strength.BLOC)


def former_names() -> Iterator[NameRow]:
    """Former names of places."""
    return (
        NameRow(row["place"], row["name"], Strength.HISTORIC, tuple(filter(None, [row["lang"]]))) for row in _rows("former")
    )


def usual_names() -> Iterator[NameRow]:
    """What newspapers of a language call a place and no source lists: short names, and case forms that no rule makes."""
    for path, row in _tables("names"):
        for name in listed(row["names"]):
            yield NameRow(row["place"], name, Strength.COMMON, (path.stem,))


def abbreviations() -> Iterator[NameRow]:
    """Abbreviations, whose case counts; ``langs`` empty stands for every language."""
    for row in _rows("abbreviations"):
        langs = () if row["langs"] == "*" else listed(row["langs"])
        yield NameRow(row["place"], row["form"], Strength.ABBREVIATION, langs, exact=True)


def never() -> Iterator[NameRow]:
    """What is no place in these languages, though a source lists one."""
    for row in _rows("never"):
        langs = () if row["langs"] == "*" else listed(row["langs"])
        yield NameRow("", row["form"], Strength.NEVER, langs, exact=True)


def demonyms() -> Iterator[NameRow]:
    """Adjectives and inhabitants by language, every form in full."""
    for path, row in _tables("demonyms"):
        lang = path.stem
        for column, strength in (("adjective", Strength.DEMONYM), ("people", Strength.PEOPLE)):
            for item in listed(row[column]):
                for form in _forms(item, lang):
                    yield NameRow(row["place"], form, strength, (lang,), exact=True)


@cache
def _paradigms(lang: str) -> Mapping[str, Paradigm]:
    return read_paradigms(TABLES / "paradigms" / f"{lang}.tsv")


def _forms(item: str, lang: str) -> tuple[str, ...]:
    lemma, colon, paradigm = item.partition(":")
    if not colon:
        return (item,)
    known = _paradigms(lang)
    if paradigm not in known:
        raise SourceError(f"demonyms/{lang}.tsv: {item!r} names a paradigm that paradigms/{lang}.tsv lacks")
    return expand(lemma, known[paradigm])


def wrong_names() -> Iterator[tuple[str, str]]:
    """(place, name) of names that a source lists and that are not the place's: "Georgië" for the US state."""
    return ((row["place"], row["name"]) for row in _rows("wrong"))
