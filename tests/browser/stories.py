"""Reports about true events, made by hand: what the map is tried on.

A text (texts/*.txt) is written with its places in brackets: ``[words|place|role]``, where the words may be followed
by ``~actor``, ``~dateline`` or ``~demonym``, and the role by ``<cue`` for the word in the same sentence that decided it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.place import Place, PlaceKind
from geomap.documents import Document
from geomap.incidents import DateRange, Incident, IncidentType, Relation, RelationKind
from geomap.mentions import Mention, MentionKind
from geomap.places import Alternative, Resolution
from geomap.report import Report
from geomap.roles import Evidence, Reading, Role, RoleAssignment


def country(code: str, name: str, geonameid: int, lat: float, lon: float, **more: Any) -> Place:
    return Place(
        id=f"geonames:{geonameid}",
        geonameid=geonameid,
        name=name,
        kind=PlaceKind.COUNTRY,
        country=code,
        lat=lat,
        lon=lon,
        **more,
    )


def town(code: str, name: str, geonameid: int, lat: float, lon: float, admin1: str, population: int) -> Place:
    return Place(
        id=f"geonames:{geonameid}",
        geonameid=geonameid,
        name=name,
        kind=PlaceKind.SETTLEMENT,
        country=code,
        admin1=admin1,
        lat=lat,
        lon=lon,
        population=population,
    )


PLACES: Mapping[str, Place | None] = {
    "kz": country("KZ", "Kazachstan", 1522867, 48.0, 68.0),
    "ru": country("RU", "Rusland", 2017370, 60.0, 100.0),
    "by": country("BY", "Wit-Rusland", 630336, 53.0, 28.0),
    "am": country("AM", "Armenië", 174982, 40.25, 45.0),
    "az": country("AZ", "Azerbaijan", 587116, 40.5, 47.5),
    "us": country("US", "Verenigde Staten", 6252001, 39.76, -98.5),
    "fr": country("FR", "Frankrijk", 3017382, 46.0, 2.0),
    "ua": country("UA", "Oekraïne", 690791, 49.0, 32.0),
    "ge": country("GE", "Georgië", 614540, 42.0, 43.5),
    "tr": country("TR", "Türkiye", 298795, 39.0, 35.0),
    "nl": country("NL", "Netherlands", 2750405, 52.25, 5.75),
    "almaty": town("KZ", "Almaty", 1526384, 43.25249, 76.9115, "Almaty", 1977011),
    "zhanaozen": town("KZ", "Zjanaozen", 607610, 43.34116, 52.86192, "Mangistau", 103598),
    "aktau": town("KZ", "Aktau", 610612, 43.66105, 51.17392, "Mangistau", 147443),
    "moskou": town("RU", "Moskou", 524901, 55.75204, 37.61781, "Moskou", 10381222),
    "washington": town("US", "Washington", 4140963, 38.89511, -77.03637, "District of Columbia", 689545),
    "geneve": town("CH", "Genève", 2660646, 46.20222, 6.14569, "Genève", 201741),
    "khankendi": town("AZ", "Khankendi", 146970, 39.8177, 46.7528, "Xankəndi", 2100),
    "yevlakh": town("AZ", "Yevlakh", 584649, 40.61832, 47.15014, "Yevlax City", 127400),
    "yerevan": town("AM", "Yerevan", 616052, 40.17765, 44.5126, "Yerevan", 1144700),
    "baku": town("AZ", "Baku", 587084, 40.37767, 49.89201, "Baku City", 2351300),
    "goris": town("AM", "Goris", 174895, 39.51111, 46.34168, "Syunik", 17592),
    "gaziantep": town("TR", "Gaziantep", 314830, 37.05944, 37.3825, "Gaziantep", 2222415),
    "marash": town("TR", "Kahramanmaraş", 310859, 37.5847, 36.92641, "Kahramanmaraş", 384953),
    "aleppo": town("SY", "Aleppo", 170063, 36.20124, 37.16117, "Aleppo", 2098210),
    "mangistau": Place(
        id="geonames:608879", geonameid=608879, name="Mangistau", kind=PlaceKind.ADMIN1, country="KZ", lat=44.0, lon=54.0
    ),
    "krim": Place(
        id="geonames:703883",
        geonameid=703883,
        name="Krim",
        kind=PlaceKind.ADMIN1,
        country="UA",
        lat=45.3,
        lon=34.4,
        claimed_by=("UA", "RU"),
        held_by=("RU",),
    ),
    "karabakh": Place(
        id="region:nagorno-karabakh",
        name="Nagorno-Karabakh",
        kind=PlaceKind.REGION,
        country="AZ",
        lat=39.85,
        lon=46.75,
        claimed_by=("AM", "AZ"),
        held_by=("AZ",),
    ),
    "jp": country("JP", "Japan", 1861060, 35.7, 139.8),
    "square": Place(id="test:square", name="Republic Square", kind=PlaceKind.FACILITY, country="KZ", lat=43.25249, lon=76.9115),
    "hall": Place(id="test:hall", name="City Hall", kind=PlaceKind.FACILITY, country="KZ", lat=43.25249, lon=76.9115),
    "-": None,
}

MARK = re.compile(r"\[([^|\]~]+)(?:~(\w+))?\|([\w-]+)\|(\w+)(?:<([^\]]+))?\]")

HOSTILE = (
    '<script>window.hacked=1</script> "></script><img src=x onerror="window.hacked=1"> '
    "shots in [<b>Almaty</b>|almaty|incident_site<shots] \u2028and\u2029 \u202egnihtemos\u202c "
    "`${window.hacked=1}` {{7*7}} {% raw %} </textarea> \U0001f525 seen in [Moskou|moskou|accuser] &amp; ]]>."
)


def marked(name: str) -> str:
    return (Path(__file__).parent / "texts" / f"{name}.txt").read_text("utf-8").strip()


class Draft(NamedTuple):
    """A text without its brackets, and what stood in them."""

    text: str
    mentions: tuple[RoleAssignment, ...]


def draft(marks: str) -> Draft:
    text, mentions, at = "", [], 0
    for found in MARK.finditer(marks):
        text += marks[at : found.start()]
        start, at = len(text), found.end()
        text += found[1]
        mentions.append((start, len(text), found))
    text += marks[at:]
    return Draft(text, tuple(assignment(text, *mention) for mention in mentions))


def assignment(text: str, start: int, end: int, found: re.Match[str]) -> RoleAssignment:
    words, note, place, role, cue = found.groups()
    resolution = Resolution(
        mention=Mention(start=start, end=end, text=words, kind=MentionKind.DEMONYM if note == "demonym" else MentionKind.NAME),
        place=PLACES[place],
        confidence=0.97 if PLACES[place] else 0.0,
        alternatives=ALTERNATIVES.get(place, ()),
        why=("the largest place of that name", "another place of that country is named nearby"),
    )
    reading = Reading.ACTOR if note == "demonym" else Reading(note or "literal")
    return RoleAssignment(
        resolution=resolution,
        reading=reading,
        role=Role(role),
        confidence=0.84,
        evidence=Evidence(start=max(0, text.rfind(". ", 0, start) + 2), end=clause_end(text, end), cue=cue) if cue else None,
        why=(f"'{cue}' takes it as {role.replace('_', ' ')}",) if cue else (),
    )


def clause_end(text: str, end: int) -> int:
    stop = text.find(". ", end)
    return len(text) if stop < 0 else stop + 1


ALTERNATIVES = {
    "ge": (
        Alternative(
            place=Place(
                id="geonames:4197000",
                geonameid=4197000,
                name="Georgia",
                kind=PlaceKind.ADMIN1,
                country="US",
                lat=32.75,
                lon=-83.5,
            ),
            confidence=0.02,
        ),
    ),
    "aktau": (Alternative(place=town("KZ", "Aktau", 1526269, 50.23466, 73.06662, "Karagandy", 9500), confidence=0.05),),
}


class Link(NamedTuple):
    """A relation, by the words of its two mentions and which of them it is."""

    kind: RelationKind
    source: tuple[str, int]
    target: tuple[str, int]
    cue: str


def report(
    name: str,
    marks: str,
    *,
    lang: str,
    title: str,
    outlet: str,
    day: date,
    links: Sequence[Link] = (),
    events: Sequence[tuple[IncidentType, str, date | None]] = (),
    url: str | None = None,
) -> Report:
    text, mentions = draft(marks)
    document = Document(id=name, text=text, lang=lang, date=day, title=title, outlet=outlet, url=url)
    return Report(
        document=document,
        lang=lang,
        mentions=mentions,
        relations=tuple(relation(text, mentions, link) for link in links),
        incidents=tuple(incident(name, mentions, *event) for event in events),
        geomap="0",
        gazetteer="0",
    )


def index_of(mentions: tuple[RoleAssignment, ...], words: str, nth: int = 0) -> int:
    return [i for i, mention in enumerate(mentions) if mention.resolution.mention.text == words][nth]


def relation(text: str, mentions: tuple[RoleAssignment, ...], link: Link) -> Relation:
    source, target = index_of(mentions, *link.source), index_of(mentions, *link.target)
    spans = [mentions[i].resolution.mention for i in (source, target)]
    evidence = Evidence(start=min(span.start for span in spans), end=max(span.end for span in spans), cue=link.cue)
    return Relation(kind=link.kind, source=source, target=target, confidence=0.78, evidence=evidence)


def incident(name: str, mentions: tuple[RoleAssignment, ...], kind: IncidentType, words: str, day: date | None) -> Incident:
    index = index_of(mentions, words)
    resolution = mentions[index].resolution
    assert resolution.place
    return Incident(
        id=f"{name}-{index}",
        type=kind,
        mentions=(index,),
        place=resolution.place,
        precision=5 if resolution.place.kind is PlaceKind.REGION else 1,
        date=DateRange(start=day, end=day) if day else None,
        confidence=0.88,
        evidence=Evidence(start=resolution.mention.start, end=resolution.mention.end, cue=""),
    )


def kazakhstan() -> Report:
    return report(
        "kazakhstan",
        marked("kazakhstan"),
        lang="nl",
        title="Betogers bestormen vliegveld van Almaty, Rusland stuurt troepen",
        outlet="example.org",
        url="https://example.org/kazachstan",
        day=date(2022, 1, 6),
        links=(
            Link(RelationKind.ACCUSES, ("Russische", 0), ("Verenigde Staten", 0), "wijzen"),
            Link(RelationKind.ACCUSES, ("Moskou", 0), ("Westen", 0), "verwijt"),
            Link(RelationKind.SUPPORTS, ("Rusland", 0), ("Kazachstan", 1), "stuurt"),
            Link(RelationKind.SUPPORTS, ("Wit-Rusland", 0), ("Kazachstan", 1), "zegt"),
            Link(RelationKind.SUPPORTS, ("Armenië", 0), ("Kazachstan", 1), "levert"),
            Link(RelationKind.ATTACKS, ("Rusland", 1), ("Krim", 0), "nam"),
        ),
        events=(
            (IncidentType.RIOTS, "Almaty", date(2022, 1, 5)),
            (IncidentType.PROTESTS, "Zjanaozen", date(2022, 1, 2)),
            (IncidentType.PROTESTS, "Aktau", date(2022, 1, 3)),
        ),
    )


def karabakh() -> Report:
    return report(
        "karabakh",
        marked("karabakh"),
        lang="en",
        title="Azerbaijan opens fire on Nagorno-Karabakh",
        outlet="example.com",
        url="https://example.com/karabakh",
        day=date(2023, 9, 26),
        links=(
            Link(RelationKind.ACCUSES, ("Armenia", 0), ("Baku", 0), "accused"),
            Link(RelationKind.ATTACKS, ("Azerbaijan", 0), ("Nagorno-Karabakh", 0), "opened fire"),
            Link(RelationKind.SUPPORTS, ("Turkey", 0), ("Azerbaijan", 1), "backed"),
            Link(RelationKind.MEDIATES, ("Russian", 0), ("Yevlakh", 0), "brokered"),
        ),
        events=(
            (IncidentType.EXPLOSIONS, "Nagorno-Karabakh", date(2023, 9, 19)),
            (IncidentType.DIPLOMACY, "Yevlakh", None),
        ),
    )


def earthquake() -> Report:
    return report(
        "earthquake",
        marked("earthquake"),
        lang="en",
        title="Two earthquakes strike southern Turkey and northern Syria",
        outlet="example.net",
        day=date(2023, 2, 7),
        events=(
            (IncidentType.DISASTER, "Gaziantep", date(2023, 2, 6)),
            (IncidentType.DISASTER, "Kahramanmaraş", date(2023, 2, 6)),
            (IncidentType.DISASTER, "Aleppo", date(2023, 2, 6)),
        ),
    )


def hostile() -> Report:
    return report(
        "hostile",
        HOSTILE,
        lang="en",
        title="</title><script>window.hacked=1</script>",
        outlet='"><svg onload=window.hacked=1>',
        url="javascript:window.hacked=1",
        day=date(2024, 1, 1),
        events=((IncidentType.CRIME, "<b>Almaty</b>", date(2024, 1, 1)),),
    )


def one_spot() -> Report:
    text = "Shots on [Republic Square|square|incident_site], at the [City Hall|hall|target] of [Almaty|almaty|mention]."
    return report("spot", text, lang="en", title="One spot", outlet="example.org", day=date(2022, 1, 6))


def pacific() -> Report:
    return report(
        "pacific",
        "[Japan~actor|jp|accuser<accuses] accuses the [United States~actor|us|accused<accuses] of dumping steel.",
        lang="en",
        title="Steel",
        outlet="example.org",
        day=date(2024, 5, 1),
        links=(Link(RelationKind.ACCUSES, ("Japan", 0), ("United States", 0), "accuses"),),
    )


def arabic() -> Report:
    return report(
        "arabic",
        "ضرب زلزال مدينة [حلب|aleppo|incident_site<زلزال] فجر الاثنين.",
        lang="ar",
        title="زلزال",
        outlet="example.org",
        day=date(2023, 2, 6),
    )
