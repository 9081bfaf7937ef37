"""Sentences written by rule about seas, gulfs, straits and lakes whose names begin with a small word of kind.

"L'océan Indien" names one place, and neither India nor an Indian; annotated news in French, Italian and Portuguese is too
scarce to teach that. A name whose rest means the same place by itself ("océano Atlántico", where "Atlántico" will do) is
left out: there annotators differ.
"""

from collections.abc import Iterator
from itertools import cycle

from marked_places import Marked, MarkedDocument

from gazetteer import Gazetteer
from gazetteer.index import KINDS
from gazetteer.names import fold
from gazetteer.place import PlaceKind
from geomap.documents import Document
from geomap.languages.cues import mention_cues

# The article that each word of kind takes.
_ARTICLES = {
    "fr": {"mer": "la ", "océan": "l'", "golfe": "le ", "détroit": "le ", "baie": "la ", "lac": "le ", "canal": "le "},
    "es": {"mar": "el ", "océano": "el ", "golfo": "el ", "estrecho": "el ", "bahía": "la ", "lago": "el ", "canal": "el "},
    "it": {"mar": "il ", "oceano": "l'", "golfo": "il ", "stretto": "lo ", "baia": "la ", "lago": "il ", "canale": "il "},
    "pt": {"mar": "o ", "oceano": "o ", "golfo": "o ", "estreito": "o ", "baía": "a ", "lago": "o ", "canal": "o "},
}
_SENTENCES = {
    "fr": (
        "Le navire a traversé {water} avant d'arriver à {city}.",
        "À {city}, les pêcheurs attendent que {water} se calme.",
        "Deux patrouilleurs surveillent {water} depuis mardi, selon les autorités de {city}.",
        "Une tempête balaie {water}.",
    ),
    "es": (
        "El buque cruzó {water} antes de llegar a {city}.",
        "En {city}, los pescadores esperan a que {water} se calme.",
        "Dos patrulleras vigilan {water} desde el martes, según las autoridades de {city}.",
        "Una tormenta azota {water}.",
    ),
    "it": (
        "La nave ha attraversato {water} prima di arrivare a {city}.",
        "A {city} i pescatori aspettano che {water} si calmi.",
        "Due motovedette sorvegliano {water} da martedì, secondo le autorità di {city}.",
        "Una tempesta flagella {water}.",
    ),
    "pt": (
        "O navio cruzou {water} antes de chegar a {city}.",
        "Em {city}, os pescadores esperam que {water} se acalme.",
        "Duas lanchas vigiam {water} desde terça-feira, segundo as autoridades de {city}.",
        "Uma tempestade atinge {water}.",
    ),
}
# Neighbours in the gazetteer stay together in a split.
_PARTS = 20


def named_waters(gazetteer: Gazetteer) -> Iterator[MarkedDocument]:
    """Every such name once, by turns in each sentence, beside capitals by turns."""
    capitals = cycle(sorted(gazetteer.capitals))
    waters = [place for place, kind in enumerate(gazetteer.kind) if KINDS[kind] is PlaceKind.WATER]
    for lang, sentences in _SENTENCES.items():
        pattern = cycle(sentences)
        for number, (name, article) in enumerate(_names(lang, waters, gazetteer)):
            city = gazetteer.name(next(capitals))
            yield _document(next(pattern), article, name, city, f"{lang}-{number}", lang)


def _names(lang: str, waters: list[int], gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Names of waters that begin with a small word of kind, with its article."""
    kinds = mention_cues(lang)
    for place in waters:
        for name in gazetteer.names_of(gazetteer.place_id(place)).get(lang, ()):
            first, _, rest = name.text.partition(" ")
            article = _ARTICLES[lang].get(first)
            same = any(post.place == place for post in gazetteer.find(_without_links(rest)))
            if article is not None and kinds.get(fold(first)) == "water" and not same:
                yield name.text, article


def _without_links(rest: str) -> str:
    """The name behind "de", "d'" and the like."""
    words = rest.replace("d'", "").split()
    return " ".join(words[next((n for n, word in enumerate(words) if word[0].isupper()), 0) :])


def _document(pattern: str, article: str, name: str, city: str, ident: str, lang: str) -> MarkedDocument:
    text = pattern.format(water=article + name, city=city)
    marks = [Marked(at, at + len(part)) for part in (name, city) if (at := text.find(part)) >= 0]
    group = f"waters:{sum(map(ord, name)) % _PARTS}"
    return MarkedDocument(Document(id=f"waters-{ident}", text=text, lang=lang), tuple(marks), group)
