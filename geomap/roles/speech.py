"""Who says so: what a party says that its opponent did is an accusation; what an agency reports is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geomap.roles.clauses import Clause
from geomap.roles.frames import NO_ROLE
from geomap.roles.grounds import ATTACHED, Ground, Happening, SentenceReader, Stand
from geomap.roles.phrases import Phrase
from geomap.roles.record import Role

_SPEECH = frozenset({"say", "accuse", "condemn", "deny", "rebuke", "echo"})
_BLAMED = (Role.AGGRESSOR, Role.ACCUSED)
OBSERVERS = frozenset({"agency"})
"""Heads of phrases that report without being a party: press agencies, experts, the UN."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Somebody speaks: who (places they stand for), with which words, and the clauses they say."""

    happening: Happening
    speakers: tuple[Stand, ...]
    observer: bool
    scope: tuple[Clause, ...]


def find_speeches(reader: SentenceReader, happenings: Sequence[Happening]) -> Iterator[Speech]:
    """The speeches of a sentence, by its verbs of saying."""
    clauses = list(reader.clauses)
    for happening in happenings:
        if happening.cue.frame.name not in _SPEECH or happening.cue.pos != "verb" or happening.clause not in clauses:
            continue
        place = clauses.index(happening.clause)
        scope = _scope(clauses, place)
        stands = tuple(happening.fillers.get("subject", ()))
        yield Speech(happening, stands, _is_observer(happening.clause.subject, stands), scope)


def _scope(clauses: Sequence[Clause], place: int) -> tuple[Clause, ...]:
    """What is said: the clauses after, or for "..., said the minister" those before."""
    clause = clauses[place]
    last = place == len(clauses) - 1
    return (clause, *(clauses[:place] if last else clauses[place + 1 :]))


def _is_observer(subject: Phrase | None, stands: Sequence[Stand]) -> bool:
    if stands:
        return all(stand.head in OBSERVERS for stand in stands)
    return subject is not None and any(item.head in OBSERVERS for item in subject.items)


def attributed(reader: SentenceReader, clauses: Sequence[Clause]) -> Iterator[tuple[tuple[Stand, ...], bool, Phrase]]:
    """ "According to Kyiv": the speakers, whether they only observe, and the phrase."""
    for clause in clauses:
        for phrase in clause.phrases():
            if phrase.value == "according":
                stands = tuple(reader.stands.get(phrase.root(), ()))
                yield stands, _is_observer(phrase, stands), phrase


def allege(grounds: list[Ground], speech: Speech, country_of: Sequence[str | None]) -> list[Ground]:
    """The grounds with what the speech says of others turned into accusations, and its speakers into accusers."""
    if speech.observer:
        return grounds
    own = {country_of[stand.number] for stand in speech.speakers}
    numbers = {stand.number for stand in speech.speakers}
    blamed = False
    changed: list[Ground] = []
    for ground in grounds:
        told = ground.clause in speech.scope and ground.number not in numbers and ground.role in _BLAMED
        if told and (country_of[ground.number] not in own or not own):
            ground = replace(ground, role=Role.ACCUSED, alleged=True)
            blamed = blamed or not (ground.clause is speech.happening.clause and ground.cue is speech.happening.cue)
        changed.append(ground)
    return changed + list(_accusers(speech)) if blamed else changed


def _accusers(speech: Speech) -> Iterator[Ground]:
    said = speech.happening
    for stand in speech.speakers:
        if stand.head not in ("agency", "culture", "seat") and said.cue.frame.name != "deny":
            yield Ground(stand.number, Role.ACCUSER, said.cue, said.at, "subject", ATTACHED, said.clause, stand)


__all__ = ["NO_ROLE", "Speech", "allege", "attributed", "find_speeches"]
