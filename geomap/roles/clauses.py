"""Units -> clauses: where one ends, who is its subject, what hangs on what, active or passive, real or not."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from geomap.roles.cases import ANY
from geomap.roles.clause import GERUND, MAIN, RELATIVE, SHARED, SUB, Clause, chain, cues_of, frames_of, is_finite
from geomap.roles.frames import SITE, WHERE
from geomap.roles.splitting import Splitter, without_aside
from geomap.roles.units import Kind, Phrase, Unit


def split_clauses(units: list[Unit], grammar: Mapping[str, str], consumed: Container[int] = frozenset()) -> list[Clause]:
    """The clauses of a sentence, each with its parts found. ``consumed`` are the words of idioms: nothing hangs on them."""
    clauses = [clause for clause in Splitter(without_aside(units), grammar).split() if clause.units]
    for clause in clauses:
        clause.settle()
        _attach(clause, consumed, ordered=grammar.get("order", "svo") == "svo")
        _find_parts(clause, grammar)
        _give_back_agent(clause)
    return clauses


def _give_back_agent(clause: Clause) -> None:
    """ "Was accused of arming rebels by Lima": the agent after an active gerund is that of the passive before it."""
    before = clause.before
    if clause.kind != GERUND or clause.passive or before is None or not before.passive:
        return
    agents = [phrase for phrase in clause.phrases if phrase.value == "by" and phrase.up is None]
    if agents and not any(phrase.value == "by" for phrase in before.phrases):
        clause.phrases = [phrase for phrase in clause.phrases if phrase not in agents]
        before.phrases += agents


def _attach(clause: Clause, consumed: Container[int], *, ordered: bool) -> None:
    """Join lists, and hang each prepositional phrase on the noun that it follows."""
    before: Phrase | None = None
    latest: Phrase | None = None
    verb: Unit | None = None
    joint = ""
    for place, unit in enumerate(clause.units):
        if isinstance(unit, Phrase):
            upper = latest if before is None and unit.value == "like" else before
            if upper is not None and not _is_apart(clause, place, upper, joint, ordered) and not _is_blamed(unit, upper, verb):
                _attach_one(unit, upper, joint)
            latest = unit if unit.items else latest
            idiom = bool(unit.items) and all(item.at in consumed for item in unit.items)
            before, joint = (before if idiom else unit), ""
        elif unit.kind in (Kind.COMMA, Kind.CONJUNCTION):
            joint += "," if unit.kind is Kind.COMMA else "&"
        elif unit.kind in (Kind.VERB, Kind.AUXILIARY):
            before, joint, verb = None, "", unit


def _is_apart(clause: Clause, place: int, before: Phrase, joint: str, ordered: bool) -> bool:
    """Whether a comma parts two phrases that are no list."""
    return joint == "," and (_is_fronted(clause.units[place:], before) or (ordered and _is_aside(clause, before)))


def _is_aside(clause: Clause, before: Phrase) -> bool:
    """ "Algiers accused, in a statement, Paris": what stands between commas after a verb begins no list."""
    at = clause.units.index(before)
    inserted = at > 1 and clause.units[at - 1].kind is Kind.COMMA and clause.units[at - 2].kind is Kind.VERB
    return inserted and bool(before.value)


def _is_blamed(unit: Phrase, before: Phrase, verb: Unit | None) -> bool:
    """ "Blamed the attack on Somalia": what the verb itself asks for does not hang on its object."""
    if verb is None or before.root().value or unit.value not in WHERE:
        return False
    return any(cue.frame.relation == "accuses" and unit.value in cue.own for cue, _ in verb.senses)


def _is_fronted(units: Sequence[Unit], before: Phrase) -> bool:
    """Whether the first of these units, after a comma, is the subject after a fronted phrase.

    "After the attack, Kyiv asked", "In Paris, the president of Serbia asked"; after what is no place, also several:
    "With the help of Qatar, Israel and Hamas agreed", but "In Kabul, Herat and Kandahar died ten".
    """
    if units[0].value or not before.root().value:
        return False
    several = chain(before)[-1].root().value in _CIRCUMSTANCES
    at = 1
    while at + 1 < len(units) and (_continues(units[at]) or (several and _joins(units[at], units[at + 1]))):
        at += 1 if _continues(units[at]) else 2
    return at < len(units) and units[at].kind in (Kind.VERB, Kind.AUXILIARY, Kind.NEGATION)


_CIRCUMSTANCES = frozenset({"after", "with", "without", "during", "about", "for"})


def _continues(unit: Unit) -> bool:
    return isinstance(unit, Phrase) and unit.value == "of"


def _joins(unit: Unit, after: Unit) -> bool:
    return unit.kind is Kind.CONJUNCTION and isinstance(after, Phrase) and not after.value


def _attach_one(unit: Phrase, before: Phrase, joint: str) -> None:
    if unit.pronoun or before.pronoun or (unit.timed and not unit.items) or not before.items:
        return
    if unit.value == "like":
        unit.up = before
    elif joint:
        if unit.value in ("", before.root().value) or (unit.value in WHERE and before.root().value == "like"):
            unit.leader = _list_head(unit, before)
    elif unit.value == "of":
        unit.up = before
    elif unit.value:
        unit.up = next((one.root() for one in chain(before) if _wants(one, unit.value)), None) or (
            before if _governs(before, unit.value) else None
        )


def _list_head(unit: Phrase, before: Phrase) -> Phrase:
    """What a member of a list joins: for "the north of A and B" A, for "the north of A and the south" the north."""
    for candidate in chain(before):
        if not unit.value and _is_named(candidate) == _is_named(unit):
            return candidate.root()
    return before.root()


def _is_named(phrase: Phrase) -> bool:
    return bool(phrase.items) and phrase.items[-1].mention is not None


def _asks(phrase: Phrase, slot: str) -> bool:
    """Whether the noun of a phrase gives this slot a role: "the attack of Russia on Kyiv"."""
    return slot not in WHERE and any(slot in cue.roles for cue in phrase.items[-1].cues)


_SEATS = frozenset({"seat", "state", "agency", "spokesman", "post", "place", "culture"})
_ORIGINS = frozenset({"seat", "state", "agency", "spokesman", "post", "place", "culture", "people", "force", "aid", "asset"})


def _wants(phrase: Phrase, slot: str) -> bool:
    """Whether a cue noun that the phrase hangs on asks for this slot."""
    cues = [cue for item in phrase.items for cue in item.cues]
    return any(slot in cue.roles or (slot == "by" and "subject" in cue.roles) for cue in cues)


def _governs(phrase: Phrase, slot: str) -> bool:
    """Whether a phrase with this slot belongs to the noun before it, not to the verb."""
    last = phrase.items[-1]
    if any(slot in cue.roles or (slot == "by" and "subject" in cue.roles) for cue in last.cues):
        return True
    if slot == "for" and last.head == "spokesman":
        return True
    if slot == "from":
        return last.head in _ORIGINS or (last.mention is None and not last.cues)
    return slot in WHERE and (last.head in _SEATS or (last.mention is not None and not last.demonym and slot == "in"))


def _find_parts(clause: Clause, grammar: Mapping[str, str]) -> None:
    verbs = clause.verbs
    clause.finite = next((unit for unit in clause.units if is_finite(unit)), None)
    bare = [phrase for phrase in clause.phrases if not phrase.value and phrase.leader is None and phrase.up is None]
    bare = [phrase for phrase in bare if phrase.items or phrase.pronoun]
    pivot = (clause.finite or (verbs[0] if verbs else None)) if clause.units else None
    left = [phrase for phrase in bare if pivot is None or phrase.first < pivot.first]
    right = [phrase for phrase in bare if pivot is not None and phrase.first > pivot.first]
    if grammar.get("case") == "yes":
        _cased_parts(clause, left, right)
    else:
        _name_parts(clause, left, right, grammar.get("order", "svo"))
    _find_mood(clause, v2=grammar.get("order") == "v2")
    _free_agent(clause)
    if grammar.get("agent") == "of" and clause.passive:
        _find_von(clause)
    if grammar.get("participle") == "passive":
        clause.passive = any(unit.participle and (not unit.finite or unit.value in ("long", "short")) for unit in verbs)
        _find_agents(clause)


def _name_parts(clause: Clause, left: list[Phrase], right: list[Phrase], order: str) -> None:
    if clause.kind == GERUND and order == "v2":
        clause.subject, clause.objects = _controller(clause.before), [*left, *right]
        return
    if clause.kind == RELATIVE:
        _relative_parts(clause, left, right, order)
    elif clause.kind in (SHARED, GERUND) and not left:
        clause.subject = _inherited(clause)
        clause.objects = right
    elif order == "v2" and clause.kind == SUB and len(left) > 1:
        clause.subject, clause.objects = left[0], left[1:] + right
    else:
        _placed_parts(clause, left, right, order)


def _placed_parts(clause: Clause, left: list[Phrase], right: list[Phrase], order: str) -> None:
    """The last phrase before the verb is the subject, else the first after it, but none in the accusative: "Den Angriff".

    In a sentence that opens with a verb it follows the comma: "Fleeing Goma, families ...", "Shelled for weeks, the town ...".
    """
    if order == "svo" and not left and _opens_with_gerund(clause):
        clause.subject, clause.objects = None, right
        return
    if order == "svo" and right and _opens_with_participle(clause, left):
        clause.subject, clause.objects = right[0], right[1:]
        for phrase in left:
            phrase.value = "in"
        return
    free = [phrase for phrase in (*left[-1:], *right) if "nom" in phrase.cases]
    clause.subject = next(iter(free or (*left[-1:], *right)), None)
    clause.objects = [phrase for phrase in (*left[-1:], *right) if phrase is not clause.subject]


def _opens_with_participle(clause: Clause, left: list[Phrase]) -> bool:
    """ "Bombardato l'aeroporto", "Kabul, uccisi tre soldati": a headline in the passive, after the town or without."""
    if clause.finite is not None or clause.kind != MAIN or not clause.verbs or not clause.verbs[0].participle:
        return False
    town = len(left) == 1 and bool(left[0].mentions()) and clause.units[1].kind is Kind.COMMA
    return clause.units[2 if town else 0] is clause.verbs[0] and (town or not left)


def _opens_with_gerund(clause: Clause) -> bool:
    """ "Seizing Kabul, the rebels ...": what follows is its object."""
    first = clause.units[0]
    return clause.finite is None and first.kind is Kind.VERB and not first.participle


def _cased_parts(clause: Clause, left: list[Phrase], right: list[Phrase]) -> None:
    """Subject and objects by case; order only decides between forms that can be both."""
    form = clause.finite.value if clause.finite is not None else ""
    listed = {phrase.leader for phrase in clause.phrases if phrase.leader is not None}
    may = [p for p in (*left, *right) if "nom" in p.cases and not (form == "plural" and p.singular and p not in listed)]
    may = [p for p in may if form != "nobody" and (p.neuter or form != "neuter")]
    inner = next((u for u in clause.units if u.kind is Kind.VERB and u.infinitive), None)
    if inner is not None and clause.finite is not None and inner.first > clause.finite.first:
        may = [p for p in may if p.first < inner.first or "acc" not in p.cases]
    sure = [phrase for phrase in may if "acc" not in phrase.cases]
    calm = [p for p in left if not (_acts_in(clause) and _is_event(p))]
    subject = next(
        (
            p
            for group in (
                sure,
                _named(calm[::-1], may),
                _named(right, may) if calm != left else [],
                _named(left[::-1], may),
                _named(right, may),
                left[::-1],
                right,
            )
            for p in group
            if p in may
        ),
        None,
    )
    if subject is None:
        subject = next((p for p in clause.phrases if p.value == "of" and p.cases == ANY and p.up is not None), None)
        if subject is not None and clause.finite is not None:
            subject.value, subject.up = "", None
        else:
            subject = None
    if form in ("plural", "nobody") and (subject is None or _is_said(subject)):
        subject = _seat_of(clause) or subject
    if clause.kind == RELATIVE and clause.marker != "where" and clause.antecedent is not None:
        oblique = clause.marker not in ("nom", "-") or (sure and sure[0] in left)
        if not oblique:
            clause.subject, clause.objects = clause.antecedent, [*left, *right]
            return
        clause.subject = subject
        clause.objects = [phrase for phrase in (*left, *right) if phrase is not subject]
        if clause.marker in ("nom", "-", "acc"):
            clause.objects.append(clause.antecedent)
        return
    if clause.kind in (SHARED, GERUND) and subject not in left and (not sure or clause.kind == GERUND):
        subject = _inherited(clause)
    clause.subject = subject
    clause.objects = [phrase for phrase in (*left, *right) if phrase is not subject]


_UTTERING = frozenset({"say", "label", "accuse", "condemn", "deny", "rebuke", "echo", "demand", "threaten", "sue"})

_CHARGING = frozenset({"accuse", "condemn", "sue"})
"""What courts do too, to people of the same town."""


def _is_said(phrase: Phrase) -> bool:
    """Whether a phrase names no one, only what is spoken of: "the charges", "the attack"."""
    return bool(phrase.items) and not phrase.value and all(item.cues and item.head is None for item in phrase.items)


def _seat_of(clause: Clause) -> Phrase | None:
    """Who speaks where nobody is named but the capital: "в Киеве обвинили", "w Moskwie zaprzeczono"."""
    names = frames_of(clause) & _UTTERING
    seat = next((phrase for phrase in clause.phrases if phrase.seat and phrase.up is None and phrase.leader is None), None)
    if clause.kind != MAIN or not names or seat is None:
        return None
    others = [phrase for phrase in clause.phrases if phrase is not seat]
    if names <= _CHARGING and not any(phrase.mentions() or _is_said(phrase) for phrase in others):
        return None
    seat.value = ""
    return seat


_DOERS = frozenset({"accuser", "accused", "aggressor", "ally", "mediator", "source"})


def _acts_in(clause: Clause) -> bool:
    """Whether the verb is one that states and people do."""
    return any(cue.roles.get("subject") in _DOERS for cue in cues_of(clause))


def _is_event(phrase: Phrase) -> bool:
    """Whether a phrase is only a noun of speech or agreement, which does nothing by itself."""
    cues = [cue for item in phrase.items for cue in item.cues]
    return bool(cues) and not phrase.mentions() and all(cue.frame.event in (None, "diplomacy") for cue in cues)


def _named(phrases: list[Phrase], may: list[Phrase]) -> list[Phrase]:
    named = [p for p in phrases if p in may and any(item.mention is not None or item.head or item.cues for item in p.items)]
    return sorted(named, key=lambda phrase: not phrase.mentions())


def _find_agents(clause: Clause) -> None:
    """A bare instrumental is the agent of a passive or of a noun; with an active verb it is a means."""
    for phrase in clause.phrases:
        if phrase.value == "by" and phrase.up is None and not clause.passive:
            phrase.value = "via"


def _free_agent(clause: Clause) -> None:
    """ "Is accused of sabotage by Estonia": the agent of a passive that has no other is not that of the noun before it."""
    agents = [phrase for phrase in clause.phrases if phrase.value == "by"] if clause.passive else []
    up = agents[0].up if len(agents) == 1 else None
    if up is not None and up.root().value in ("of", "with") and up.root().up is None:
        agents[0].up = None


def _find_von(clause: Clause) -> None:
    """German "von" is "by" in a passive, unless it hangs on a common noun: "wurde 1939 von Deutschland überfallen"."""
    for phrase in clause.phrases:
        loose = phrase.up is None or (phrase.up.items[-1].mention is not None and phrase.first < phrase.items[0].at)
        if phrase.value == "of" and (loose or _follows_subject(clause, phrase)) and phrase.mentions():
            phrase.value, phrase.up = "by", None


def _follows_subject(clause: Clause, phrase: Phrase) -> bool:
    """ "In Gaza wurden fünf Kinder von Soldaten getötet": after the auxiliary and its subject stands who did it."""
    upper, finite = phrase.up.root() if phrase.up is not None else None, clause.finite
    if upper is None or upper is not clause.subject or finite is None or finite.first > upper.first:
        return False
    return upper.items[-1].head not in _OWNED


_OWNED = frozenset({"state", "spokesman", "place", "post", "seat"})
"""What has "von" after it that says whose or where it is: "der Präsident von Haiti"."""
_CONTROLLING = frozenset({"accuse", "demand", "ask_help", "coerce", "help", "incite"})


def _controller(before: Clause | None) -> Phrase | None:
    """Who does what an infinitive says: whom one accuses or urges, else the subject."""
    if before is None:
        return None
    if frames_of(before) & _CONTROLLING:
        asked = [*before.objects, *(phrase for phrase in before.phrases if phrase.value in ("at", "to") and phrase.up is None)]
        if before.passive:
            return before.subject
        if asked:
            return asked[0]
    return before.subject


def _inherited(clause: Clause) -> Phrase | None:
    """The subject of the clause before; after "accuses B of shelling", the object does the shelling."""
    before = clause.before
    if clause.antecedent is not None:
        return clause.antecedent
    if before is None:
        return None
    if clause.kind == GERUND and (clause.bare or clause.units[0].kind is Kind.AUXILIARY):
        return _controller(before)
    if clause.kind == GERUND and before.units and isinstance(before.units[-1], Phrase) and _is_bare_end(clause, before):
        return before.objects[-1] if before.objects else before.subject
    return before.subject


def _is_bare_end(clause: Clause, before: Clause) -> bool:
    """Whether the gerund follows at once ("of using"), not after a comma (", accusing")."""
    return before.units[-1].kind is not Kind.COMMA


def _relative_parts(clause: Clause, left: list[Phrase], right: list[Phrase], order: str) -> None:
    if left:
        clause.subject = left[0]
        named = clause.antecedent if clause.marker != "where" else None
        clause.objects = [*([named] if named is not None else []), *left[1:], *right]
        doers = [each for each in chain(named) if _acts(each) or _does_harm(each, clause)] if named is not None else []
        called = bool(left[0].mentions()) and any(phrase.value == "like" for phrase in clause.phrases) and _claims(clause)
        if order == "v2" and doers and clause.marker != "whom" and not (left[0].pronoun or called):
            clause.subject, clause.objects = doers[0], [*left, *right]
    elif clause.marker == "where":
        clause.subject, clause.objects = (right[0], right[1:]) if right else (None, [])
    else:
        clause.subject, clause.objects = clause.antecedent, right


def _claims(clause: Clause) -> bool:
    """ "Taiwan, dat China als provincie beschouwt": what is claimed is what the clause is about."""
    return "claim" in frames_of(clause)


_ACTING = frozenset({"state", "force", "people", "spokesman", "agency", "aid"})


def _acts(phrase: Phrase) -> bool:
    return bool(phrase.items) and (phrase.items[-1].mention is not None or phrase.items[-1].head in _ACTING)


def _does_harm(phrase: Phrase, clause: Clause) -> bool:
    """ "De aardbeving die Izmit trof": an event does what a verb of events says."""
    event = any(cue.frame.event for item in phrase.items[-1:] for cue in item.cues)
    return event and any(cue.frame.event for cue in cues_of(clause))


_HARMED = frozenset({"struck", "site", "target"})
_UNREAL = frozenset({"modal", "future", "hearsay"})


def _find_mood(clause: Clause, *, v2: bool) -> None:
    """Passive by a passive auxiliary and a participle, or a lone participle with "by"; negated; hypothetical.

    Dutch and German make the perfect of verbs of motion with "be": where it has an object it is no passive.
    """
    helpers = {unit.value for unit in clause.units if unit.kind is Kind.AUXILIARY}
    clause.negated = any(unit.kind is Kind.NEGATION for unit in clause.units) or any(
        phrase.pronoun and phrase.negated for phrase in clause.phrases
    )
    clause.unreal = "if" if clause.kind == SUB and clause.marker == "if" else next(iter(sorted(helpers & _UNREAL)), "")
    participle = any(unit.participle for unit in clause.verbs)
    agent = any(phrase.value == "by" and phrase.up is None for phrase in clause.phrases) and not (
        clause.finite is not None and clause.finite.participle and clause.objects
    )
    if clause.kind == SHARED and participle and clause.before is not None and clause.before.passive and not clause.objects:
        helpers = {"passive"}
    be = bool(helpers & {"passive", "be", "part"})
    be = be or ("having" in helpers and "be" in helpers)
    reduced = clause.kind == GERUND and participle and not any(unit.finite for unit in clause.verbs)
    reduced = reduced and not helpers & {"having", "have"}
    if v2 and be and not helpers & {"passive", "part"}:
        be = not (any(phrase.mentions() for phrase in clause.objects) or (not agent and _moves(clause)))
    clause.passive = participle and (be or reduced or (agent and "have" not in helpers) or _is_headline(clause, helpers))


def _moves(clause: Clause) -> bool:
    """Whether its verb is one of motion: Dutch "was binnengevallen", German "war einmarschiert" are the perfect."""
    cues = cues_of(clause)
    return bool(cues) and all(cue.roles.get("to") == SITE for cue in cues)


def _is_headline(clause: Clause, helpers: set[str]) -> bool:
    """ "Soldiers killed in Boma": one participle, no auxiliary, no object after it."""
    verbs = clause.verbs
    if helpers or len(verbs) != 1 or clause.kind != MAIN or clause.subject is None or clause.objects:
        return False
    harmed = any(cue.roles.get("object") in _HARMED or cue.frame.event for cue, _ in verbs[0].senses)
    if verbs[0].participle and not verbs[0].finite and clause.subject.first > verbs[0].first:
        return harmed
    harmed = any(cue.roles.get("object") in _HARMED for cue, _ in verbs[0].senses)
    if clause.units[-1] is verbs[0]:
        harmed = harmed or any(cue.roles.get("object") == "accused" and cue.own <= WHERE for cue, _ in verbs[0].senses)
    return harmed and clause.subject.first < verbs[0].first
