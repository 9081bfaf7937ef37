"""RoleAssignment -> Incident: each happening that has a site, told once however often it is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple

from gazetteer.place import Place, PlaceKind
from geomap.incidents.dates import Written, closest, find_dates
from geomap.incidents.record import DateRange, Incident, IncidentType
from geomap.incidents.words import says_same_day
from geomap.roles.analysis import Analysis, analyse, country_of
from geomap.roles.assignment import evidence_of
from geomap.roles.clause import Clause, chain
from geomap.roles.happening import Ground, Happening, best
from geomap.roles.lexicon import Cue
from geomap.roles.record import Role, RoleAssignment
from geomap.text import Text

# UCDP's codes for how exactly a place is known, by the kind of place.
PRECISION = {
    PlaceKind.FACILITY: 1,
    PlaceKind.SETTLEMENT: 1,
    PlaceKind.ADMIN2: 3,
    PlaceKind.ADMIN1: 4,
    PlaceKind.NATURAL: 5,
    PlaceKind.WATER: 5,
    PlaceKind.REGION: 5,
    PlaceKind.COUNTRY: 6,
}
NEAR_PRECISION = 2
"""Near, outside or off an exact spot."""

_EXACTNESS = {kind: rank for rank, kind in enumerate(PRECISION)}
_SITES = frozenset({Role.INCIDENT_SITE, Role.MEDIATOR})
ARMS = "arms"
CASUALTY = "casualty"
KILL = "kill"
"""Frames: what a missile does is an explosion; that people died does not say of what."""
_CAUSES = frozenset(
    {IncidentType.DISASTER, IncidentType.ACCIDENT, IncidentType.EXPLOSIONS, IncidentType.STRATEGIC_DEVELOPMENTS}
)
"""What does harm by itself: in "an earthquake struck Lima" the subject says what happened, not the verb."""
# How many sentences back the story may have said when, or of what people died.
BACK = 2
# Days by which two dates of one place and type are two happenings: longer ranges may be the same one told vaguely.
_FIRM = timedelta(days=2)
_ACTORS = frozenset({Role.AGGRESSOR, Role.TARGET, Role.ACCUSED})


class _Site(NamedTuple):
    """One mention where something happens: what, its place, where in the text, and when."""

    number: int
    type: IncidentType
    place: Place
    clause: Clause
    at: int
    near: bool
    sentence: int
    confidence: float
    date: DateRange | None


def find_incidents(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Incident, ...]:
    """What happened and where, in the order of the text: one incident for each type and place, and day where days differ.

    A country or province named beside a town in it belongs to the town's incident.
    """
    if not any(role.role in _SITES for role in roles):
        return ()
    analysis = analyse(text, tuple(role.resolution for role in roles))
    finder = _Finder(text, analysis, roles)
    return tuple(finder.incident(group) for group in _grouped(list(finder.sites())))


def add_incidents(text: Text, roles: Sequence[RoleAssignment], told: Sequence[int]) -> tuple[Incident, ...]:
    """The incidents at mentions that somebody says are sites, whether or not a cue says so; typed by what is nearest."""
    analysis = analyse(text, tuple(role.resolution for role in roles))
    finder = _Finder(text, analysis, roles)
    sites = [site for number in told if (site := finder.told(number)) is not None]
    return tuple(finder.incident(group) for group in _grouped(sites))


class _Finder:
    """Finds the sites of one text and makes incidents of them."""

    def __init__(self, text: Text, analysis: Analysis, roles: Sequence[RoleAssignment]) -> None:
        self.text = text
        self.analysis = analysis
        self.roles = roles
        mentions = [role.resolution.mention for role in roles]
        self.dates: dict[int, tuple[Written, ...]] = {}
        self.names = frozenset(word for mention in mentions for word in range(mention.first, mention.past))
        self.countries: dict[int, set[str | None]] = defaultdict(set)
        for mention, role in zip(mentions, roles, strict=True):
            if role.role in _SITES and mention.first < len(text.words):
                self.countries[text.sentence_of[mention.first]].add(country_of(role.resolution))

    def sites(self) -> Iterator[_Site]:
        """Every mention that its role and a cue make the site of a happening; what people died of may be told before."""
        told: list[_Site] = []
        for number, role in enumerate(self.roles):
            if role.role not in _SITES or role.resolution.place is None:
                continue
            grounds = [ground for ground in self.analysis.grounds.get(number, ()) if ground.role == role.role]
            ground = best(grounds) if grounds else None
            if ground is not None and (role.role is Role.INCIDENT_SITE or ground.slot in ("in", "at", "near", "on")):
                site = self._site(number, role.resolution.place, ground.clause, ground.at, self._type(ground))
                if _suffers(ground):
                    before = (one.type for one in reversed(told) if _goes_on(one, site))
                    known = site.type is not IncidentType.OTHER
                    site = site._replace(type=next((kind for kind in before if not known or kind in _CAUSES), site.type))
                elif site.type is not IncidentType.OTHER:
                    told.append(site)
                yield site
            elif ground is None and role.role is Role.INCIDENT_SITE and (nearest := self.told(number)) is not None:
                yield nearest

    def told(self, number: int) -> _Site | None:
        """A site that somebody says is one; ``None`` without a place or a clause around it."""
        place, clause = self.roles[number].resolution.place, self.analysis.clause_of.get(number)
        if place is None or clause is None:
            return None
        sentence = self.text.sentence_of[self.roles[number].resolution.mention.first]
        around = self.analysis.by_clause.get(id(clause)) or self.analysis.by_sentence.get(sentence) or []
        events = [one for one in around if one.cue.frame.event not in (None, IncidentType.OTHER)]
        kind = IncidentType(events[0].cue.frame.event or "other") if events else IncidentType.OTHER
        at = events[0].at if events else self.roles[number].resolution.mention.first
        return self._site(number, place, clause, at, kind)

    def _site(self, number: int, place: Place, clause: Clause, at: int, kind: IncidentType) -> _Site:
        role = self.roles[number]
        sentence = self.text.sentence_of[role.resolution.mention.first]
        confidence = role.confidence * role.resolution.confidence
        near = self._is_near(number, clause)
        return _Site(number, kind, place, clause, at, near, sentence, confidence, self._date(clause, sentence))

    # What happened.

    def _type(self, ground: Ground) -> IncidentType:
        """The frame's type, but what an earthquake or a bomb does is an earthquake or an explosion."""
        around = self.analysis.by_clause.get(id(ground.clause), ())
        own = self._own(ground, around)
        causes = [kind for one in around if one.at != ground.at and (kind := _cause(one, ground.clause)) is not None]
        causes += _antecedent_causes(ground.clause)
        if causes and (causes[0] is IncidentType.DISASTER or own not in _CAUSES - {IncidentType.DISASTER}):
            return causes[0]
        if own is not IncidentType.OTHER:
            return own
        told = [one.cue.frame.event for one in around if one.real and not one.denied and one.cue.frame.event]
        return IncidentType(next((kind for kind in told if kind != own), own))

    def _own(self, ground: Ground, around: Sequence[Happening]) -> IncidentType:
        """What the cue names; of several senses of a word, the first that says what, and of people what is done to them."""
        told = [one for one in around if one.cue.frame.event and one.real and not one.denied]
        senses = [_kind(one.cue) for one in told if one.at == ground.at]
        own: IncidentType = next((kind for kind in senses if kind is not IncidentType.OTHER), _kind(ground.cue))
        if ground.cue.pos == "noun":
            verbs = [_kind(one.cue) for one in told if one.cue.pos == "verb"] if _is_person(ground) else []
            own = verbs[0] if verbs else own
        elif not ground.clause.objects:
            own = _subject_event(ground.clause) or own
        attacked = own == IncidentType.BATTLES and _hits_people(ground.clause)
        return IncidentType.VIOLENCE_AGAINST_CIVILIANS if attacked else own

    # Where.

    def _is_near(self, number: int, clause: Clause) -> bool:
        """ "Near", "off" or "outside" the place itself, or the village of that name; not near something in it."""
        phrase = next((phrase for phrase in clause.phrases if number in phrase.mentions()), None)
        slots = (upper.root().value for upper in chain(phrase)) if phrase is not None else iter(())
        return next((slot for slot in slots if slot not in ("", "of")), "") == "near"

    # When.

    def _date(self, clause: Clause, sentence: int) -> DateRange | None:
        """The date of the clause, else of the sentence, else that of those just before, if they tell of one country."""
        dates = self._dates_in(sentence)
        if dates:
            return closest(dates, *self._stretch(clause, sentence)) or closest(dates, *self.text.sentences[sentence])
        own, same = self.countries[sentence], says_same_day(self.text, *self.text.sentences[sentence])
        for before in range(sentence - 1, max(-1, sentence - 1 - BACK), -1):
            if not same and own.isdisjoint(self.countries.get(before, own)):
                return None
            found = closest(self._dates_in(before), *self.text.sentences[before])
            if found is not None:
                return found if _is_firm(found) else None
        return None

    def _dates_in(self, sentence: int) -> tuple[Written, ...]:
        """The dates of a sentence, but for those after publication: what is reported has happened."""
        if sentence not in self.dates:
            found = find_dates(self.text, *self.text.sentences[sentence], self.names)
            published = self.text.document.date
            self.dates[sentence] = tuple(date for date in found if published is None or date.days.start <= published)
        return self.dates[sentence]

    def _stretch(self, clause: Clause, sentence: int) -> tuple[int, int]:
        """The words of a clause, and those beside it that are in no other: "On 5 May" stands before its first phrase."""
        first, past = self.text.sentences[sentence]
        others = [one.clause for one in self.analysis.by_sentence.get(sentence, ()) if one.clause is not clause]
        first = max((other.past for other in others if other.past <= clause.first), default=first)
        past = min((other.first for other in others if other.first >= clause.past), default=past)
        return min(first, clause.first), max(past, clause.past)

    # All of it.

    def incident(self, group: list[_Site]) -> Incident:
        """One happening of the sites where it is told."""
        site = group[0]
        kind = next((one.type for one in group if one.type is not IncidentType.OTHER), IncidentType.OTHER)
        date = next(filter(None, (one.date for one in group)), None)
        exact = PRECISION[site.place.kind]
        return Incident(
            id=_identifier(self.text, kind, site.place, date),
            type=kind,
            mentions=tuple(sorted({one.number for one in group} | self._involved(group))),
            place=site.place,
            precision=NEAR_PRECISION if site.near and exact == 1 else exact,
            date=date,
            confidence=round(max(one.confidence for one in group), 4),
            evidence=evidence_of(self.text, site.clause.first, site.clause.past, site.at),
        )

    def _involved(self, group: list[_Site]) -> set[int]:
        """The attackers and the attacked of the same clauses."""
        clauses = {id(site.clause) for site in group}
        return {
            number
            for number, grounds in self.analysis.grounds.items()
            for ground in grounds
            if id(ground.clause) in clauses and self.roles[number].role in _ACTORS and ground.role == self.roles[number].role
        }


def _suffers(ground: Ground) -> bool:
    """Whether the cue says only that people died, not of what: "were killed", without "by"."""
    passive = ground.clause.passive and not any(phrase.value == "by" for phrase in ground.clause.phrases)
    return ground.cue.frame.name == CASUALTY or (ground.cue.frame.name == KILL and passive)


def _cause(happening: Happening, clause: Clause) -> IncidentType | None:
    """What the subject of a clause, or the "by" of a passive one, is by itself: an earthquake, a missile, a coup."""
    event = _cause_named(happening.cue)
    if event is None:
        return None
    agents = [phrase for phrase in clause.phrases if phrase is clause.subject or phrase.value == "by"]
    return event if any(phrase.first <= happening.at < phrase.past for phrase in agents) else None


def _cause_named(cue: Cue) -> IncidentType | None:
    """What harm by itself a noun names."""
    event = IncidentType.EXPLOSIONS if cue.frame.name == ARMS else cue.frame.event
    return IncidentType(event) if event in _CAUSES and cue.pos == "noun" else None


def _antecedent_causes(clause: Clause) -> list[IncidentType]:
    """The same of the noun that a relative clause is about: "the earthquake that hit Izmit"."""
    if clause.subject is None or clause.subject is not clause.antecedent or clause.passive:
        return []
    return [kind for item in clause.subject.items for cue in item.cues if (kind := _cause_named(cue)) is not None]


def _kind(cue: Cue) -> IncidentType:
    return IncidentType(cue.frame.event or "other")


def _is_person(ground: Ground) -> bool:
    """Whether the cue is a noun for people: "demonstrators"."""
    items = (item for phrase in ground.clause.phrases for item in phrase.items)
    return any(item.at == ground.at and item.head == "people" for item in items)


def _hits_people(clause: Clause) -> bool:
    """Whether an attack is on people who do not fight: "opened fire on demonstrators"."""
    harmed = [clause.subject] if clause.passive else clause.objects
    struck = [phrase for phrase in clause.phrases if phrase.value in ("on", "at", "against") and phrase.up is None]
    return any(phrase.items[-1].head == "people" for phrase in (*harmed, *struck) if phrase is not None and phrase.items)


def _subject_event(clause: Clause) -> IncidentType | None:
    """What the subject names by itself, where the verb says only that it began or went on: "protests broke out"."""
    if clause.passive or clause.subject is None or not clause.subject.items or clause.subject.items[-1].head is not None:
        return None
    kinds = (_kind(cue) for cue in clause.subject.items[-1].cues)
    return next((kind for kind in kinds if kind not in (IncidentType.OTHER, IncidentType.DIPLOMACY)), None)


def _goes_on(told: _Site, site: _Site) -> bool:
    """Whether a sentence tells more of what one just before told: in the same country, and not on another day."""
    near = site.sentence - told.sentence <= BACK and site.place.country == told.place.country
    return near and not _on_other_days([told], site)


def _is_firm(date: DateRange) -> bool:
    return date.end - date.start <= _FIRM


def _grouped(sites: list[_Site]) -> list[list[_Site]]:
    """Sites of one happening together: same type and same place, or one place within the other."""
    groups: list[list[_Site]] = []
    for site in sorted(sites, key=lambda site: (_EXACTNESS[site.place.kind], site.number)):
        homes = [group for group in groups if _same(group[0], site) and not _on_other_days(group, site)]
        near = [group for group in homes if group[0].place.id == site.place.id or group[0].sentence == site.sentence]
        home = (near or homes)[:1] if near or len(homes) == 1 else []
        if home:
            home[0].append(site)
        else:
            groups.append([site])
    return sorted(groups, key=lambda group: min(site.number for site in group))


def _same(known: _Site, site: _Site) -> bool:
    if known.place.id == site.place.id:
        return known.type is site.type or IncidentType.OTHER in (known.type, site.type)
    return contains(site.place, known.place) and (known.sentence == site.sentence or known.type is site.type)


def _on_other_days(group: list[_Site], site: _Site) -> bool:
    """Whether both say when, to the day, and differ: last night's raid is not last month's."""
    days = [one.date for one in (*group, site) if one.date is not None and _is_firm(one.date)]
    own = site.date
    if own is None or not _is_firm(own):
        return False
    return any(own.start > other.end or other.start > own.end for other in days)


def contains(outer: Place, inner: Place) -> bool:
    """Whether an area is the country or division that a place lies in."""
    if outer.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY and outer.country == inner.country
    return outer.id in (inner.admin1_id, inner.admin2_id)


def _identifier(text: Text, kind: IncidentType, place: Place, date: DateRange | None) -> str:
    """The same for the same document, type, place and date, whatever else changes."""
    key = "\x1f".join((text.document.id, kind, place.id, date.start.isoformat() if date else ""))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
