"""Mentions of one name form a group: a document uses a name in one sense."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gazetteer.index import KINDS, LANGUAGE_BIT, OTHER_LANGUAGE_BIT, Gazetteer, Posting
from gazetteer.names import ARTICLES, name_key, without_article
from gazetteer.place import PlaceKind
from geomap.languages.cues import mention_cues
from geomap.mentions import Mention
from geomap.text import Text

COUNTRY, ADMIN1, SETTLEMENT, WATER = map(
    KINDS.index, (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.SETTLEMENT, PlaceKind.WATER)
)
# Words between a name and the container that explains it: "Paris, Texas", "Albany, in Linn County".
CONTAINER_WORDS = 3

_KINDS = frozenset(map(str, PlaceKind))
_LANGUAGES = sum(LANGUAGE_BIT.values()) | OTHER_LANGUAGE_BIT


@dataclass(frozen=True, slots=True)
class Container:
    """The mention beside another one, which may say where that is.

    ``after_comma`` as in "Paris, Texas"; ``before`` as in "Linn County's Albany".
    """

    mention: Mention
    after_comma: bool
    before: bool = False

    def holds(self, place: int) -> bool:
        """Whether it can mean this place."""
        return any(post.place == place for post in self.mention.postings)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The mentions of one name with the places it can mean; ``named`` are those too that the text rules out.

    ``added`` of the postings belong to the name without its article: La Francia. ``cues`` are the kinds that a word
    beside it announces, ``beside`` what is named beside it.
    """

    key: str
    mentions: tuple[Mention, ...]
    postings: tuple[Posting, ...]
    named: int
    added: int
    cues: frozenset[str]
    beside: tuple[Container, ...]


def name_groups(text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Group]:
    """The mentions grouped by name.

    A name with different containers ("Portland, Oregon", "Portland, Maine") makes different groups; without one it
    means what it meant last.
    """
    after, before = _containers(text, mentions)
    by_name: dict[tuple[str, tuple[Posting, ...], str], list[Mention]] = defaultdict(list)
    latest: dict[str, str] = {}
    for mention in mentions:
        if mention.postings:
            key = name_key(mention.text)
            container = after.get(mention.start)
            if container and container.after_comma:
                latest[key] = name_key(container.mention.text)
            by_name[key, _announced(text, mention, gazetteer), latest.get(key, "")].append(mention)
    groups = []
    for (key, named, _), members in by_name.items():
        follows = tuple(after[mention.start] for mention in members if mention.start in after)
        precedes = tuple(before[mention.start] for mention in members if mention.start in before)
        native = _of_the_language(named, text.lang, gazetteer)
        bare = _without_article(key, native, gazetteer)
        postings = (*_held(native, follows, gazetteer), *bare)
        cues = frozenset(kind for mention in members for kind in _kind_cues(text, mention))
        groups.append(Group(key, tuple(members), postings, len(native), len(bare), cues, (*follows, *precedes)))
    return groups


def _announced(text: Text, mention: Mention, gazetteer: Gazetteer) -> tuple[Posting, ...]:
    """Only the waters of the name where the word before it announces one: "берег Дніпра" is no bank of the city."""
    if not mention.first or text.sentence_of[mention.first - 1] != text.sentence_of[mention.first]:
        return mention.postings
    announced = mention_cues(text.lang).get(text.folded[mention.first - 1]) == PlaceKind.WATER
    waters = tuple(post for post in mention.postings if announced and gazetteer.kind[post.place] == WATER)
    return waters or mention.postings


def _of_the_language(named: tuple[Posting, ...], lang: str | None, gazetteer: Gazetteer) -> tuple[Posting, ...]:
    """Without countries called so in other languages only, where the text's language has a place of that name.

    "Brasilia" is Brazil in Finnish, and "Georgia" the country in English, but neither is in Dutch.
    """
    if lang not in LANGUAGE_BIT or not any(post.in_language(lang) for post in named):
        return named
    foreign = {post.place for post in named if gazetteer.kind[post.place] == COUNTRY and _is_foreign(post, lang)}
    return tuple(post for post in named if post.place not in foreign)


def _is_foreign(post: Posting, lang: str) -> bool:
    """Whether sources tag the name, and never as one of this language."""
    return bool(post.attributes & _LANGUAGES) and not post.in_language(lang)


def _without_article(key: str, named: Sequence[Posting], gazetteer: Gazetteer) -> tuple[Posting, ...]:
    """Countries, their capitals and first-order divisions that the name means without its article: La Francia, La Haya."""
    if key.partition(" ")[0] not in ARTICLES:
        return ()
    known = {post.place for post in named}
    bare = {post.place: post for post in reversed(gazetteer.find(without_article(key))) if post.place not in known}
    return tuple(post for place, post in sorted(bare.items()) if _is_great(place, gazetteer))


def _is_great(place: int, gazetteer: Gazetteer) -> bool:
    return place < len(gazetteer) and (gazetteer.kind[place] in (COUNTRY, ADMIN1) or place in gazetteer.capitals)


def _kind_cues(text: Text, mention: Mention) -> Iterator[str]:
    """Kinds that a word beside the name announces: "provincie Utrecht", "Neches River", "the city of"."""
    classes = mention_cues(text.lang)
    for place in (mention.first - 1, mention.first - 2, mention.past):
        if 0 <= place < len(text.words) and text.sentence_of[place] == text.sentence_of[mention.first]:
            kind = classes.get(text.folded[place], "")
            if kind in _KINDS:
                yield kind


def _held(postings: tuple[Posting, ...], beside: Sequence[Container], gazetteer: Gazetteer) -> tuple[Posting, ...]:
    """The places inside the state or country named after a comma, where there are any: "Paris, Texas".

    Only for names of towns: in "Luxembourg, Belgium and the Netherlands" the comma divides equals.
    """
    if gazetteer.kind[postings[0].place] != SETTLEMENT:
        return postings
    holders = [each.mention.postings[0].place for each in beside if each.after_comma]
    holders = [place for place in holders if gazetteer.kind[place] in (ADMIN1, COUNTRY)]
    inside = tuple(post for post in postings if any(_lies_in(post.place, holder, gazetteer) for holder in holders))
    return inside or postings


def _lies_in(place: int, holder: int, gazetteer: Gazetteer) -> bool:
    return place != holder and holder in (gazetteer.admin1[place], gazetteer.country_place(place))


def _containers(text: Text, mentions: Sequence[Mention]) -> tuple[Mapping[int, Container], Mapping[int, Container]]:
    """Start of a mention -> the one just after it ("Paris, Texas"; "Athens, in Clarke County"), and the one just before."""
    after: dict[int, Container] = {}
    before: dict[int, Container] = {}
    for one, two in pairwise(mentions):
        if 0 <= two.first - one.past < CONTAINER_WORDS and two.text != one.text:
            if two.postings:
                comma = two.first == one.past and text.gaps[one.past - 1].strip() in (",", "(")
                after[one.start] = Container(two, comma)
            if one.postings:
                before[two.start] = Container(one, after_comma=False, before=True)
    return after, before
