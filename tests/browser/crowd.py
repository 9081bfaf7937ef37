"""Many made-up reports about real places: what the map is tried on for size and speed. The same every time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from gazetteer import Gazetteer, Place, open_gazetteer
from geomap.documents import Document
from geomap.incidents import DateRange, Incident, IncidentType, Relation, RelationKind
from geomap.mentions import Mention, MentionKind
from geomap.places import Alternative, Resolution
from geomap.report import Report
from geomap.roles import Evidence, Reading, Role, RoleAssignment

# Where such news comes from, roughly as often.
OFTEN = ("UA", "UA", "SY", "SD", "NG")
SELDOM = (
    "RU",
    "MM",
    "YE",
    "IL",
    "PS",
    "ML",
    "BF",
    "CD",
    "SO",
    "AF",
    "PK",
    "IN",
    "MX",
    "CO",
    "FR",
    "US",
    "GB",
    "TR",
    "IQ",
    "KZ",
)
COUNTRIES = OFTEN + OFTEN + SELDOM
TOWNS_PER_COUNTRY = 120
ACTORS = ("RU", "UA", "US", "CN", "IR", "IL", "TR", "FR", "GB", "DE", "SA", "IN")
OUTLETS = tuple(f"news-{number}.example" for number in range(25))
TYPES = tuple(IncidentType)
SITE = "On {day} witnesses in {place} reported {what}; officials gave no toll and the cause is not known."
WHATS = (
    "shelling near the station",
    "a march through the centre",
    "clashes after dark",
    "floods along the river",
    "a fire at the depot",
)
ACCUSATION = "{source} accused {target} of being behind it, which it denied in a short statement to the press."
FILLER = (
    "Shops stayed closed for most of the day and the main road was empty by noon.",
    "The mayor asked residents to stay at home until the morning and to keep the lines free for the emergency services.",
    "Hospitals in the region said that they had enough beds, but that blood was running short.",
    "Trains were late or cancelled, and the airport warned of long queues.",
    "A spokesman said that an inquiry would begin at once and that its findings would be made public.",
)
FILLERS = 14  # sentences, which make an article of about two thousand characters


def towns(gazetteer: Gazetteer) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {code: [] for code in set(COUNTRIES)}
    for number in range(len(gazetteer)):
        code = gazetteer.country_code(number)
        if code in found and len(found[code]) < TOWNS_PER_COUNTRY and gazetteer.place(number).kind == "settlement":
            found[code].append(gazetteer.place(number))
    return found


def crowd(articles: int, incidents: int = 5) -> Iterator[Report]:
    """So many reports with so many incidents each."""
    gazetteer = open_gazetteer()
    chance, places = random.Random(6), towns(gazetteer)
    countries = {code: gazetteer.place(gazetteer.country_numbers[code]) for code in ACTORS}
    for number in range(articles):
        yield _report(number, chance, places, countries, incidents)


class _Writer:
    """A text as it grows, and the mentions in it."""

    def __init__(self) -> None:
        self.text = ""
        self.mentions: list[RoleAssignment] = []

    def write(self, template: str, roles: dict[str, tuple[Place, Role]], **words: str) -> Evidence:
        start = len(self.text)
        found = []
        for part in template.split("{"):
            name, brace, rest = part.partition("}")
            if not brace:
                self.text += part
                continue
            if name in roles:
                found.append((len(self.text), *roles[name]))
            self.text += (roles[name][0].name if name in roles else words[name]) + rest
        self.text += " "
        evidence = Evidence(start=start, end=len(self.text) - 1, cue="reported" if "reported" in template else "accused")
        self.mentions.extend(_mention(at, place, role, evidence) for at, place, role in found)
        return evidence


def _mention(at: int, place: Place, role: Role, evidence: Evidence) -> RoleAssignment:
    other = Alternative(place=place, confidence=0.02)
    return RoleAssignment(
        resolution=Resolution(
            mention=Mention(start=at, end=at + len(place.name), text=place.name, kind=MentionKind.NAME),
            place=place,
            confidence=0.5 + (at % 50) / 100,
            alternatives=(other, other),
            why=("capitalised within a sentence", f"the largest place called {place.name}", "in a country named nearby"),
        ),
        reading=Reading.LITERAL,
        role=role,
        confidence=0.55 + (at % 45) / 100,
        evidence=evidence,
        why=(f"'{evidence.cue}' takes it as {role.replace('_', ' ')}",),
    )


def _report(
    number: int, chance: random.Random, places: dict[str, list[Place]], countries: dict[str, Place], each: int
) -> Report:
    writer = _Writer()
    incidents: list[Incident] = []
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(600))
    code = chance.choice(COUNTRIES)
    for _ in range(each):
        place = chance.choice(places[code])
        first = len(writer.mentions)
        roles = {"place": (place, Role.INCIDENT_SITE)}
        evidence = writer.write(SITE, roles, day=f"{day.day} {day:%B}", what=chance.choice(WHATS))
        incidents.append(
            _incident(number, len(incidents), first, place, day if chance.random() > 0.05 else None, evidence, chance)
        )
    source, target = chance.sample(ACTORS, 2)
    first = len(writer.mentions)
    ends = {"source": (countries[source], Role.ACCUSER), "target": (countries[target], Role.ACCUSED)}
    evidence = writer.write(ACCUSATION, ends)
    kind = chance.choice(tuple(RelationKind))
    relation = Relation(kind=kind, source=first, target=first + 1, confidence=0.7, evidence=evidence)
    for _ in range(FILLERS):
        writer.write(chance.choice(FILLER), {})
    document = Document(
        id=f"article-{number}",
        text=writer.text,
        lang="en",
        date=day,
        title=f"Reports from {incidents[0].place.name} and {each - 1} other places",
        outlet=chance.choice(OUTLETS),
        url=f"https://news.example/{number}",
    )
    return Report(
        document=document, lang="en", mentions=tuple(writer.mentions), incidents=tuple(incidents), relations=(relation,)
    )


def _incident(
    number: int, nth: int, mention: int, place: Place, day: date | None, evidence: Evidence, chance: random.Random
) -> Incident:
    return Incident(
        id=f"{number:x}-{nth}",
        type=chance.choice(TYPES),
        mentions=(mention,),
        place=place,
        precision=chance.choice((1, 1, 1, 2, 3)),
        date=DateRange(start=day, end=day) if day else None,
        confidence=0.5 + chance.random() / 2,
        evidence=evidence,
    )
