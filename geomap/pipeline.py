"""Document -> Report: the whole flow on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from hashlib import blake2b
from typing import TYPE_CHECKING

from geomap.documents import Document, check_document
from geomap.incidents import Incident, Relation
from geomap.report import VIEW_MARK, Report
from geomap.roles import Role, RoleAssignment

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geomap.mentions import Engine
    from geomap.places import Homes, OnlineGeocoder


def read(
    text: str | Document,
    *,
    lang: str | None = None,
    date: Date | str | None = None,
    id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    gazetteer: Gazetteer | None = None,
) -> Report:
    """Find every place in a text, with its role, and what happened where.

    ``lang`` is ISO 639-1, found from the text where it is not given; ``date`` the day of publication, a date or ISO
    8601; ``outlet`` the publisher's domain. With ``spans`` (start, end in code points) there is exactly one mention for
    each. A Document brings its own fields; those given here overrule them. Raises DocumentError where ``spans`` do not
    fit the text, GazetteerError where the gazetteer cannot be opened.

    >>> import geomap
    >>> report = geomap.read("Protesters seized the airport of Almaty.", lang="en", date="2022-01-05")
    """
    given = {"lang": lang, "date": date, "id": id, "title": title, "outlet": outlet, "url": url, "spans": spans}
    return read_document(complete(text, {name: value for name, value in given.items() if value is not None}), gazetteer)


def read_document(
    document: Document,
    gazetteer: Gazetteer | None = None,
    engine: Engine | None = None,
    geocoder: OnlineGeocoder | None = None,
    homes: Homes | None = None,
) -> Report:
    """The flow: each stage takes one record and gives the next.

    With an ``engine``, it recognises the names, in documents that do not give their own spans. With a ``geocoder``, it is
    asked for the names that stay without a place. ``homes`` are what other articles say of the outlets.
    """
    from gazetteer import open_gazetteer
    from geomap.edition import edition
    from geomap.incidents import find_incidents, find_relations
    from geomap.mentions import find_mentions, find_mentions_with
    from geomap.places import resolve
    from geomap.roles import assign_roles
    from geomap.text import read_text

    places = gazetteer or open_gazetteer()
    text = read_text(document)
    by_engine = engine if document.spans is None else None
    mentions = find_mentions_with(by_engine, text, places) if by_engine else find_mentions(text, places)
    resolutions = resolve(text, mentions, places, homes)
    warnings: tuple[str, ...] = ()
    if geocoder:
        resolutions, warnings = geocoder.complete(resolutions, text.lang)
    roles = assign_roles(text, resolutions)
    report = Report(
        document=document,
        lang=text.lang,
        mentions=roles,
        incidents=find_incidents(text, roles),
        relations=find_relations(text, roles),
        warnings=(*document.warnings, *warnings),
        geomap=edition(),
        gazetteer=gazetteer_edition(places),
    )
    return report if document.spans is not None else drop_idle_blocs(report)


def gazetteer_edition(gazetteer: Gazetteer) -> str:
    """Its version, and its view of disputed places where that is not the default one."""
    from gazetteer.worldview import DEFAULT

    view = gazetteer.worldview
    return gazetteer.version if view == DEFAULT else f"{gazetteer.version}{VIEW_MARK}{view}"


def complete(text: str | Document, given: dict[str, object]) -> Document:
    """The document, with the fields given here in the place of its own; without an id, one made of its text."""
    if isinstance(text, Document):
        own = {name: getattr(text, name) for name in ("lang", "date", "id", "title", "outlet", "url", "byline", "spans")}
        document = check_document({**own, **given, "text": text.text}, text.id)
        return replace(document, warnings=(*text.warnings, *document.warnings))
    made = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return check_document({**given, "text": text}, f"text-{made}")


def drop_idle_blocs(report: Report) -> Report:
    """The report without the mentions of blocs (NATO, "the West") that do nothing in it: no role and no relation."""
    kept = [number for number, mention in enumerate(report.mentions) if not is_idle_bloc(report, number, mention)]
    if len(kept) == len(report.mentions):
        return report
    number_now = {before: now for now, before in enumerate(kept)}
    return replace(
        report,
        mentions=tuple(report.mentions[number] for number in kept),
        incidents=tuple(renumbered_incident(incident, number_now) for incident in report.incidents),
        relations=tuple(renumbered_relation(relation, number_now) for relation in report.relations),
    )


def is_idle_bloc(report: Report, number: int, assignment: RoleAssignment) -> bool:
    """Whether a mention is a bloc, is only mentioned, and no incident or relation counts on it."""
    from geomap.mentions import BLOC

    resolution = assignment.resolution
    if resolution.place is not None or BLOC not in resolution.mention.why or assignment.role is not Role.MENTION:
        return False
    in_relation = any(number in (relation.source, relation.target) for relation in report.relations)
    return not in_relation and not any(number in incident.mentions for incident in report.incidents)


def renumbered_incident(incident: Incident, number_now: dict[int, int]) -> Incident:
    """The incident, its mentions by their new numbers."""
    return replace(incident, mentions=tuple(number_now[number] for number in incident.mentions))


def renumbered_relation(relation: Relation, number_now: dict[int, int]) -> Relation:
    """The relation, its ends by their new numbers."""
    return replace(relation, source=number_now[relation.source], target=number_now[relation.target])
