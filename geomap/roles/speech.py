"""Who says so: what a party says that its opponent did is an accusation; what an agency reports is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geomap.roles.clause import Clause
from geomap.roles.frames import read_frames
from geomap.roles.grounds import SentenceReader
from geomap.roles.happening import ATTACHED, CLAUSE, DISCOURSE, Ground, Happening, Link, Stand
from geomap.roles.lexicon import Cue
from geomap.roles.record import Role
from geomap.roles.units import Kind, Phrase

_SPEECH = frozenset({"say", "label", "accuse", "condemn", "deny", "rebuke", "oppose", "echo", "admit"})
_SPEAKERS = frozenset({"say", "label"})
_BLAMED = frozenset({Role.AGGRESSOR, Role.ACCUSED})
_HOSTILE = frozenset({"incite", "attack", "strike", "fire", "invade", "kill", "threaten", "coerce", "occupy", "crime"})
"""Calling something one of these blames whoever did it."""
_OBSERVERS = frozenset({"agency", "culture"})
"""Heads of phrases that report without being a party: press agencies, experts, the UN."""


_INFORMANTS = frozenset({"agency", "spokesman", "force"})
"""Who only speaks is a source if it is one of these; a state that says something harmless has no role."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Somebody speaks: the places they stand for, the cue, the clauses they say, and whether they only observe."""

    cue: Cue
    at: int
    clause: Clause
    speakers: tuple[Stand, ...]
    observer: bool
    scope: tuple[Clause, ...]


def find_speeches(reader: SentenceReader, happenings: Sequence[Happening]) -> list[Speech]:
    """The speeches of a sentence: verbs of saying, "according to", and "Kyiv: ..." in a headline."""
    clauses = list(reader.clauses)
    other = {h.at for h in happenings if h.cue.frame.name == "claim" and h.fillers.get("object")}
    spoken = [h for h in happenings if h.cue.frame.name in _SPEECH and h.cue.pos == "verb" and h.at not in other]
    return [
        *(_by_verb(reader, happening, clauses) for happening in spoken),
        *_by_attribution(reader, clauses),
        *_by_colon(reader, clauses),
    ]


def _by_verb(reader: SentenceReader, happening: Happening, clauses: list[Clause]) -> Speech:
    clause = happening.clause
    stands = tuple(happening.fillers.get("subject", ())) or _where_told(reader, happening)
    scope = _scope(clauses, clauses.index(clause))
    return Speech(happening.cue, happening.at, clause, stands, _is_observer(clause.subject, stands), scope)


def _where_told(reader: SentenceReader, happening: Happening) -> tuple[Stand, ...]:
    """ "A general said in Pretoria": who has no name or country speaks for the place; one with a name may be on a visit."""
    subject = happening.clause.subject
    named = subject is not None and any(item.head is None for item in subject.items)
    if happening.cue.frame.name != "say" or subject is None or named or not subject.items:
        return ()
    if subject.items[-1].head not in ("spokesman", "force", "state"):
        return ()
    phrases = [phrase for phrase in happening.clause.phrases if phrase.value == "in" and phrase.up is None]
    return tuple(replace(stand, head="spokesman") for phrase in phrases for stand in reader.stands.get(phrase.root(), ()))


def _scope(clauses: list[Clause], place: int) -> tuple[Clause, ...]:
    """What is said: the clauses after, or for "..., said the minister" those before."""
    last = place == len(clauses) - 1
    if last:
        return (clauses[place], *clauses[:place])
    stop = next((number for number in range(place + 1, len(clauses)) if clauses[number].after_stop), len(clauses))
    return tuple(clauses[place:stop])


def _is_observer(subject: Phrase | None, stands: Sequence[Stand]) -> bool:
    if stands:
        return all(stand.head in _OBSERVERS for stand in stands)
    return subject is None or subject.pronoun or any(item.head in _OBSERVERS for item in subject.items)


def _by_attribution(reader: SentenceReader, clauses: list[Clause]) -> Iterator[Speech]:
    frame = read_frames()["say"]
    for clause in clauses:
        for phrase in clause.phrases:
            if phrase.value == "according":
                stands = tuple(reader.stands.get(phrase.root(), ()))
                cue = Cue("according to", "verb", frame, frame.roles, ())
                yield Speech(cue, phrase.first, clause, stands, _is_observer(phrase, stands), tuple(clauses))


def _by_colon(reader: SentenceReader, clauses: list[Clause]) -> Iterator[Speech]:
    """A first clause that is only a name, and a colon."""
    if len(clauses) < 2 or not clauses[1].after_colon:
        return
    first = clauses[0]
    phrases = list(first.phrases)
    if phrases and not any(unit.kind in (Kind.VERB, Kind.AUXILIARY) for unit in first.units):
        stands = tuple(stand for phrase in phrases if not phrase.value for stand in reader.stands.get(phrase.root(), ()))
        frame = read_frames()["say"]
        cue = Cue(":", "verb", frame, frame.roles, ())
        if stands and len(phrases) == 1:
            yield Speech(cue, first.first, first, stands, _is_observer(phrases[0], stands), tuple(clauses))


def allege(
    grounds: list[Ground], speech: Speech, happenings: Sequence[Happening], countries: Sequence[str | None]
) -> list[Ground]:
    """The grounds with what the speech says of others turned into accusations, and its speakers into accusers."""
    if speech.cue.frame.name == "admit":
        return grounds
    if speech.observer:
        return grounds + list(_spoken(speech, Role.SOURCE, DISCOURSE))
    changed, blamed = _blame(grounds, speech, countries)
    blamed = blamed or _labels(speech, happenings)
    if speech.cue.lemma == ":" and not blamed:
        changed += _titled(speech, happenings)
    if speech.cue.frame.name in _SPEAKERS:
        denies = any(h.cue.frame.name == "deny" and h.cue.pos != "verb" and h.clause in speech.scope for h in happenings)
        role = Role.ACCUSED if denies else Role.ACCUSER if blamed else Role.SOURCE
        changed += _spoken(speech, role, DISCOURSE if role is Role.SOURCE else ATTACHED)
    return changed


def accusations(speech: Speech, grounds: Sequence[Ground]) -> list[Link]:
    """The accusation that a speech makes: by its speakers, of those that what it says turned into accused."""
    accused = [g.number for g in grounds if g.alleged and g.clause in speech.scope]
    speakers = [g.number for g in grounds if g.role == Role.ACCUSER and g.cue is speech.cue and g.at == speech.at]
    if not accused or not speakers:
        return []
    targets = tuple(number for number in dict.fromkeys(accused) if number not in speakers)
    return [Link("accuses", tuple(dict.fromkeys(speakers)), targets, speech.clause, speech.at, ATTACHED)]


def _blame(grounds: list[Ground], speech: Speech, countries: Sequence[str | None]) -> tuple[list[Ground], bool]:
    own = {countries[stand.number] for stand in speech.speakers}
    numbers = {stand.number for stand in speech.speakers}
    changed: list[Ground] = []
    blamed = False
    for ground in grounds:
        told = ground.clause in speech.scope and ground.number not in numbers and ground.role in _BLAMED
        accused = told and countries[ground.number] not in own and ground.cue is not speech.cue
        changed.append(replace(ground, role=Role.ACCUSED, alleged=True) if accused else ground)
        blamed = blamed or accused
    return changed, blamed


def _labels(speech: Speech, happenings: Sequence[Happening]) -> bool:
    """Whether the speaker calls something an attack, a provocation, or the like."""
    wide = speech.cue.frame.name == "label"
    return any(
        happening.cue.frame.name == "incite" or (wide and happening.cue.frame.name in _HOSTILE)
        for happening in happenings
        if happening.clause is speech.clause or (happening.clause in speech.scope and happening.cue.frame.name == "incite")
    )


def _titled(speech: Speech, happenings: Sequence[Happening]) -> Iterator[Ground]:
    """ "Ballymena: rioters torch houses": what happens after the colon happens there."""
    events = [one for one in happenings if one.real and not one.denied and one.cue.frame.event not in (None, "diplomacy")]
    told = next((one for one in events if one.clause is not speech.clause), None)
    for stand in speech.speakers if told is not None else ():
        if stand.head in ("", "place") and not stand.item.demonym and told is not None:
            yield Ground(stand.number, Role.INCIDENT_SITE, told.cue, told.at, "at", CLAUSE, told.clause, stand)


def _spoken(speech: Speech, role: Role, nearness: int) -> Iterator[Ground]:
    for stand in speech.speakers:
        informs = stand.head in _INFORMANTS
        if stand.head not in ("seat", "container") and (informs if role is Role.SOURCE else stand.head not in _OBSERVERS):
            yield Ground(stand.number, role, speech.cue, speech.at, "subject", nearness, speech.clause, stand)
