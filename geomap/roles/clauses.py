"""Units -> clauses: where one ends, who is its subject, what hangs on what, active or passive, real or not."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from geomap.roles.cases import ANY
from geomap.roles.frames import WHERE
from geomap.roles.phrases import Kind, Phrase, Unit

MAIN, SUB, RELATIVE, SHARED, GERUND = "main", "sub", "relative", "shared", "gerund"
_BREAKS = (Kind.COMMA, Kind.STOP, Kind.SUBORDINATOR, Kind.RELATIVE, Kind.CONJUNCTION)
# A phrase inside a phrase inside a phrase: no text needs more.
DEEPEST = 6


@dataclass(slots=True, eq=False)
class Clause:
    """One clause: its units, and the parts that the frames ask for."""

    kind: str
    marker: str = ""
    before: Clause | None = None
    """The clause that it depends on or shares its subject with."""
    antecedent: Phrase | None = None
    units: list[Unit] = field(default_factory=list)
    after_colon: bool = False
    after_stop: bool = False
    finite: Unit | None = None
    subject: Phrase | None = None
    objects: list[Phrase] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    unreal: str = ""
    phrases: list[Phrase] = field(default_factory=list)
    verbs: list[Unit] = field(default_factory=list)
    """The verbs, auxiliaries not among them."""

    def settle(self) -> None:
        """Sort its units into phrases and verbs, when no more units come."""
        self.phrases = [unit for unit in self.units if isinstance(unit, Phrase)]
        self.verbs = [unit for unit in self.units if unit.kind is Kind.VERB]

    @property
    def first(self) -> int:
        """Its first word."""
        return self.units[0].first

    @property
    def past(self) -> int:
        """The word after its last."""
        return self.units[-1].past


def split_clauses(units: list[Unit], grammar: Mapping[str, str], consumed: Container[int] = frozenset()) -> list[Clause]:
    """The clauses of a sentence, each with its parts found. ``consumed`` are the words of idioms: nothing hangs on them."""
    clauses = [clause for clause in _Splitter(units, grammar).split() if clause.units]
    for clause in clauses:
        clause.settle()
        _attach(clause, consumed)
        _find_parts(clause, grammar)
    return clauses


class _Splitter:
    def __init__(self, units: list[Unit], grammar: Mapping[str, str]) -> None:
        self.units = units
        self.clauses: list[Clause] = [Clause(MAIN)]
        self.ordered = grammar.get("order", "svo") == "svo"

    @property
    def now(self) -> Clause:
        return self.clauses[-1]

    def split(self) -> list[Clause]:
        for place, unit in enumerate(self.units):
            self._take(place, unit)
        return self.clauses

    def _take(self, place: int, unit: Unit) -> None:
        if unit.kind is Kind.STOP:
            clause = self._start(MAIN)
            clause.after_colon, clause.after_stop = ":" in unit.value, ":" not in unit.value
        elif unit.kind is Kind.SUBORDINATOR:
            self._start(SUB, unit.value)
        elif unit.kind is Kind.RELATIVE:
            self._relative(place)
        elif unit.kind in (Kind.COMMA, Kind.CONJUNCTION):
            self._join(place, unit)
        elif unit.kind is Kind.VERB and (self._is_gerund(place, unit) or self._is_reduced(place, unit)):
            self._start(GERUND).units.append(unit)
        else:
            if _is_finite(unit) and self.ordered and self._is_new(place):
                self._split_before(unit)
            else:
                self._resume(place, unit)
            self.now.units.append(unit)

    def _is_new(self, place: int) -> bool:
        """Whether a finite verb is a second one in the clause: "Kyiv says Moscow shelled the town"."""
        return _has_finite(self.now) and not self._verb_cluster(place) and self.units[place - 1].kind is Kind.PHRASE

    def _split_before(self, unit: Unit) -> None:
        """Begin a clause with the phrases after the first verb; where there are none, that verb is a participle.

        "Kyiv says Moscow shelled it", but "the ship seized off Gibraltar was freed".
        """
        now = self.now
        last = max(number for number, one in enumerate(now.units) if one.kind in (Kind.VERB, Kind.AUXILIARY))
        tail = now.units[last + 1 :]
        bare = [last + 1 + number for number, one in enumerate(tail) if isinstance(one, Phrase) and not one.value]
        if bare:
            start = self._list_start(now, bare)
            clause = self._start(SUB, "that")
            clause.units, now.units = now.units[start:], now.units[:start]
        elif now.units[last].participle and now.units[last].finite and last:
            self._reduce(now, last)

    @staticmethod
    def _list_start(now: Clause, bare: list[int]) -> int:
        """Where the last list of phrases without preposition begins."""
        start = bare[-1]
        while start - 2 in bare and now.units[start - 1].kind in (Kind.CONJUNCTION, Kind.COMMA):
            start -= 2
        return start

    def _reduce(self, now: Clause, last: int) -> None:
        """Make a clause of its own of the units from the participle on."""
        named = now.units[last - 1]
        reduced = Clause(GERUND, before=now, units=now.units[last:], antecedent=named if isinstance(named, Phrase) else None)
        reduced.units[0].finite = False
        now.units = now.units[:last]
        self.clauses.insert(-1, reduced)

    def _start(self, kind: str, marker: str = "") -> Clause:
        clause = Clause(kind, marker, before=self.now if self.now.units else self.now.before)
        self.clauses.append(clause)
        return clause

    def _relative(self, place: int) -> None:
        earlier = [unit for unit in self.units[:place] if isinstance(unit, Phrase)]
        self._start(RELATIVE, self.units[place].value).antecedent = earlier[-1] if earlier else None

    def _is_gerund(self, place: int, unit: Unit) -> bool:
        """An English "-ing" form after a comma or a preposition opens a clause of its own."""
        if unit.finite or unit.participle or unit.infinitive or not self.now.units:
            return False
        return self.units[place - 1].kind is not Kind.AUXILIARY

    def _is_reduced(self, place: int, unit: Unit) -> bool:
        """A participle after a comma and without an auxiliary ("..., helped by") opens a clause of its own."""
        if not unit.participle or unit.finite or not _has_finite(self.now):
            return False
        return self.units[place - 1].kind is Kind.COMMA and not any(u.kind is Kind.AUXILIARY for u in self.now.units)

    def _resume(self, place: int, unit: Unit) -> None:
        """After a clause in the middle of another, the verb of the outer one goes on with it."""
        now = self.now
        if not (unit.finite or unit.kind is Kind.AUXILIARY) or now.kind not in (SUB, RELATIVE) or not _has_finite(now):
            return
        outer = now.before
        if outer is not None and not _has_finite(outer) and outer.units and not self._verb_cluster(place):
            self.clauses.append(outer)
            self.clauses[:] = [*dict.fromkeys(clause for clause in self.clauses[:-1] if clause is not outer), outer]

    def _verb_cluster(self, place: int) -> bool:
        return self.units[place - 1].kind in (Kind.VERB, Kind.AUXILIARY)

    def _join(self, place: int, unit: Unit) -> None:
        """At a comma or "and": does a new clause begin, or does the list go on?"""
        ahead = self._ahead(place)
        finite = next((number for number, one in enumerate(ahead) if _is_finite(one)), None)
        if finite is None and unit.kind is Kind.COMMA and self._ends_relative(ahead):
            outer = self.now.before
            self.clauses[:] = [*(clause for clause in self.clauses if clause is not outer), *([outer] if outer else [])]
            return
        if not _has_finite(self.now) or finite is None or (unit.kind is Kind.CONJUNCTION and self._told(ahead)):
            self.now.units.append(unit)
            return
        outer = self.now.before
        waiting = outer is not None and bool(outer.units) and not _has_finite(outer) and outer.kind == MAIN
        if outer is not None and waiting and self.now.kind in (SUB, RELATIVE) and unit.kind is Kind.COMMA and finite == 0:
            self.clauses[:] = [*(clause for clause in self.clauses if clause is not outer), outer]
            return
        shared = finite == 0 and unit.kind is Kind.CONJUNCTION and self.now.units
        before = self.now
        self._start(SHARED if shared else MAIN)
        if not shared and before.kind == SUB and unit.kind is Kind.CONJUNCTION:
            self.now.kind, self.now.marker = SUB, before.marker

    def _told(self, ahead: list[Unit]) -> bool:
        """ "Kyiv says Russia and Belarus attacked": right after a verb of saying, "and" joins what it says."""
        units = self.now.units
        if len(units) < len(("says", "Russia")) or not (ahead and isinstance(ahead[0], Phrase) and not ahead[0].value):
            return False
        verb, phrase = units[-2], units[-1]
        named = isinstance(phrase, Phrase) and not phrase.value and not phrase.pronoun
        return named and any(cue.frame.name in ("say", "deny", "label") for cue, _ in verb.senses)

    def _ends_relative(self, ahead: list[Unit]) -> bool:
        """ ", who worked there, in the city of Herat": after the comma the outer clause goes on."""
        now = self.now
        located = bool(ahead) and isinstance(ahead[0], Phrase) and ahead[0].value in WHERE
        return now.kind == RELATIVE and _has_finite(now) and now.before is not None and bool(now.before.units) and located

    def _ahead(self, place: int) -> list[Unit]:
        """The units up to the next break."""
        past = place + 1
        while past < len(self.units) and self.units[past].kind not in _BREAKS:
            past += 1
        if past < len(self.units) and self.units[past].kind is Kind.CONJUNCTION:
            rest = self._ahead(past)
            if not any(map(_is_finite, self.units[place + 1 : past])) and rest and isinstance(rest[0], Phrase):
                return [*self.units[place + 1 : past], *rest]
        return self.units[place + 1 : past]


def _is_finite(unit: Unit) -> bool:
    return unit.finite or (unit.kind is Kind.AUXILIARY and unit.value not in ("part", "having"))


def _has_finite(clause: Clause) -> bool:
    return any(map(_is_finite, clause.units))


def _attach(clause: Clause, consumed: Container[int]) -> None:
    """Join lists, and hang each prepositional phrase on the noun that it follows."""
    before: Phrase | None = None
    joint = ""
    for unit in clause.units:
        if isinstance(unit, Phrase):
            if before is not None:
                _attach_one(unit, before, joint)
            idiom = bool(unit.items) and all(item.at in consumed for item in unit.items)
            before, joint = (before if idiom else unit), ""
        elif unit.kind in (Kind.COMMA, Kind.CONJUNCTION):
            joint += "," if unit.kind is Kind.COMMA else "&"
        elif unit.kind in (Kind.VERB, Kind.AUXILIARY):
            before, joint = None, ""


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


def is_denied(clause: Clause, at: int, ordered: bool) -> bool:
    """Whether a "not" holds for the verb at word ``at``; where verbs stand in order, only the next one after it."""
    negations = [unit.first for unit in clause.units if unit.kind is Kind.NEGATION and unit.first < at]
    if not ordered or not negations or any(phrase.pronoun and phrase.negated for phrase in clause.phrases):
        return clause.negated
    return not any(negations[-1] < unit.first < at for unit in clause.verbs)


def _is_named(phrase: Phrase) -> bool:
    return bool(phrase.items) and phrase.items[-1].mention is not None


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
    if slot == "from":
        return last.head in _ORIGINS or (last.mention is None and not last.cues)
    return slot in WHERE and (last.head in _SEATS or (last.mention is not None and not last.demonym and slot in WHERE))


def _find_parts(clause: Clause, grammar: Mapping[str, str]) -> None:
    verbs = clause.verbs
    clause.finite = next((unit for unit in clause.units if _is_finite(unit)), None)
    bare = [phrase for phrase in clause.phrases if not phrase.value and phrase.leader is None and phrase.up is None]
    bare = [phrase for phrase in bare if phrase.items or phrase.pronoun]
    pivot = (clause.finite or (verbs[0] if verbs else None)) if clause.units else None
    left = [phrase for phrase in bare if pivot is None or phrase.first < pivot.first]
    right = [phrase for phrase in bare if pivot is not None and phrase.first > pivot.first]
    if grammar.get("case") == "yes":
        _cased_parts(clause, left, right)
    else:
        _name_parts(clause, left, right, grammar.get("order", "svo"))
    _find_mood(clause)
    if grammar.get("participle") == "passive":
        clause.passive = any(unit.participle and (not unit.finite or unit.value in ("long", "short")) for unit in verbs)
        _find_agents(clause)


def _name_parts(clause: Clause, left: list[Phrase], right: list[Phrase], order: str) -> None:
    if clause.kind == RELATIVE:
        _relative_parts(clause, left, right, order)
    elif clause.kind in (SHARED, GERUND) and not left:
        clause.subject = _inherited(clause)
        clause.objects = right
    elif order == "v2" and clause.kind == SUB and len(left) > 1:
        clause.subject, clause.objects = left[0], left[1:] + right
    elif left:
        clause.subject, clause.objects = left[-1], right
    else:
        clause.subject, clause.objects = (right[0], right[1:]) if right else (None, [])


def _cased_parts(clause: Clause, left: list[Phrase], right: list[Phrase]) -> None:
    """Subject and objects by case; order only decides between forms that can be both."""
    plural = clause.finite is not None and clause.finite.value == "plural"
    listed = {phrase.leader for phrase in clause.phrases if phrase.leader is not None}
    may = [p for p in (*left, *right) if "nom" in p.cases and not (plural and p.singular and p not in listed)]
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


_DOERS = frozenset({"accuser", "accused", "aggressor", "ally", "mediator", "source"})


def _acts_in(clause: Clause) -> bool:
    """Whether the verb is one that states and people do."""
    return any(cue.roles.get("subject") in _DOERS for verb in clause.verbs for cue, _ in verb.senses)


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


def _inherited(clause: Clause) -> Phrase | None:
    """The subject of the clause before; after "accuses B of shelling", the object does the shelling."""
    before = clause.before
    if clause.antecedent is not None:
        return clause.antecedent
    if before is None:
        return None
    if clause.kind == GERUND and before.units and isinstance(before.units[-1], Phrase) and _is_bare_end(clause, before):
        return before.objects[-1] if before.objects else before.subject
    return before.subject


def _is_bare_end(clause: Clause, before: Clause) -> bool:
    """Whether the gerund follows at once ("of using"), not after a comma (", accusing")."""
    return before.units[-1].kind is not Kind.COMMA


def _relative_parts(clause: Clause, left: list[Phrase], right: list[Phrase], order: str) -> None:
    if left:
        clause.subject = left[0]
        named = clause.marker != "where" and clause.antecedent is not None
        clause.objects = [*([clause.antecedent] if named and clause.antecedent else []), *left[1:], *right]
        if order == "v2" and named and clause.antecedent is not None and _acts(clause.antecedent) and not left[0].pronoun:
            clause.subject, clause.objects = clause.antecedent, [*left, *right]
    elif clause.marker == "where":
        clause.subject, clause.objects = (right[0], right[1:]) if right else (None, [])
    else:
        clause.subject, clause.objects = clause.antecedent, right


_ACTING = frozenset({"state", "force", "people", "spokesman", "agency", "aid"})


def _acts(phrase: Phrase) -> bool:
    return bool(phrase.items) and (phrase.items[-1].mention is not None or phrase.items[-1].head in _ACTING)


_HARMED = frozenset({"struck", "site", "target", "accused"})
_UNREAL = frozenset({"modal", "future", "hearsay"})


def _find_mood(clause: Clause) -> None:
    """Passive by a passive auxiliary and a participle, or a lone participle with "by"; negated; hypothetical."""
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
    reduced = clause.kind == GERUND and participle and not any(unit.finite for unit in clause.verbs)
    clause.passive = participle and (be or reduced or (agent and "have" not in helpers) or _is_headline(clause, helpers))


def _is_headline(clause: Clause, helpers: set[str]) -> bool:
    """ "Soldiers killed in Boma": one participle, no auxiliary, no object after it."""
    verbs = clause.verbs
    if helpers or len(verbs) != 1 or clause.kind != MAIN or clause.subject is None or clause.objects:
        return False
    harmed = any(cue.roles.get("object") in _HARMED for cue, _ in verbs[0].senses)
    return harmed and clause.subject.first < verbs[0].first


def chain(phrase: Phrase) -> list[Phrase]:
    """A phrase and those that it hangs on, innermost first."""
    found = [phrase]
    while len(found) < DEEPEST and (upper := found[-1].root().up) is not None:
        found.append(upper)
    return found


def slot_of(clause: Clause, phrase: Phrase) -> str:
    """What an outermost phrase is to the verbs of its clause."""
    head = phrase.root()
    if head.value:
        return head.value
    if head is clause.subject:
        return "subject"
    if head in clause.objects:
        return "object"
    return ""
