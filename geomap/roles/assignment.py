"""Give each mention its role: the rules propose, of their grounds the nearest, and the model weighs that with all around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.place import PlaceKind
from gazetteer.tries import LONGEST_ABBREVIATION
from geomap.mentions import BLOC, MentionKind
from geomap.places import Resolution
from geomap.roles.analysis import Analysis, analyse
from geomap.roles.clause import Clause
from geomap.roles.features import Features, frame_of
from geomap.roles.frames import WHERE, gives
from geomap.roles.happening import ATTACHED, CLAUSE, DIRECT, DISCOURSE, LIGHT, Ground, Happening, best
from geomap.roles.heads import ACTOR_HEADS
from geomap.roles.record import Evidence, Reading, Role, RoleAssignment
from geomap.text import Text

if TYPE_CHECKING:
    from geomap.roles.model import Floats, RoleModel

# How often the role is right, by how near its cue is: measured on 775 marked mentions in Dutch and English that were
# held back while the tables were written.
CONFIDENCE = {DIRECT: 0.71, ATTACHED: 0.77, LIGHT: 0.71, CLAUSE: 0.77, DISCOURSE: 0.5}
RULED_ODDS = 2.0
"""What the likelihood of the role that the rules find counts: over authors left out it makes no difference (core F1 .74 with
1, 2 and .73 with 3); the passages are harder than most news, and in plain sentences the rules are right."""
LEAST_CHANCE = 0.35
"""How likely a role must be to be given at all: over authors left out, two of three that were less likely were wrong, and F1 is
the same without them."""
UNTOLD_CONFIDENCE = 0.6
"""How likely a role must be that no known cue tells; over authors left out, three of four such roles are right."""
AGENCY_CONFIDENCE = 0.9
DATELINE_CONFIDENCE = 0.95
CLAIM_CONFIDENCE = 0.6
PLAIN_CONFIDENCE = 0.57
UNREAD_CONFIDENCE = 0.3
"""A mention in a language without tables."""

_POLITICAL = frozenset(
    {
        "accuse", "admit", "agreement", "attack", "claim", "coerce", "condemn", "contested", "demand", "deny", "dispute",
        "fight", "incite", "invade", "label", "mediate", "occupy", "oppose", "rebuke", "secede", "seize", "siege", "strike",
        "sue", "talks", "tension", "threaten", "war",
    }
)  # fmt: skip
_STATELY = _POLITICAL | frozenset(
    {"aid_sent", "arms", "ask_help", "goods", "help", "host", "plan", "refuse", "say", "send", "supply", "troops"}
)
"""What governments do; who takes part in it is one, with or without a role."""
_CARRIED_ON = frozenset({Role.INCIDENT_SITE, Role.ALLY})
"""The roles that a sentence can have from the one before or after it: where it happened, and who came to help."""
_ELSEWHERE = frozenset({"background", "perceive"})
_PARTY_SLOTS = ("subject", "object", "object2", "between", "with", "against", "poss")
_ACTING = frozenset({Role.ACCUSER, Role.ACCUSED, Role.AGGRESSOR, Role.TARGET, Role.ALLY})
_DATELINE = re.compile(r"\s*(?:,[^()\n]{0,30})?(?:\(\s*[\w .,/&+-]{2,40}\)\s*)?[-–—]\s")
_CITY_LINE = re.compile(r"(?:,[^()\n]{1,30}?)?\.\s+\S")
_AGENCY_LINE = re.compile(r"\s*(?:,[^()\n]{0,30})?\(\s*[\w .,/&+-]{2,40}\)\s*[-–—:]?\s?")


def assign_roles(text: Text, resolutions: Sequence[Resolution]) -> tuple[RoleAssignment, ...]:
    """The role of each mention, in the same order; never fails, whatever the language."""
    from geomap.roles.model import read_model

    analysis = analyse(text, resolutions)
    ruled = assign_by_rules(text, resolutions)
    if not analysis.stands:
        return ruled
    model = read_model()
    features = Features(text, resolutions, analysis, [each.role for each in ruled])
    shares = model.probabilities([features.of(number) for number in range(len(ruled))])
    weigher = _Weigher(text, analysis, model, features)
    return tuple(weigher.weighed(number, each, share) for number, (each, share) in enumerate(zip(ruled, shares, strict=True)))


def assign_by_rules(text: Text, resolutions: Sequence[Resolution]) -> tuple[RoleAssignment, ...]:
    """The roles that the rules alone give: the nearest ground wins, and of equally near ones the earlier role."""
    analysis = analyse(text, resolutions)
    return tuple(_assign(text, analysis, number, resolution) for number, resolution in enumerate(resolutions))


def favoured(share: Floats, roles: Sequence[Role], ruled: Role) -> Floats:
    """The likelihoods of ``roles``, with what the rules found favoured."""
    return share if ruled is Role.MENTION else share * [RULED_ODDS if role is ruled else 1.0 for role in roles]


class _Weigher:
    """Confirms or overrules what the rules say of one mention."""

    def __init__(self, text: Text, analysis: Analysis, model: RoleModel, features: Features) -> None:
        self.text = text
        self.analysis = analysis
        self.model = model
        self.features = features

    def weighed(self, number: int, ruled: RoleAssignment, share: Floats) -> RoleAssignment:
        """The assignment with the likeliest role, for which there must be a cue, and how likely it is."""
        if (ruled.role is Role.SOURCE and ruled.evidence is None) or self._is_sure(number):
            return ruled
        weighed = favoured(share, self.model.roles, ruled.role)
        weighed = weighed / weighed.sum()
        for at in (-weighed).argsort(kind="stable"):
            found = self._given(number, ruled, self.model.roles[at], float(weighed[at]))
            if found is not None:
                return replace(found, confidence=round(float(share[at]), 3))
        raise AssertionError("a mention can always be a mere mention")

    def _given(self, number: int, ruled: RoleAssignment, role: Role, chance: float) -> RoleAssignment | None:
        """The assignment with this role, where there is ground for it."""
        if role is Role.MENTION:
            return ruled if ruled.role is role else _plain(self.analysis, number, ruled.resolution)
        if chance < LEAST_CHANCE:
            return None
        return ruled if ruled.role is role else self._changed(number, ruled.resolution, role, chance)

    def _changed(self, number: int, resolution: Resolution, role: Role, confidence: float) -> RoleAssignment | None:
        """The role by another ground of the mention, else by the cue around it that speaks most for it.

        Without one only where it is likely, and its clause has a verb to point at or the place is known to be disputed.
        """
        sentence = self.features.sentence[number]
        nowhere = BLOC in resolution.mention.why and resolution.place is None
        if sentence in self.analysis.peaceful:
            return None
        if role is Role.INCIDENT_SITE and (nowhere or self._is_elsewhere(number)):
            return None
        grounds = [ground for ground in self.analysis.grounds.get(number, ()) if ground.role == role]
        if grounds:
            return _grounded(self.text, self.analysis, resolution, best(grounds))
        cue = self._cue(number, sentence, role)
        if cue is None:
            return self._untold(number, resolution, role, confidence)
        clause = self.analysis.clause_of.get(number, cue.clause)
        evidence = evidence_of(self.text, min(clause.first, cue.clause.first), max(clause.past, cue.clause.past), cue.at)
        reason = f"what is told around it with '{cue.cue.lemma}' ({cue.cue.frame.name}) makes this likeliest"
        return self._likeliest(number, resolution, role, evidence, reason)

    def _untold(self, number: int, resolution: Resolution, role: Role, confidence: float) -> RoleAssignment | None:
        """The role of a mention around which no known cue tells it: by the verb of its clause, or as a place in dispute."""
        clause, place = self.analysis.clause_of.get(number), resolution.place
        if clause is None or self._is_denied(self.features.sentence[number], role):
            return None
        disputed = role is Role.CONTESTED_AREA and place is not None and bool(place.claimed_by)
        if not disputed and (confidence < UNTOLD_CONFIDENCE or not clause.verbs or self._is_helped(clause, role)):
            return None
        at = resolution.mention.first if disputed else clause.verbs[0].first
        reason = (
            "states dispute this place" if disputed else f"all that is told with '{self.text.words[at]}' makes this likeliest"
        )
        return self._likeliest(number, resolution, role, evidence_of(self.text, clause.first, clause.past, at), reason)

    def _likeliest(self, number: int, resolution: Resolution, role: Role, evidence: Evidence, reason: str) -> RoleAssignment:
        acts = role in _ACTING or role is Role.SOURCE or (role is Role.MEDIATOR and self.features.slot(number) not in WHERE)
        reading = Reading.ACTOR if acts else Reading.LITERAL
        return RoleAssignment(
            resolution=resolution, reading=reading, role=role, confidence=0.0, evidence=evidence, why=(reason,)
        )

    def _is_helped(self, clause: Clause, role: Role) -> bool:
        """Whether a clause that would have a site tells of help: "delivers to Kyiv" is no place where anything happened."""
        around = self.analysis.by_clause.get(id(clause), ())
        return role is Role.INCIDENT_SITE and any(one.cue.frame.relation == "supports" for one in around)

    def _is_denied(self, sentence: int, role: Role) -> bool:
        """Whether its sentence has a cue for the role, and says that it did not happen, or only might."""
        told = self.analysis.by_sentence.get(sentence, ())
        return any(role in gives(one.cue.frame) for one in told if one.denied or not one.real)

    def _is_sure(self, number: int) -> bool:
        """Whether the rules have a ground that the model has hardly ever seen: it would only guess against it."""
        grounds = self.analysis.grounds.get(number, [])
        return bool(grounds) and frame_of(best(grounds)) not in self.model.rows

    def _is_elsewhere(self, number: int) -> bool:
        """Whether its clause tells where it was only felt, or of what it reminds."""
        around = self.analysis.by_clause.get(id(self.analysis.clause_of.get(number)), ())
        return any(one.cue.frame.name in _ELSEWHERE for one in around)

    def _cue(self, number: int, sentence: int, role: Role) -> Happening | None:
        """The cue that speaks most for a role, in the mention's sentence or else in those beside it."""
        slot, clause = self.features.slot(number), self.analysis.clause_of.get(number)
        for beside in ((sentence,), (sentence - 1, sentence + 1) if role in _CARRIED_ON else ()):
            told = [one for each in beside for one in self.analysis.by_sentence.get(each, ()) if one.real and not one.denied]
            found = [one for one in told if role in gives(one.cue.frame)]
            places = ("clause" if one.clause is clause else "sentence" for one in found)
            worths = [(self._worth(one, where, slot, role), -one.at) for one, where in zip(found, places, strict=True)]
            if worths and max(worths)[0] > 0:
                return found[worths.index(max(worths))]
        return None

    def _worth(self, happening: Happening, where: str, slot: str, role: Role) -> float:
        name = f"{where}={happening.cue.frame.name}" + ("" if happening.real and not happening.denied else "!")
        return self.model.worth(name, role) + self.model.worth(f"{name}:{slot}", role)


def _assign(text: Text, analysis: Analysis, number: int, resolution: Resolution) -> RoleAssignment:
    if is_dateline(text, resolution):
        return _source(resolution, Reading.DATELINE, DATELINE_CONFIDENCE, "stands in the dateline")
    grounds = analysis.grounds.get(number, [])
    struck = any(ground.role == Role.INCIDENT_SITE for ground in grounds)
    if not struck and any(stand.head == "agency" for stand in analysis.stands.get(number, ())):
        return _source(resolution, Reading.ACTOR, AGENCY_CONFIDENCE, "names a press agency, broadcaster or newspaper")
    first = resolution.mention.first
    if grounds and (first >= len(text.sentence_of) or text.sentence_of[first] not in analysis.peaceful):
        return _grounded(text, analysis, resolution, best(grounds))
    claimed = _claim_at_stake(text, analysis, resolution)
    if claimed is not None:
        return _contested(text, resolution, claimed)
    return _plain(analysis, number, resolution)


def _claim_at_stake(text: Text, analysis: Analysis, resolution: Resolution) -> Happening | None:
    """For a place that the gazetteer knows to be disputed, what in the sentence brings the dispute up."""
    place, mention = resolution.place, resolution.mention
    if place is None or not place.claimed_by or mention.kind is not MentionKind.NAME:
        return None
    if mention.first >= len(text.sentence_of):
        return None
    around = analysis.by_sentence.get(text.sentence_of[mention.first], ())
    return next((happening for happening in around if happening.cue.frame.name in _POLITICAL), None)


def _contested(text: Text, resolution: Resolution, happening: Happening) -> RoleAssignment:
    return RoleAssignment(
        resolution=resolution,
        reading=Reading.LITERAL,
        role=Role.CONTESTED_AREA,
        confidence=CLAIM_CONFIDENCE,
        evidence=evidence_of(text, happening.clause.first, happening.clause.past, happening.at),
        why=("states dispute this place, and the sentence is about their conflict",),
    )


def _source(resolution: Resolution, reading: Reading, confidence: float, reason: str) -> RoleAssignment:
    return RoleAssignment(resolution=resolution, reading=reading, role=Role.SOURCE, confidence=confidence, why=(reason,))


def _grounded(text: Text, analysis: Analysis, resolution: Resolution, ground: Ground) -> RoleAssignment:
    role = Role(ground.role)
    return RoleAssignment(
        resolution=resolution,
        reading=_reading(role, ground, resolution, analysis),
        role=role,
        confidence=CONFIDENCE[ground.nearness],
        evidence=evidence_of(text, ground.clause.first, ground.clause.past, ground.at),
        why=(_reason(ground),),
    )


def evidence_of(text: Text, first: int, past: int, at: int) -> Evidence:
    """The clause from word ``first`` to ``past``, and the cue at word ``at``; the clause always holds the cue."""
    first, past = min(first, at), max(past, at + 1)
    return Evidence(start=text.starts[first], end=text.ends[past - 1], cue=text.words[at])


def _reason(ground: Ground) -> str:
    """Why, in plain words: what the mention is to the cue, and who says so."""
    part = _SLOT_WORDS.get(ground.slot, f"stands as '{ground.slot}'")
    said = ", as somebody alleges" if ground.alleged else ""
    return f"{part} with '{ground.cue.lemma}' ({ground.cue.frame.name}){said}"


_SLOT_WORDS = {"subject": "the one who does it", "object": "the one it is done to", "poss": "the one whose it is"}


def _reading(role: Role, ground: Ground, resolution: Resolution, analysis: Analysis) -> Reading:
    if role in _ACTING or role is Role.SOURCE:
        return Reading.ACTOR
    if role is Role.MEDIATOR:
        return Reading.ACTOR if ground.slot in ("subject", "poss", "of") else Reading.LITERAL
    if role is Role.MENTION and _is_origin(analysis, ground.number, resolution):
        return Reading.LITERAL
    party = role is Role.MENTION and ground.slot not in WHERE and ground.stand.head not in ("container", "place")
    return Reading.ACTOR if party or ground.stand.head in ACTOR_HEADS else Reading.LITERAL


def _plain(analysis: Analysis, number: int, resolution: Resolution) -> RoleAssignment:
    if not analysis.stands.get(number):
        return RoleAssignment(
            resolution=resolution,
            reading=Reading.LITERAL,
            role=Role.MENTION,
            confidence=UNREAD_CONFIDENCE,
            why=("no tables for this language, or no sentence around it",),
        )
    return RoleAssignment(
        resolution=resolution,
        reading=Reading.ACTOR if _acts(analysis, number, resolution) else Reading.LITERAL,
        role=Role.MENTION,
        confidence=PLAIN_CONFIDENCE,
        why=("no cue gives it a part in what happens",),
    )


def _is_origin(analysis: Analysis, number: int, resolution: Resolution) -> bool:
    """ "Visitors from Paris": a town, not its government."""
    town = resolution.place is not None and resolution.place.kind is not PlaceKind.COUNTRY
    return town and analysis.slots.get(number, ("", ""))[1] == "from"


def _acts(analysis: Analysis, number: int, resolution: Resolution) -> bool:
    """Whether a mention without a role stands for people or a government: by its noun, or as a party to what is told."""
    clause = analysis.clause_of.get(number)
    if _is_origin(analysis, number, resolution):
        return False
    if clause is not None and resolution.place is not None and resolution.place.kind is PlaceKind.COUNTRY:
        alone = any(not stand.head for stand in analysis.stands.get(number, ()))
        subject = analysis.slots.get(number, ("", "")) == ("subject", "")
        if alone and subject and clause.verbs and not clause.passive:
            return True
    if any(stand.head in ACTOR_HEADS for stand in analysis.stands.get(number, ())):
        return True
    around = analysis.by_clause.get(id(clause), ())
    if any(one.cue.frame.name == "sport" for one in around) and _is_team(analysis, number):
        return True
    return any(
        number in (stand.number for stand in happening.fillers.get(slot, ()) if stand.head not in ("container", "place"))
        for happening in around
        if happening.cue.frame.name in _STATELY
        for slot in _PARTY_SLOTS
    )


def _is_team(analysis: Analysis, number: int) -> bool:
    """Whether a name in a sentence of sport plays: "Switzerland beat Sweden"; not where it is played."""
    plain = all(stand.head in ("", "cue") for stand in analysis.stands.get(number, ()))
    return plain and analysis.slots.get(number, ("", ""))[1] in ("", "by", "against", "for", "with")


def is_dateline(text: Text, resolution: Resolution) -> bool:
    """Whether a name opens a paragraph and a dash follows it, perhaps after a date and an agency; or it stands alone."""
    mention = resolution.mention
    if mention.kind is not MentionKind.NAME:
        return False
    whole = text.document.text
    before = whole[max(0, mention.start - 60) : mention.start]
    line = before.rsplit("\n", 1)[-1] if "\n" in before or mention.start <= 60 else None
    after = whole[mention.end : mention.end + 80]
    shouted = mention.text.isupper() and len(mention.text) > LONGEST_ABBREVIATION
    opens = (line is not None and not line.strip(" \"'“")) or shouted
    alone = shouted and line is not None and is_town(resolution) and _CITY_LINE.match(after) and not after.isupper()
    return opens and bool(alone or _DATELINE.match(after) or (mention.text.isupper() and _AGENCY_LINE.match(after)))


def is_town(resolution: Resolution) -> bool:
    """Whether a name is that of a town."""
    return resolution.place is not None and resolution.place.kind is PlaceKind.SETTLEMENT
