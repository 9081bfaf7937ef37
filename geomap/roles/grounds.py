"""Clauses -> grounds: each slot of each cue that a mention fills, and the role that the frame gives it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from geomap.places import Resolution
from geomap.roles.casting import role_in
from geomap.roles.clause import GERUND, RELATIVE, SUB, Clause, chain, frames_of, is_denied, slot_of
from geomap.roles.frames import SITE, STRUCK, WHERE
from geomap.roles.happening import ATTACHED, CLAUSE, DIRECT, DISCOURSE, LIGHT, Ground, Happening, Link, Stand
from geomap.roles.heads import head_of, is_figure, is_state, modifies, passed_up
from geomap.roles.lexicon import PARTICIPLE, Cue
from geomap.roles.lookahead import TURNED_DOWN
from geomap.roles.record import Role
from geomap.roles.units import Kind, Phrase, Unit

_FRONTED = frozenset({"place", "post", "state"})
"""What one can stand in front of: a church, an embassy, a parliament."""
_CROWDS = frozenset({"protest", "riot"})
"""What happens in front of a court; whoever else is "before" it stands trial."""
_LOOSE = frozenset({"", "container", "unknown", "asset"})
"""A noun through which "in X" says where the verb happens: a bomb, a man, a crowd in X."""
_GOVERNING = frozenset({"plan", "refuse", "threaten"})
ASKED = "supports_back"
"""The relation of a cue whose object gives the help that its subject asks for."""
_DOER = {
    "accuses": Role.ACCUSER,
    "supports": Role.ALLY,
    "attacks": Role.AGGRESSOR,
    "mediates": Role.MEDIATOR,
    "claims": "",
}
_DONE_TO = {
    "accuses": ("object", "against", "to", "at", "on", "with", "from"),
    "supports": ("object", "object2", "to", "for", "in", "on"),
    "attacks": ("object", "on", "against", "at", "to", "of"),
    "mediates": ("between", "with", "object"),
    "claims": ("object", "on", "to", "about", "of"),
}
_CARRIED = {"goods": frozenset({"send", "supply", "help"}), "arms": frozenset({"supply"}), "troops": frozenset({"supply"})}
"""What the verb must be for goods and arms to be help."""
_IDLE = frozenset({"act"})
"""Frames of verbs that tell nothing but that somebody does something."""
_COPULAR = frozenset({"incite", "mediate", "contested", "tension"})
"""What "X is a ..." says of X."""
_UNREAL = ("if", "modal", "future")
_FALLS = frozenset({"crash", "explosion"})
"""What prices and sales do without harm: "le vendite crollano", "os preços explodiram"."""
_PRIZE = ("by", "for")
"""Slots of what a fight, as a noun, is for: "les combats pour Bakhmout", "combates por Bajmut"."""
_HARMS = {name: frozenset({"people", "spokesman", "culture", "agency", "state"}) for name in ("arrest", "crime", "kill")}
"""Frames of harm to persons, and the heads that name one."""
_HARMS |= {name: frozenset({"agency", "seat", "state"}) for name in ("attack", "fire", "invade", "riot", "seize", "strike")}
"""Frames of force, and the heads that they harm as well as the place: a ministry or an embassy that is hit."""
_PASSIVE = {"subject": "object", "object": "object2", "by": "subject"}


class SentenceReader:
    """Finds the happenings of one sentence."""

    def __init__(
        self,
        clauses: Sequence[Clause],
        resolutions: Sequence[Resolution],
        grammar: Mapping[str, str],
        consumed: frozenset[int] = frozenset(),
    ) -> None:
        self.consumed = consumed
        self.ordered = grammar.get("order", "svo") == "svo"
        self.proper = grammar.get("nouns") != "capital"
        self.clauses = clauses
        self.resolutions = resolutions
        self.adjective_after = grammar.get("adjective") == "after"
        self.compounds = grammar.get("compounds") == "yes"
        self.fronts = grammar.get("for") == "before"
        self.stands: dict[Phrase, list[Stand]] = defaultdict(list)
        self.hanging: dict[Phrase, list[Phrase]] = defaultdict(list)
        for clause in clauses:
            for phrase in clause.phrases:
                self._place(phrase)

    # Who stands for which phrase.

    def _place(self, phrase: Phrase) -> None:
        if phrase.up is not None:
            self.hanging[phrase.up.root()].append(phrase)
        for item in phrase.items:
            if item.mention is not None:
                head = head_of(phrase, item, self.adjective_after)
                if item.demonym and not head:
                    head = self._shared_head(phrase)
                self._climb(phrase, Stand(item.mention, head, item))

    def _shared_head(self, phrase: Phrase) -> str:
        """ "Israeli and Syrian envoys": the noun of the next adjective in the list."""
        for other in (other for clause in self.clauses for other in clause.phrases if other.leader is phrase.root()):
            if other.first > phrase.first and other.items and other.items[0].demonym and len(other.items) > 1:
                return head_of(other, other.items[0], self.adjective_after)
        return ""

    def _climb(self, phrase: Phrase, stand: Stand) -> None:
        for lower in chain(phrase):
            root = lower.root()
            self.stands[root].append(stand)
            head = passed_up(root.up, root.value) if root.up is not None else ""
            if not head:
                return
            if root.value != "like" and stand.head not in ("agency", "culture", "container"):
                stand = replace(stand, head=head)

    # Happenings.

    def happenings(self) -> Iterator[Happening]:
        """Every cue in use, in text order within each clause."""
        for number, clause in enumerate(self.clauses):
            if number and clause.kind == SUB and clause.marker == "time":
                yield from self._meanwhile(self.clauses[number - 1], clause)
            elif clause.kind == GERUND and clause.before is not None and self._tells_nothing(clause):
                yield from self._meanwhile(clause.before, clause)
            for verb in clause.verbs:
                if verb.first not in self.consumed:
                    yield from self._verb(clause, verb)
            for phrase in clause.phrases:
                yield from self._nouns(clause, phrase)

    @staticmethod
    def _tells_nothing(clause: Clause) -> bool:
        """Whether all that a clause says is what somebody was doing: "wearing a belt"."""
        doing = not (clause.bare or any(verb.participle for verb in clause.verbs))
        return doing and frames_of(clause) <= _IDLE

    def _meanwhile(self, before: Clause, clause: Clause) -> Iterator[Happening]:
        """ "Was shot as he left a mosque in Gaza", "leaving a mosque in Gaza": where one is while it happens, it happens."""
        for verb in before.verbs:
            for cue, _ in verb.senses:
                if cue.frame.event and verb.first not in self.consumed:
                    happening = Happening(cue, verb.first, clause)
                    for phrase, place in self._parts(clause):
                        slot = "in" if place == "via" else place
                        if slot in WHERE and cue.roles.get(slot) in (SITE, STRUCK):
                            self._fill(happening, slot, self.stands.get(phrase, []), DISCOURSE)
                    self._set_mood(happening, before, verb)
                    yield happening

    def _verb(self, clause: Clause, verb: Unit) -> Iterator[Happening]:
        """What a verb tells; "protest" is diplomacy where its subject is a state, and else a demonstration."""
        diplomatic = {cue for cue, _ in verb.senses if cue.frame.name == "oppose"}
        stately = bool(diplomatic) and is_state(clause.subject)
        for cue, form in verb.senses:
            if diplomatic and (cue in diplomatic) is not stately:
                continue
            if cue.frame.name in _FALLS and self.adjective_after and is_figure(clause.subject):
                continue
            happening = Happening(cue, verb.first, clause)
            passive = clause.passive and bool(form & PARTICIPLE)
            for phrase, place in self._parts(clause):
                done = place == "by" and bool(form & PARTICIPLE) and (clause.passive or not self._is_perfect(clause, verb))
                kept = place == "object" and clause.subject is None
                slot = _PASSIVE.get(place, place) if passive and not kept else "subject" if done else place
                slot = "by" if place == "by" and cue.pos == "adj" else slot
                slot = "from" if not passive and self._is_origin(cue, place) else self._before(cue, slot, phrase)
                if slot == "of" and slot not in cue.own and cue.roles.get("of") == cue.roles.get("subject"):
                    continue
                near = DIRECT if slot not in WHERE or happening.cue.roles.get(slot) not in (SITE, STRUCK) else CLAUSE
                self._fill(happening, slot, self.stands.get(phrase, []), near)
                self._fill_from_part(happening, phrase)
            if cue.frame.name == "threaten":
                self._fill_from_threat(happening)
            self._set_mood(happening, clause, verb)
            yield happening

    @staticmethod
    def _is_perfect(clause: Clause, verb: Unit) -> bool:
        """ "A dénoncé une violation par Israël": right after "have" a participle has no agent."""
        at = clause.units.index(verb)
        before = clause.units[at - 1] if at else None
        return before is not None and before.kind is Kind.AUXILIARY and before.value == "have"

    def _before(self, cue: Cue, slot: str, phrase: Phrase) -> str:
        """Dutch "voor de rechtbank": "for" a building is in front of it, where the cue asks for no "for" of its own."""
        if not self.fronts or slot != "for" or slot in cue.roles or not phrase.items:
            return slot
        head = phrase.items[-1].head
        return "near" if head in _FRONTED or (head == "seat" and cue.frame.name in _CROWDS) else slot

    def _fill_from_threat(self, happening: Happening) -> None:
        """ "Drohte, Kiew anzugreifen": whom the deed that is threatened would hit."""
        for clause in self.clauses:
            for phrase in clause.objects if clause.bare and clause.before is happening.clause else ():
                self._fill(happening, "object", self.stands.get(phrase.root(), []), DIRECT)

    def _is_origin(self, cue: Cue, place: str) -> bool:
        """Whether Italian "da" or French "de" is "from": in the active, where the cue itself asks for it."""
        return self.adjective_after and place in ("by", "of") and "from" in cue.own and place not in cue.own

    def _fill_from_part(self, happening: Happening, phrase: Phrase) -> None:
        """What hangs on a part, where the cue itself asks for it: "recalled its ambassador from Tehran"."""
        for lower in self.hanging.get(phrase, ()):
            wanted = happening.cue.own if lower.value in WHERE or lower.value == "of" else happening.cue.roles
            subject = phrase is happening.clause.subject
            home = lower.value == "from" and subject and not happening.clause.passive
            done = phrase in happening.clause.objects and happening.cue.roles.get(lower.value) not in (SITE, STRUCK)
            where = lower.value in WHERE and not done
            nearer = lower.value not in happening.cue.own and any(lower.value in c.roles for i in phrase.items for c in i.cues)
            if lower.value in wanted and not (home or where or nearer):
                self._fill(happening, lower.value, self.stands.get(lower.root(), []), DIRECT)
            elif lower.value in WHERE and happening.cue.frame.event and self._is_loose(happening, phrase, lower):
                self._fill(happening, lower.value, self.stands.get(lower.root(), []), CLAUSE)
            elif lower.value in WHERE and self._is_harmed(happening, phrase):
                there = self.stands.get(lower.root(), [])
                harmed, numbers = happening.fillers.get("object", []), {stand.number for stand in there}
                harmed[:] = [stand for stand in harmed if stand.number not in numbers]
                self._fill(happening, lower.value, there, CLAUSE)

    @staticmethod
    def _is_harmed(happening: Happening, phrase: Phrase) -> bool:
        """ "Arrested a mayor in Jalisco": what is done to somebody who holds a post is done where he is."""
        clause, harms = happening.clause, _HARMS.get(happening.cue.frame.name, frozenset())
        undergoes = phrase in clause.objects or (clause.passive and phrase is clause.subject)
        return undergoes and phrase.items[-1].head in harms

    @staticmethod
    def _is_loose(happening: Happening, phrase: Phrase, lower: Phrase) -> bool:
        """Whether "in X" after a noun says where the verb happens, not whose the noun is; talks have their venue so."""
        venue = happening.cue.roles.get(lower.value) == Role.MEDIATOR and phrase is not happening.clause.subject
        return venue or passed_up(phrase, lower.value) in _LOOSE

    @staticmethod
    def _parts(clause: Clause) -> Iterator[tuple[Phrase, str]]:
        """The outermost phrases of a clause with their slots; the subject may stand in the clause before."""
        outer = [phrase for phrase in clause.phrases if phrase.leader is None and phrase.up is None]
        outer += [part for part in (clause.subject, *clause.objects) if part is not None and part not in outer]
        if clause.marker == "where" and clause.antecedent is not None:
            yield clause.antecedent.root(), "in"
        for phrase in outer:
            slot = slot_of(clause, phrase)
            if slot:
                yield phrase.root(), slot

    @staticmethod
    def _fill(happening: Happening, slot: str, stands: Sequence[Stand], nearness: int) -> None:
        if stands and slot:
            happening.fillers[slot].extend(stand for stand in stands if stand not in happening.fillers[slot])
            happening.nearness.setdefault(slot, nearness)

    def _nouns(self, clause: Clause, phrase: Phrase) -> Iterator[Happening]:
        for place, item in enumerate(phrase.items):
            if item.at in self.consumed or (self.compounds and modifies(phrase, place)):
                continue
            for cue in item.cues:
                yield self._noun(clause, phrase, place, cue)
        for at, cue in phrase.adjectives:
            happening = Happening(cue, at, clause)
            self._fill(happening, "object", self.stands.get(phrase.root(), []), ATTACHED)
            above = self._likened(clause, phrase)
            if phrase.value == "like" and above is not None:
                self._fill(happening, "object", self.stands.get(above.root(), []), ATTACHED)
            yield happening

    @staticmethod
    def _likened(clause: Clause, phrase: Phrase) -> Phrase | None:
        """What is called so: "a city like Gori"; in "Taiwan, dat China als provincie ziet" the object, not who does it."""
        above = phrase.root().up
        doer = above is not None and clause.kind == RELATIVE and above.root() is clause.subject
        return clause.objects[0] if doer and clause.objects else above

    def _noun(self, clause: Clause, phrase: Phrase, place: int, cue: Cue) -> Happening:
        happening = Happening(cue, phrase.items[place].at, clause)
        owners = phrase.items[:place] if not self.adjective_after else phrase.items
        noun = phrase.items[place]
        own = [Stand(item.mention, "cue", item) for item in owners if item.mention is not None and item is not noun]
        self._fill(happening, "poss", own, ATTACHED)
        for lower in self.hanging.get(phrase.root(), ()):
            slot = "subject" if lower.value == "by" else lower.value
            if cue.frame.name == "fight" and lower.value in _PRIZE:
                slot = "about"
            self._fill(happening, self._before(cue, slot, lower), self.stands.get(lower, []), ATTACHED)
        if phrase.value == "like":
            named = self._likened(clause, phrase) or clause.subject
            self._fill(happening, "subject", self.stands.get(named.root(), []) if named is not None else [], ATTACHED)
        self._fill_from_clause(happening, clause, phrase)
        self._set_mood(happening, clause, None, aside=bool(chain(phrase)[-1].root().value))
        names, outer = frames_of(clause), chain(phrase)[-1].root()
        refuses = "refuse" in names and outer is clause.subject and not clause.passive and clause.unreal not in _UNREAL
        turned_down = cue.frame.relation == "accuses" and bool(names & TURNED_DOWN)
        if refuses or turned_down:
            happening.real = True
        if (happening.cue.frame.name == "help" and "refuse" in names) or (
            "background" in names and outer is not clause.subject
        ):
            happening.real = False
        spared = turned_down or bool(outer.value) or (outer is clause.subject and happening.cue.frame.event is None)
        happening.denied = phrase.negated or (happening.denied and not spared)
        return happening

    def _fill_from_clause(self, happening: Happening, clause: Clause, phrase: Phrase) -> None:
        """What stands elsewhere in the clause: the subject of a light verb, and where it happens."""
        outer = chain(phrase)[-1].root()
        carried = outer in clause.objects or outer is clause.subject
        names = frames_of(clause)
        light, noticed = "do" in names, "perceive" in names
        given = bool(_CARRIED.get(happening.cue.frame.name, frozenset()) & names)
        light, carried = light or given, carried or (given and outer.value == "for")
        light = light or (not clause.verbs and happening.cue.frame.name in _COPULAR and outer is not clause.subject)
        for part, place in self._parts(clause):
            if part is outer:
                continue
            slot = self._before(happening.cue, place, part)
            if slot == "subject" and outer in clause.objects and "undergo" in names and happening.cue.frame.event:
                self._fill(happening, "in", self.stands.get(part, []), LIGHT)
            elif slot in ("subject", "by") and light and carried and (slot == "by" or not clause.passive):
                self._fill(happening, "subject", self.stands.get(part, []), LIGHT)
            elif slot == "object" and light and outer in clause.objects:
                self._fill(happening, "to", self.stands.get(part, []), LIGHT)
            elif slot in WHERE:
                if not noticed:
                    self._fill(happening, slot, self.stands.get(part, []), CLAUSE)
            elif carried and slot not in ("subject", "object", "by", "of"):
                self._fill(happening, slot, self.stands.get(part, []), CLAUSE)

    def _set_mood(self, happening: Happening, clause: Clause, verb: Unit | None, aside: bool = False) -> None:
        if clause.negated and happening.cue.frame.name not in ("deny", "refuse"):
            at = happening.at if verb is not None else self._verb_before(clause, happening.at)
            happening.denied = is_denied(clause, at, self.ordered)
        unreal = clause.unreal in _UNREAL and not aside
        over: set[str] = set()
        if self._is_governed(clause, verb):
            others = [{cue.frame.name for cue, _ in other.senses} for other in clause.verbs if other is not verb]
            over = {name for names in others if "do" not in names for name in names} & _GOVERNING
        if clause.bare and clause.before is not None and verb is not None and not verb.participle:
            over = over | frames_of(clause.before) & _GOVERNING
        if verb is not None and clause.kind == SUB and clause.marker == "that" and clause.before is not None:
            over = over | frames_of(clause.before) & {"plan"}
        happening.real = (happening.cue.frame.always or not (unreal or over)) and "refuse" not in over

    @staticmethod
    def _verb_before(clause: Clause, at: int) -> int:
        return max((verb.first for verb in clause.verbs if verb.first < at), default=at)

    @staticmethod
    def _is_governed(clause: Clause, verb: Unit | None) -> bool:
        """Whether a verb stands under another verb of its clause: "plans to attack"; a noun always may."""
        if verb is None or verb.infinitive:
            return True
        return verb is not clause.finite if verb.finite else not verb.participle

    def grounds(self, happening: Happening) -> Iterator[Ground]:
        """The roles that a happening gives."""
        told = not WHERE.isdisjoint(happening.fillers)
        for slot, stands in happening.fillers.items():
            if slot not in happening.cue.roles and slot not in ("poss", "about"):
                continue
            for stand in stands:
                given = role_in(happening.cue, slot, stand, self.resolutions[stand.number], told=told)
                if given:
                    yield Ground(
                        stand.number, given, happening.cue, happening.at, slot, happening.nearness[slot],
                        happening.clause, stand,
                    )  # fmt: skip

    def link(self, happening: Happening, grounds: Sequence[Ground]) -> Link | None:
        """The relation that a happening tells, from the side that its frame makes the doer."""
        kind = happening.cue.frame.relation
        backwards = kind == ASKED
        wanted = _DOER["supports" if backwards else kind] if kind else ""
        doers = [ground.number for ground in grounds if ground.role == wanted]
        if kind == "claims":
            doers = [stand.number for stand in happening.fillers.get("subject", ())]
        if not kind or not doers:
            return None
        slots = ("subject",) if backwards else _DONE_TO[kind]
        done = [stand.number for slot in slots for stand in happening.fillers.get(slot, ()) if stand.number not in doers]
        nearness = max((happening.nearness[slot] for slot in happening.fillers), default=CLAUSE)
        return Link(
            "supports" if backwards else kind, tuple(dict.fromkeys(doers)), tuple(dict.fromkeys(done)),
            happening.clause, happening.at, nearness,
        )  # fmt: skip
