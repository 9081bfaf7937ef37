"""What speaks for each place that a name can mean, as named numbers.

Mentions of one name form a group: a document uses a name in one sense. First each group is judged by itself; then the
document's other places, weighed by how sure they are, speak for or against each of its candidates.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, log10, radians, sin, sqrt

from gazetteer.index import KINDS, NOWHERE, Gazetteer, Posting
from gazetteer.names import name_key
from gazetteer.place import PlaceKind
from gazetteer.sources import Strength
from geomap.languages.cues import mention_cues
from geomap.mentions import Mention
from geomap.mentions.candidates import DEMONYMS
from geomap.text import Text

COUNTRY, ADMIN1, SETTLEMENT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.SETTLEMENT))
EARTH_RADIUS_KM = 6371.0
# Kilometres at which nearness changes its meaning: the town next door, the same region, the same country.
NEAR_KM = (15, 60, 161, 500, 1500)
FAR_KM = 20_000.0
# Words between a name and the container that explains it: "Paris, Texas", "Albany, in Linn County".
CONTAINER_WORDS = 3

# A text that names places of so many countries is about states, and a capital's name then means the capital.
WORLD_NEWS = 4
# A place that is likelier than all its rivals together can vouch for others near it.
LIKELY = 0.5

_KINDS = frozenset(map(str, PlaceKind))

Numbers = dict[str, float]


@dataclass(slots=True)
class Group:
    """The mentions of one name, and what each of its places has for it; ``chances`` are filled in pass by pass."""

    key: str
    mentions: list[Mention]
    postings: tuple[Posting, ...]
    alone: list[Numbers]
    chances: list[float]
    namesakes: int
    """How many places share the name, those that the text rules out too."""


def name_groups(text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Group]:
    """The mentions grouped by name, each group judged by itself.

    A name with different containers ("Portland, Oregon", "Portland, Maine") makes different groups; without one it
    means what it meant last.
    """
    containers = _containers(text, mentions)
    by_name: dict[tuple[str, tuple[Posting, ...], str], list[Mention]] = defaultdict(list)
    latest: dict[str, str] = {}
    for mention in mentions:
        if mention.postings:
            key = name_key(mention.text)
            container = containers.get(mention.start)
            if container and container.after_comma:
                latest[key] = name_key(container.mention.text)
            by_name[key, mention.postings, latest.get(key, "")].append(mention)
    groups = []
    for (key, named, _), members in by_name.items():
        beside = [containers[mention.start] for mention in members if mention.start in containers]
        postings = _held(named, beside, gazetteer)
        group = Group(key, members, postings, [], [1 / len(postings)] * len(postings), len(named))
        cues = {kind for mention in members for kind in _kind_cues(text, mention)}
        group.alone = [_alone(text, gazetteer, group, rank, cues, beside) for rank in range(len(postings))]
        groups.append(group)
    return groups


def _kind_cues(text: Text, mention: Mention) -> Iterator[str]:
    """Kinds that a word beside the name announces: "provincie Utrecht", "Neches River", "the city of"."""
    classes = mention_cues(text.lang)
    for place in (mention.first - 1, mention.first - 2, mention.past):
        if 0 <= place < len(text.words) and text.sentence_of[place] == text.sentence_of[mention.first]:
            kind = classes.get(text.folded[place], "")
            if kind in _KINDS:
                yield kind


@dataclass(frozen=True, slots=True)
class Container:
    """The mention just after another one, which may say where that is; ``after_comma`` as in "Paris, Texas"."""

    mention: Mention
    after_comma: bool

    def holds(self, place: int) -> bool:
        """Whether it can mean this place."""
        return any(post.place == place for post in self.mention.postings)


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


def _containers(text: Text, mentions: Sequence[Mention]) -> Mapping[int, Container]:
    """Start of a mention -> the mention just after it: "Paris, Texas"; "Athens, in Clarke County"."""
    return {
        one.start: Container(two, two.first == one.past and text.gaps[one.past - 1].strip() in (",", "(", ", "))
        for one, two in pairwise(mentions)
        if 0 <= two.first - one.past < CONTAINER_WORDS and two.postings
    }


def _alone(text: Text, gazetteer: Gazetteer, group: Group, rank: int, cues: set[str], beside: Sequence[Container]) -> Numbers:
    """What speaks for one place before anything else in the document is looked at."""
    post = group.postings[rank]
    place, kind = post.place, KINDS[gazetteer.kind[post.place]]
    first = group.postings[0].place
    size = log10(gazetteer.population[place] + 10)
    found: Numbers = {
        f"kind_{kind}": 1.0,
        f"size_{kind}": size,
        "size_behind": log10(gazetteer.population[first] + 10) - size,
        "fame": gazetteer.prominence[place] / 64,
        "fame_behind": max(gazetteer.prominence[other.place] for other in group.postings) / 64
        - gazetteer.prominence[place] / 64,
        f"rank_{min(rank, 4)}": 1.0,
        f"firm_{_firmness(post)}": 1.0,
        f"unknown_size_{kind}": float(gazetteer.population[place] == 0),
    }
    if name_key(gazetteer.name(place)) == group.key:
        found["own_name"] = 1.0
    if post.in_language(text.lang):
        found["tagged"] = 1.0
    if str(kind) in cues:
        found[f"cue_{kind}"] = 1.0
    elif cues:
        found["cue_for_another_kind"] = 1.0
    for container in beside:
        how = "comma" if container.after_comma else "near"
        if container.holds(gazetteer.admin1[place]) or container.holds(gazetteer.admin2[place]):
            found[f"in_division_{how}"] = 1.0
            found[f"behind_in_division_{how}"] = found["size_behind"]
        elif kind is not PlaceKind.COUNTRY and container.holds(gazetteer.country_place(place)):
            found[f"in_country_{how}"] = 1.0
            found[f"behind_in_country_{how}"] = found["size_behind"]
    if place in gazetteer.capitals:
        found["capital"] = 1.0
    return found


def _firmness(post: Posting) -> str:
    """A reviewed other name is as good as an official one."""
    return "official" if post.strength is Strength.COMMON else post.strength.name.lower()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How strongly the document's groups speak for each country, division and place."""

    countries: Mapping[int, float]
    divisions: Mapping[int, float]
    places: Mapping[int, float]
    total: float


def surroundings(groups: Sequence[Group], gazetteer: Gazetteer) -> Surroundings:
    """The sum over all groups, each weighed by the chances of its places."""
    countries: dict[int, float] = defaultdict(float)
    divisions: dict[int, float] = defaultdict(float)
    places: dict[int, float] = defaultdict(float)
    for group in groups:
        for post, chance in zip(group.postings, group.chances, strict=True):
            if chance > _TOO_UNLIKELY:
                countries[gazetteer.country[post.place]] += chance
                divisions[_division(gazetteer, post.place)] += chance
                places[post.place] += chance
    return Surroundings(countries, divisions, places, float(len(groups)))


# Chances below this cannot move a sum that is compared in tenths.
_TOO_UNLIKELY = 0.02


def _division(gazetteer: Gazetteer, place: int) -> int:
    return place if gazetteer.kind[place] == ADMIN1 else gazetteer.admin1[place]


def in_context(
    group: Group, around: Surroundings, neighbours: Sequence[tuple[int, int]], gazetteer: Gazetteer
) -> list[Numbers]:
    """What the rest of the document says of each of a group's places, by itself and beside its rivals.

    ``neighbours`` are the likeliest places of all groups, with the group they belong to.
    """
    others = [place for owner, place in neighbours if owner != id(group)]
    shares = [_shares(group, post.place, around, gazetteer) for post in group.postings]
    nearest = [_nearest(gazetteer, post.place, others) for post in group.postings]
    most_country, most_division = max(share[0] for share in shares), max(share[1] for share in shares)
    least = min(nearest)
    total = max(around.total - 1, 1.0)
    found: list[Numbers] = []
    for post, alone, (country, division), distance in zip(group.postings, group.alone, shares, nearest, strict=True):
        behind = alone["size_behind"]
        numbers = {
            "country_share": country / total,
            "division_share": division / total,
            "country_count": min(country, 4.0),
            "division_count": min(division, 4.0),
            "behind_in_country": behind * country / total,
            "behind_in_division": behind * division / total,
            "most_of_country": float(country == most_country > _TOO_UNLIKELY),
            "most_of_division": float(division == most_division > _TOO_UNLIKELY),
        }
        step = sum(distance > limit for limit in NEAR_KM)
        if gazetteer.kind[post.place] == COUNTRY:
            numbers["inside_count"] = min(country, 4.0)
        else:
            numbers |= _named(post.place, around, gazetteer)
            numbers[f"near_{step}"] = 1.0
            numbers["nearest_of_all"] = float(distance == least < NEAR_KM[2])
            numbers["behind_but_near"] = behind * (step <= 1)
        if post.place in gazetteer.capitals:
            numbers["capital_in_world_news"] = float(len(around.countries) >= WORLD_NEWS)
        found.append(numbers)
    return found


def _shares(group: Group, place: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[float, float]:
    """How much the other groups speak for a place's country and first-order division."""
    country, division = gazetteer.country[place], _division(gazetteer, place)
    own_country = own_division = 0.0
    for post, chance in zip(group.postings, group.chances, strict=True):
        if chance > _TOO_UNLIKELY:
            own_country += chance * (gazetteer.country[post.place] == country)
            own_division += chance * (_division(gazetteer, post.place) == division)
    same_division = 0.0 if division == NOWHERE else max(around.divisions.get(division, 0.0) - own_division, 0.0)
    return max(around.countries.get(country, 0.0) - own_country, 0.0), same_division


def _named(place: int, around: Surroundings, gazetteer: Gazetteer) -> Numbers:
    """Whether the text also names what the place lies in."""
    containers = {
        "country_named": gazetteer.country_place(place),
        "division_named": gazetteer.admin1[place],
        "county_named": gazetteer.admin2[place],
    }
    return {name: min(around.places.get(number, 0.0), 1.0) for name, number in containers.items() if number != NOWHERE}


def _nearest(gazetteer: Gazetteer, place: int, others: Sequence[int]) -> float:
    """Kilometres to the nearest likely place of another group."""
    lat, lon = gazetteer.lat[place], gazetteer.lon[place]
    return min((kilometres(lat, lon, gazetteer.lat[o], gazetteer.lon[o]) for o in others if o != place), default=FAR_KM)


def kilometres(lat1: int, lon1: int, lat2: int, lon2: int) -> float:
    """Great-circle distance of two points in hundred-thousandths of a degree (haversine)."""
    a, b = radians(lat1 / 1e5), radians(lat2 / 1e5)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians((lon2 - lon1) / 1e5) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def likeliest(groups: Sequence[Group], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """(group, its likeliest place), without countries, whose middle is near nothing."""
    best = ((id(group), max(zip(group.chances, group.postings, strict=True))) for group in groups)
    return [
        (owner, post.place)
        for owner, (chance, post) in best
        if chance > LIKELY and gazetteer.kind[post.place] != COUNTRY and post.strength not in DEMONYMS
    ]
