"""Every span of a text that may name a place: what the gazetteer knows, and what a word in it says is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from gazetteer.index import NOWHERE, STRENGTH_MASK, Gazetteer, Posting
from gazetteer.names import fold, written
from gazetteer.sources import Strength
from geomap.languages.cues import mention_cues
from geomap.languages.inflection import LANGUAGES, TABLE, read_inflection
from geomap.text import Text

# Languages whose names change form, in a case ("Харькове") or as an adjective ("Rotterdamse", "Berliner").
INFLECTED = frozenset(path.parent.name for path in LANGUAGES.glob(f"*/{TABLE}"))
# A name of more inflected words is not tried: three make up to 6 x 6 x 6 look-ups.
LONGEST_INFLECTED = 3
# ALL CAPS words this short are read as written (US, VS), longer ones as "Russian".
LONGEST_ACRONYM = 3
# The places of a name that are weighed; a name of more (Santa Rosa has 190) keeps its most important ones.
MOST_PLACES = 30

# Classes of words that announce a place which no source may list.
ANNOUNCING = frozenset(["street", "building", "water", "natural", "facility", "admin2"])
# Words before or after the announcing one: "Montreal-Pierre Elliott Trudeau International Airport" has five.
LONGEST_UNLISTED = 5
LINKING = frozenset(["da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "la", "le", "of", "the", "van"])

DEMONYMS = (Strength.DEMONYM, Strength.PEOPLE)

Spans = dict[tuple[int, int], list[Posting]]
"""The words first and past of each span, and what it can mean."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The words ``first`` up to ``past`` may name one of the places in ``postings``; one that no source lists has none."""

    first: int
    past: int
    postings: tuple[Posting, ...]
    inflected: bool = False
    """Whether the name stands there in another form than the gazetteer lists."""
    dotted: bool = False
    """Whether the full stop after the last word belongs to the name: "Calif."."""

    def offsets(self, text: Text) -> tuple[int, int]:
        """Where the name stands in the document's text."""
        return text.starts[self.first], text.ends[self.past - 1] + self.dotted


def find_candidates(text: Text, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Every span whose words are a name of the gazetteer, in some form, or announce a place; spans may overlap."""
    starts = [place for place, word in enumerate(text.words) if not word[0].islower() and not word[0].isdigit()]
    listed = _listed(text, gazetteer, starts)
    inflected = _inflected(text, gazetteer, starts, listed)
    candidates = [
        Candidate(*span, _best(postings), dotted=any(post.dotted for post in postings))
        for span, postings in listed.items()
        if not _never(postings)
    ]
    candidates += [Candidate(*span, _best(postings), inflected=True) for span, postings in inflected]
    known = {(each.first, each.past) for each in candidates}
    candidates += [Candidate(*span, ()) for span in _unlisted(text) if span not in known]
    return tuple(sorted(candidates, key=lambda each: (each.first, each.past)))


def _never(postings: list[Posting]) -> bool:
    return any(post.strength is Strength.NEVER for post in postings)


def _best(postings: list[Posting]) -> tuple[Posting, ...]:
    """The most important places, each once, under the best of its names; a bloc's reviewed form is nothing else."""
    blocs = tuple(post for post in postings if post.strength is Strength.BLOC)
    if blocs:
        return blocs
    unique: dict[int, Posting] = {}
    for post in postings:
        known = unique.get(post.place)
        if known is None or _firmness(post) < _firmness(known):
            unique[post.place] = post
    return tuple(sorted(unique.values())[:MOST_PLACES])


def _firmness(post: Posting) -> int:
    """An adjective of the place comes before an alternate name, which may be the same word: "German"."""
    return Strength.COMMON if post.strength in DEMONYMS else post.strength


def _listed(text: Text, gazetteer: Gazetteer, starts: list[int]) -> Spans:
    """Names as the gazetteer lists them, and demonyms, abbreviations and blocs, whose case counts."""
    found: Spans = {}
    for match in gazetteer.names.scan(text.join(text.folded), starts):
        found.setdefault((match.first, match.past), []).extend(match.postings)
    for match in gazetteer.exact.scan(
        text.join(map(_cased, text.words)), range(len(text.words)), gazetteer.namespace(text.lang)
    ):
        full_stop = text.gaps[match.past - 1].startswith(".")
        postings = [post for post in match.postings if full_stop or not post.dotted]
        if postings:
            found.setdefault((match.first, match.past), []).extend(postings)
    return found


def _cased(word: str) -> str:
    word = written(word)
    return word.capitalize() if len(word) > LONGEST_ACRONYM and word.isupper() else word


def _inflected(
    text: Text, gazetteer: Gazetteer, starts: list[int], listed: Spans
) -> Iterator[tuple[tuple[int, int], list[Posting]]]:
    """Names in a case form, and adjectives made of names by rule."""
    if text.lang not in INFLECTED:
        return
    bases = read_inflection(text.lang).bases
    for first in starts:
        forms: list[list[tuple[str, bool]]] = []
        for place in range(first, min(first + LONGEST_INFLECTED, len(text.words))):
            word = text.words[place]
            forms.append([(fold(word), False), *((fold(base), kind == "demonym") for base, kind, _ in bases(word))])
            postings = list(_of_forms(gazetteer, forms))
            if postings and (first, place + 1) not in listed:
                yield (first, place + 1), postings
            if text.joins[place] != " ":
                break


def _of_forms(gazetteer: Gazetteer, forms: list[list[tuple[str, bool]]]) -> Iterator[Posting]:
    """The places of every combination of base forms; only the last word of a name can be an adjective."""
    for *leading, (last, demonym) in product(*forms):
        if any(adjective for _, adjective in leading):
            continue
        for post in gazetteer.names.find(" ".join([*(word for word, _ in leading), last])):
            if post.place != NOWHERE:
                yield Posting(post.place, post.attributes & ~STRENGTH_MASK | Strength.DEMONYM) if demonym else post


def _unlisted(text: Text) -> Iterator[tuple[int, int]]:
    """Capitalised words around one that says what they name: "Neches River", "Highway 19", "University of Leiden".

    The airport of Almaty is no such name: there the city is what the text names.
    """
    classes = mention_cues(text.lang)
    for place, folded in enumerate(text.folded):
        if classes.get(folded) in ANNOUNCING and _capital(text.words[place]):
            yield from _before(text, place)
            if classes[folded] != "facility":
                yield from _after(text, place)


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _before(text: Text, place: int) -> Iterator[tuple[int, int]]:
    first = place
    while first > 0 and place - first < LONGEST_UNLISTED and text.joins[first - 1] == " " and _capital(text.words[first - 1]):
        first -= 1
        yield first, place + 1


def _after(text: Text, place: int) -> Iterator[tuple[int, int]]:
    """The words after it, a small one among them: "Highway 19", "Rue Casa Calvo", "University of Leiden"."""
    past = place + 1
    while past < len(text.words) and past - place <= LONGEST_UNLISTED and text.joins[past - 1] == " ":
        small = text.folded[past] in LINKING
        if not small and not _capital(text.words[past]):
            return
        past += 1
        if not small:
            yield place, past
