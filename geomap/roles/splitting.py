"""Units -> clauses: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from geomap.roles.clause import GERUND, MAIN, RELATIVE, SHARED, SUB, Clause, has_finite, is_finite
from geomap.roles.frames import WHERE
from geomap.roles.units import Kind, Phrase, Unit, awaits_participle

_SAYING = frozenset({"say", "deny", "label"})
_VERBAL = (Kind.VERB, Kind.AUXILIARY)
_BREAKS = (Kind.COMMA, Kind.STOP, Kind.SUBORDINATOR, Kind.RELATIVE, Kind.CONJUNCTION)


def without_aside(units: list[Unit]) -> list[Unit]:
    """The units with who says it, where that stands between subject and verb, put last: "Russia, said Kyiv, shelled it"."""
    commas = [place for place, unit in enumerate(units) if unit.kind is Kind.COMMA]
    for first, past in pairwise(commas):
        aside, before, after = units[first + 1 : past], units[:first], units[past + 1 :]
        alone = not any(unit.kind in _VERBAL for unit in before) and any(isinstance(unit, Phrase) for unit in before)
        if alone and _is_attribution(aside) and after and any(unit.kind in _VERBAL for unit in after):
            return [*before, *after, units[first], *aside]
        if _is_attribution(aside) and after and isinstance(after[0], Phrase) and after[0].value in WHERE and _is_told(before):
            return [*before, *after, units[first], *aside]
    return units


def _is_told(units: Sequence[Unit]) -> bool:
    """Whether units are a clause by itself: "A bomb exploded, police said, in the centre of Baghdad"."""
    return any(is_finite(unit) for unit in units) and all(isinstance(unit, Phrase) or unit.kind in _VERBAL for unit in units)


def _is_attribution(units: Sequence[Unit]) -> bool:
    """Whether units are a verb of saying and who says it."""
    verbs = [unit for unit in units if unit.kind in _VERBAL]
    says = len(verbs) == 1 and any(cue.frame.name == "say" for cue, _ in verbs[0].senses)
    return says and len(units) > 1 and all(unit is verbs[0] or isinstance(unit, Phrase) for unit in units)


class Splitter:
    """Reads the units of one sentence from left to right."""

    def __init__(self, units: list[Unit], grammar: Mapping[str, str]) -> None:
        self.units = units
        self.clauses: list[Clause] = [Clause(MAIN)]
        self.ordered = grammar.get("order", "svo") == "svo"
        self.bare = grammar.get("infinitive") == "bare"
        self.grouped = grammar.get("infinitive") == "last"

    @property
    def now(self) -> Clause:
        """The clause that is being read."""
        return self.clauses[-1]

    def split(self) -> list[Clause]:
        """The clauses, not all with units."""
        for place, unit in enumerate(self.units):
            self._take(place, unit)
        return self.clauses

    def _take(self, place: int, unit: Unit) -> None:
        if unit.kind is Kind.STOP:
            clause = self._start(MAIN)
            clause.after_colon, clause.after_stop = ":" in unit.value, ":" not in unit.value
        elif unit.kind is Kind.SUBORDINATOR and unit.value == "to":
            self._start(GERUND).bare = True
        elif unit.kind is Kind.SUBORDINATOR:
            self._start(SUB, unit.value)
        elif unit.kind is Kind.RELATIVE:
            self._relative(place)
        elif unit.kind in (Kind.COMMA, Kind.CONJUNCTION):
            self._join(place, unit)
        elif self.bare and unit.kind is Kind.AUXILIARY and unit.value in ("having", "part") and self._opens(place):
            self._start(GERUND).units.append(unit)
        elif unit.kind is Kind.VERB and (self._is_gerund(place, unit) or self._is_reduced(place, unit)):
            clause = self._start(GERUND)
            clause.bare = self.bare and not unit.participle
            clause.units.append(unit)
        else:
            if is_finite(unit) and self.ordered and self._is_new(place):
                self._split_before(unit)
            else:
                self._resume(place, unit)
            self.now.units.append(unit)

    def _is_new(self, place: int) -> bool:
        """Whether a finite verb is a second one in the clause: "Kyiv says Moscow shelled the town"."""
        if not has_finite(self.now) or self._verb_cluster(place) or self.units[place - 1].kind is not Kind.PHRASE:
            return False
        return self._speaks() or not self._waits()

    def _waits(self) -> bool:
        """Whether the clause is in the middle of one that waits for its verb: "the quake that hit Izmit killed 17,000"."""
        outer = self.now.before
        waiting = outer is not None and bool(outer.units) and not has_finite(outer)
        return waiting and self.now.kind in (SUB, RELATIVE) and bool(self.now.units)

    def _speaks(self) -> bool:
        """Whether the clause has a verb of saying: what follows it may be a clause without "that"."""
        return any(cue.frame.name in _SAYING for unit in self.now.units for cue, _ in unit.senses)

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
        if self.grouped or (self.now.kind == GERUND and not any(one.kind is Kind.VERB for one in self.now.units)):
            return False
        return self._opens(place) if self.bare else self.units[place - 1].kind is not Kind.AUXILIARY

    def _opens(self, place: int) -> bool:
        """Whether an infinitive opens a clause: "accuse Kiev d'attaquer", not "veut attaquer"."""
        if not place or not self.now.units:
            return False
        before, unit = self.units[place - 1], self.units[place]
        return before.kind is not Kind.AUXILIARY and not (before.kind is Kind.VERB and before.past == unit.first)

    def _is_group(self, place: int) -> bool:
        """Whether a German infinitive group follows a comma: "..., die Stadt anzugreifen"."""
        ahead = self._ahead(place)
        bare = any(one.infinitive or (one.kind is Kind.VERB and not one.participle) for one in ahead)
        return bare and not any(map(is_finite, ahead))

    def _is_reduced(self, place: int, unit: Unit) -> bool:
        """A participle after a comma and without an auxiliary ("..., helped by") opens a clause of its own."""
        if not unit.participle or unit.finite or not has_finite(self.now):
            return False
        return self.units[place - 1].kind is Kind.COMMA and not any(u.kind is Kind.AUXILIARY for u in self.now.units)

    def _resume(self, place: int, unit: Unit) -> None:
        """After a clause in the middle of another, the verb of the outer one goes on with it."""
        now = self.now
        if not (unit.finite or unit.kind is Kind.AUXILIARY) or now.kind not in (SUB, RELATIVE) or not has_finite(now):
            return
        outer = now.before
        if outer is not None and not has_finite(outer) and outer.units and not self._verb_cluster(place):
            self.clauses.append(outer)
            self.clauses[:] = [*dict.fromkeys(clause for clause in self.clauses[:-1] if clause is not outer), outer]

    def _verb_cluster(self, place: int) -> bool:
        return self.units[place - 1].kind in (Kind.VERB, Kind.AUXILIARY)

    def _join(self, place: int, unit: Unit) -> None:
        """At a comma or "and": does a new clause begin, or does the list go on?"""
        if self.grouped and unit.kind is Kind.COMMA and has_finite(self.now) and self._is_group(place):
            self._start(GERUND).bare = True
            return
        ahead = self._ahead(place)
        waits = not self.ordered and awaits_participle(self.now.units)
        finite = next((at for at, one in enumerate(ahead) if is_finite(one) and not (waits and one.participle)), None)
        if finite is None and unit.kind is Kind.COMMA and self._ends_relative(ahead):
            outer = self.now.before
            self.clauses[:] = [*(clause for clause in self.clauses if clause is not outer), *([outer] if outer else [])]
            return
        outer = self._interrupted() if unit.kind is Kind.COMMA and finite == 0 else None
        if outer is not None:
            self.clauses[:] = [*(clause for clause in self.clauses if clause is not outer), outer]
            return
        if (
            not (has_finite(self.now) or self.now.kind == GERUND or (unit.kind is Kind.COMMA and self._opens_sentence()))
            or finite is None
            or (unit.kind is Kind.CONJUNCTION and self._told(ahead))
        ):
            self.now.units.append(unit)
            return
        shared = finite == 0 and unit.kind is Kind.CONJUNCTION and self.now.units
        before = self.now
        self._start(SHARED if shared else MAIN)
        if not shared and before.kind == SUB and unit.kind is Kind.CONJUNCTION:
            self.now.kind, self.now.marker = SUB, before.marker

    def _opens_sentence(self) -> bool:
        """Whether the clause begins with a verb that is not finite: "Speaking in Kabul, the president ..."."""
        first = self.now.units[0] if self.now.units else None
        return self.ordered and first is not None and first.kind is Kind.VERB and not first.finite

    def _interrupted(self) -> Clause | None:
        """The main clause that waits for its verb, where the one that is being read stands in the middle of it."""
        inner: Clause | None = self.now
        while inner is not None and (inner.kind == SHARED or self._is_nested(inner)):
            inner = inner.before
        outer = inner.before if inner is not None and inner.units and inner.kind in (SUB, RELATIVE, GERUND) else None
        return outer if outer is not None and outer.units and outer.kind == MAIN and not has_finite(outer) else None

    @staticmethod
    def _is_nested(clause: Clause) -> bool:
        """ "A man who worked at a firm that sold arms, was shot": a clause inside one that has its verb."""
        outer = clause.before
        return clause.kind in (SUB, RELATIVE) and outer is not None and outer.kind in (SUB, RELATIVE) and has_finite(outer)

    def _told(self, ahead: list[Unit]) -> bool:
        """ "Kyiv says Russia and Belarus attacked": right after a verb of saying, "and" joins what it says."""
        units = self.now.units
        if len(units) < len(("says", "Russia")) or not (ahead and isinstance(ahead[0], Phrase) and not ahead[0].value):
            return False
        verb, phrase = units[-2], units[-1]
        named = isinstance(phrase, Phrase) and not phrase.value and not phrase.pronoun
        return named and any(cue.frame.name in _SAYING for cue, _ in verb.senses)

    def _ends_relative(self, ahead: list[Unit]) -> bool:
        """ ", who worked there, in the city of Herat": after the comma the outer clause goes on."""
        now = self.now
        located = bool(ahead) and isinstance(ahead[0], Phrase) and ahead[0].value in WHERE
        return now.kind == RELATIVE and has_finite(now) and now.before is not None and bool(now.before.units) and located

    def _ahead(self, place: int) -> list[Unit]:
        """The units up to the next break."""
        past = place + 1
        while past < len(self.units) and self.units[past].kind not in _BREAKS:
            past += 1
        if past < len(self.units) and self.units[past].kind is Kind.CONJUNCTION:
            rest = self._ahead(past)
            if not any(map(is_finite, self.units[place + 1 : past])) and rest and isinstance(rest[0], Phrase):
                return [*self.units[place + 1 : past], *rest]
        return self.units[place + 1 : past]
