"""Reports made by hand, and a reader that needs no gazetteer, for the tests of what stands around the pipeline."""

import io
import sys
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from gazetteer.place import Place, PlaceKind
from geomap.documents import Document
from geomap.incidents import DateRange, Incident, IncidentType, Relation, RelationKind
from geomap.mentions import Mention, MentionKind
from geomap.places import Alternative, Resolution
from geomap.reader import Reader
from geomap.report import Report
from geomap.roles import Evidence, Reading, Role, RoleAssignment

ALMATY = Place(
    id="geonames:1526384",
    geonameid=1526384,
    name="Almaty",
    kind=PlaceKind.SETTLEMENT,
    country="KZ",
    admin1="Almaty",
    lat=43.25,
    lon=76.91667,
    population=1977011,
)
MOSCOW = Place(
    id="geonames:524901",
    geonameid=524901,
    name="Moscow",
    kind=PlaceKind.SETTLEMENT,
    country="RU",
    admin1="Moscow",
    lat=55.75222,
    lon=37.61556,
    population=10381222,
)
SUVA = Place(
    id="geonames:2198148",
    geonameid=2198148,
    name="Suva",
    kind=PlaceKind.SETTLEMENT,
    country="FJ",
    admin1="Central",
    lat=-18.14161,
    lon=178.44149,
    population=77366,
)
APIA = Place(
    id="geonames:4035413",
    geonameid=4035413,
    name="Apia",
    kind=PlaceKind.SETTLEMENT,
    country="WS",
    admin1="Tuamasaga",
    lat=-13.83333,
    lon=-171.76666,
    population=40407,
)
PLACES = {place.name: place for place in (ALMATY, MOSCOW, SUVA, APIA)}


def role_in(text: str, word: str, role: Role, place: Place | None, *, cue: str | None = None) -> RoleAssignment:
    """The first ``word`` of the text as a mention of the place, in the role."""
    start = text.index(word)
    return RoleAssignment(
        resolution=Resolution(
            mention=Mention(start=start, end=start + len(word), text=word, kind=MentionKind.NAME, why=("written as a name",)),
            place=place,
            confidence=0.97654 if place else 0.0,
            alternatives=(Alternative(place=SUVA, confidence=0.01),) if place else (),
            why=("largest place of that name",) if place else (),
        ),
        reading=Reading.LITERAL,
        role=role,
        confidence=0.9,
        evidence=Evidence(start=0, end=len(text), cue=cue) if cue else None,
        why=("subject of the verb",) if cue else (),
    )


def made_report(document: Document) -> Report:
    """What a reader would find who knows four places and that whoever is named first accuses the next."""
    words = sorted((word for word in PLACES if word in document.text), key=document.text.index)
    roles = (Role.ACCUSER, *(Role.INCIDENT_SITE for _ in words))
    mentions = tuple(
        role_in(document.text, word, role, PLACES[word], cue=word) for word, role in zip(words, roles, strict=False)
    )
    whole = Evidence(start=0, end=len(document.text), cue=document.text[:5])
    relation = Relation(kind=RelationKind.ACCUSES, source=0, target=1, confidence=0.8, evidence=whole)
    incident = Incident(
        id=f"{document.id}-1",
        type=IncidentType.RIOTS,
        mentions=(1,),
        place=PLACES[words[1]] if len(words) > 1 else ALMATY,
        precision=2,
        date=DateRange(start=date(2022, 1, 5), end=date(2022, 1, 6)),
        confidence=0.75,
        evidence=whole,
    )
    return Report(
        document=document,
        lang=document.lang or "en",
        mentions=mentions,
        incidents=(incident,) if len(words) > 1 else (),
        relations=(relation,) if len(words) > 1 else (),
        warnings=document.warnings,
        geomap="0.1.0",
        gazetteer="test",
    )


@pytest.fixture
def report() -> Report:
    """Moscow, the accuser, and Almaty, where it happened."""
    text = "Moscow blamed <b>outsiders</b> & others after crowds stormed the airport of Almaty."
    fields = {"lang": "en", "date": date(2022, 1, 6), "title": "Unrest", "outlet": "example.org"}
    return made_report(Document(id="kz-1", text=text, **fields))  # type: ignore[arg-type]


@pytest.fixture
def pacific_report() -> Report:
    """A relation whose line crosses the antimeridian, and one mention without a place."""
    text = "Suva protested to Apia, and the West kept silent."
    made = made_report(Document(id="pacific", text=text))
    west = role_in(text, "West", Role.MENTION, None)
    return Report(
        document=made.document,
        lang="en",
        mentions=(*made.mentions, west),
        incidents=made.incidents,
        relations=made.relations,
    )


class Outcome(NamedTuple):
    """How a run of the program ended."""

    status: int
    out: str
    err: str


Program = Callable[..., Outcome]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Program:
    """The program, run in this process with the reader of ``made_report``; ``stdin`` are its bytes."""
    from geomap.cli import main

    monkeypatch.setattr("geomap.cli.run.read_document", lambda document, *settings: made_report(document))
    monkeypatch.setattr("geomap.cli.options.load", lambda **settings: Reader(gazetteer=None))  # type: ignore[arg-type]

    def run(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ending:
            main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Outcome(int(ending.value.code or 0), out.decode(), err.decode())

    return run
