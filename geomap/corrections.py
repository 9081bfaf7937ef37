"""Corrections that a reader gave on a map -> the same report, put right; and which corrections no longer apply.

A correction stands on one line of a ``.jsonl`` file, made to be read, reviewed and merged by people; docs/corrections.md
describes it. One for a document follows its mention where the text has moved a little: by the words and the quote around
them. One for every document, ``"document": null``, holds wherever the same words were read as the same place.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from gazetteer.place import Place, PlaceKind
from geomap.errors import DocumentError
from geomap.incidents import Incident, Relation, with_told_sites
from geomap.report import Report
from geomap.roles import Role, RoleAssignment
from geomap.text import read_text

CORRECTED = "corrected by a reader"
"""The reason that every corrected mention carries."""

# UCDP's code for where something happened that is known no more precisely than its place.
PRECISION = {PlaceKind.ADMIN2: 3, PlaceKind.ADMIN1: 4, PlaceKind.REGION: 5, PlaceKind.COUNTRY: 6}
EXACT = 1


class Verdict(StrEnum):
    """What the reader found."""

    RIGHT = "right"
    PLACE = "place"
    ROLE = "role"
    NOT_A_PLACE = "not_a_place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One reader's finding about one mention; ``document`` is ``None`` where it holds for every document.

    ``start`` and ``end`` count code points. ``place`` and ``role`` are what it should be, ``was_place`` and
    ``was_role`` what the reader saw. ``where`` is the file and line it stands on.
    """

    where: str
    document: str | None
    lang: str | None
    text: str
    start: int
    end: int
    quote: str
    verdict: Verdict
    was_place: str | None
    was_role: Role
    place: Place | None = None
    role: Role | None = None

    def __str__(self) -> str:
        scope = f"document {self.document!r}" if self.document is not None else "every document"
        return f"{self.where}: {self.text!r} in {scope}"


def read_corrections(path: Path | str) -> tuple[Correction, ...]:
    """The corrections in a ``.jsonl`` file, in its order; later ones overrule earlier ones about the same mention.

    Raises DocumentError at the first line that is no correction, with what is wrong with it.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: the corrections cannot be read ({error})") from error
    return tuple(_read_line(f"{path}:{number}", line) for number, line in enumerate(lines, start=1) if line.strip())


def _read_line(where: str, line: str) -> Correction:
    try:
        fields = json.loads(line)
        return _correction(where, fields)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{where}: this line is no JSON ({error.msg}); a correction is one object a line") from error
    except KeyError as error:
        raise DocumentError(f"{where}: the correction lacks {error}; docs/corrections.md lists what it must have") from error
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DocumentError(f"{where}: this is no correction ({error}); docs/corrections.md describes one") from error


def _correction(where: str, fields: Mapping[str, object]) -> Correction:
    verdict, was = Verdict(_text(fields, "verdict")), _mapping(fields, "was")
    return Correction(
        where=where,
        document=_text_or_none(fields, "document"),
        lang=_text_or_none(fields, "lang"),
        text=_text(fields, "text"),
        start=_number(fields, "start"),
        end=_number(fields, "end"),
        quote=_text(fields, "quote"),
        verdict=verdict,
        was_place=_text_or_none(was, "place"),
        was_role=Role(_text(was, "role")),
        place=_place(_mapping(fields, "place")) if verdict is Verdict.PLACE else None,
        role=Role(_text(fields, "role")) if verdict is Verdict.ROLE else None,
    )


def _place(fields: Mapping[str, object]) -> Place:
    ident, population = _text(fields, "id"), fields.get("population")
    lat, lon = _degrees(fields, "lat", 90), _degrees(fields, "lon", 180)
    return Place(
        id=ident,
        name=_text(fields, "name"),
        kind=PlaceKind(_text(fields, "kind")),
        lat=lat,
        lon=lon,
        geonameid=int(ident.removeprefix("geonames:")) if ident.startswith("geonames:") else None,
        country=_text_or_none(fields, "country"),
        admin1=_text_or_none(fields, "admin1"),
        population=population if isinstance(population, int) else None,
    )


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} must be a text, not {value!r}")
    return value


def _text_or_none(fields: Mapping[str, object], key: str) -> str | None:
    return None if fields.get(key) is None else _text(fields, key)


def _number(fields: Mapping[str, object], key: str) -> int:
    value = fields[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{key!r} must be a whole number from 0, not {value!r}")
    return value


def _degrees(fields: Mapping[str, object], key: str, most: int) -> float:
    value = fields[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise ValueError(f"{key!r} must be degrees between -{most} and {most}, not {value!r}")
    return float(value)


def _mapping(fields: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = fields[key]
    if not isinstance(value, dict):
        raise TypeError(f"{key!r} must be an object, not {value!r}")
    return value


def apply_corrections(
    report: Report, corrections: Iterable[Correction], find_place: Callable[[str], Place | None] | None = None
) -> tuple[Report, tuple[str, ...]]:
    """The report with the corrections that concern it, and those about its document that no longer apply, with why.

    ``find_place`` gives the gazetteer's own place of an id; without it, or where it has none, the place is the one that
    the report already weighed, else the one written in the correction.
    """
    stale = []
    sites: dict[int, Correction] = {}
    gone: set[int] = set()
    mentions = list(report.mentions)
    for correction in corrections:
        if correction.document not in (None, report.document.id):
            continue
        found = _concerned(report, correction)
        if not found and correction.document is not None:
            stale.append(f"{correction}: no longer found there; the text or its reading has changed")
        for number in found:
            if correction.role:
                sites[number] = correction
            if correction.verdict is Verdict.NOT_A_PLACE:
                gone.add(number)
            else:
                gone.discard(number)
                mentions[number] = _corrected(mentions[number], correction, report, find_place)
    rebuilt, without = _with_sites(_rebuilt(report, mentions, gone), _new_sites(report, mentions, gone, sites))
    return rebuilt, (*stale, *(f"{each}: no incident is made of it, as no sentence around it can be read" for each in without))


def _new_sites(
    report: Report, mentions: Sequence[RoleAssignment], gone: set[int], sites: Mapping[int, Correction]
) -> dict[int, Correction]:
    """The corrections that made a mention a site, or say so of one without an incident, by what is its number now."""
    kept = [number for number in range(len(mentions)) if number not in gone]
    known = {number for incident in report.incidents for number in incident.mentions}
    return {
        now: sites[before]
        for now, before in enumerate(kept)
        if before in sites
        and mentions[before].role is Role.INCIDENT_SITE
        and (before not in known or report.mentions[before].role is not Role.INCIDENT_SITE)
    }


def _with_sites(report: Report, sites: Mapping[int, Correction]) -> tuple[Report, list[Correction]]:
    """The report with the incidents at its new sites, and the corrections that give none."""
    if not sites:
        return report, []
    text = read_text(replace(report.document, lang=report.lang))
    incidents, without = with_told_sites(text, report.mentions, report.incidents, sorted(sites))
    return replace(report, incidents=incidents), [sites[number] for number in sorted(without)]


def never_met(corrections: Iterable[Correction], reports: Iterable[Report]) -> tuple[str, ...]:
    """The corrections that concern no report at all: their document, or their words, are not among these."""
    waiting = list(corrections)
    for report in reports:
        waiting = [each for each in waiting if not _meets(report, each)]
    return tuple(f"{each}: not among what was read" for each in waiting)


def _meets(report: Report, correction: Correction) -> bool:
    if correction.document is not None:
        return correction.document == report.document.id
    return bool(_concerned(report, correction))


def _concerned(report: Report, correction: Correction) -> tuple[int, ...]:
    """The mentions that a correction is about, as they were read: by number."""
    if correction.document is None:
        alike = correction.lang in (None, report.lang)
        return tuple(n for n, each in enumerate(report.mentions) if alike and _reads_the_same(each, correction))
    same = [n for n, each in enumerate(report.mentions) if each.resolution.mention.text == correction.text]
    exact = [n for n in same if report.mentions[n].resolution.mention.start == correction.start]
    return tuple(exact or [n for n in same if _in_quote(report, n, correction)][:1])


def _reads_the_same(assignment: RoleAssignment, correction: Correction) -> bool:
    resolution = assignment.resolution
    if resolution.mention.text != correction.text:
        return False
    place = resolution.place.id if resolution.place else None
    by_role = correction.verdict is Verdict.ROLE
    return place == correction.was_place and (not by_role or assignment.role is correction.was_role)


def _in_quote(report: Report, number: int, correction: Correction) -> bool:
    """Whether the mention stands in the same quote as when it was corrected, wherever that has moved to."""
    span, text = report.mentions[number].resolution.mention, report.document.text
    within = correction.quote.find(correction.text)
    while within >= 0:
        start = span.start - within
        if start >= 0 and text.startswith(correction.quote, start):
            return True
        within = correction.quote.find(correction.text, within + 1)
    return False


def _corrected(
    assignment: RoleAssignment, correction: Correction, report: Report, find_place: Callable[[str], Place | None] | None
) -> RoleAssignment:
    """The mention as the reader says it is: certain, and with the reason that says so."""
    if correction.role:
        return replace(assignment, role=correction.role, confidence=1.0, why=(CORRECTED, *assignment.why))
    resolution = assignment.resolution
    if correction.place:
        place = _best_known(correction.place, report, find_place)
        others = tuple(other for other in resolution.alternatives if other.place.id != place.id)
        resolution = replace(resolution, place=place, alternatives=others)
    resolution = replace(resolution, confidence=1.0, why=(CORRECTED, *resolution.why))
    role_confidence = 1.0 if correction.verdict is Verdict.RIGHT else assignment.confidence
    return replace(assignment, resolution=resolution, confidence=role_confidence)


def _best_known(place: Place, report: Report, find_place: Callable[[str], Place | None] | None) -> Place:
    """The gazetteer's or the report's own record of a place; a correction's may be blurred or old."""
    if find_place and (found := find_place(place.id)):
        return found
    weighed = [each.resolution for each in report.mentions]
    known = [other.place for each in weighed for other in each.alternatives] + [each.place for each in weighed if each.place]
    return next((each for each in known if each.id == place.id), place)


def _rebuilt(report: Report, mentions: list[RoleAssignment], gone: set[int]) -> Report:
    """The report with these mentions; incidents and relations follow them, and go where nothing is left of them."""
    kept = [number for number in range(len(mentions)) if number not in gone]
    number_now = {before: now for now, before in enumerate(kept)}
    incidents = (_incident(each, report.mentions, mentions, number_now) for each in report.incidents)
    return replace(
        report,
        mentions=tuple(mentions[number] for number in kept),
        incidents=tuple(each for each in incidents if each),
        relations=tuple(
            _relation(each, number_now) for each in report.relations if {each.source, each.target} <= number_now.keys()
        ),
    )


def _incident(
    incident: Incident, before: tuple[RoleAssignment, ...], after: list[RoleAssignment], number_now: Mapping[int, int]
) -> Incident | None:
    """The incident at its mentions' corrected place; ``None`` where none of them is its site any more."""
    no_longer = {n for n in incident.mentions if after[n].role is not before[n].role and before[n].role is Role.INCIDENT_SITE}
    left = [n for n in incident.mentions if n in number_now and n not in no_longer]
    if incident.mentions and not left:
        return None
    moved = [after[n].resolution.place for n in left if before[n].resolution.place == incident.place]
    place = moved[0] if moved and moved[0] else incident.place
    precision = incident.precision if place == incident.place else PRECISION.get(place.kind, EXACT)
    return replace(incident, mentions=tuple(number_now[n] for n in left), place=place, precision=precision)


def _relation(relation: Relation, number_now: Mapping[int, int]) -> Relation:
    return replace(relation, source=number_now[relation.source], target=number_now[relation.target])
