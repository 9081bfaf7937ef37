"""One clause: its units and parts, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geomap.roles.lexicon import Cue
from geomap.roles.units import Kind, Phrase, Unit

MAIN, SUB, RELATIVE, SHARED, GERUND = "main", "sub", "relative", "shared", "gerund"
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
    bare: bool = False
    """An infinitive in a language that needs no particle for it; another verb governs it."""
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


_NONFINITE = frozenset({"part", "having"})


def is_finite(unit: Unit) -> bool:
    """Whether a unit is a finite verb or auxiliary."""
    return unit.finite or (unit.kind is Kind.AUXILIARY and not unit.infinitive and unit.value not in _NONFINITE)


def has_finite(clause: Clause) -> bool:
    """Whether a clause has its finite verb yet."""
    return any(map(is_finite, clause.units))


def cues_of(clause: Clause) -> list[Cue]:
    """What its verbs can be cues of."""
    return [cue for verb in clause.verbs for cue, _ in verb.senses]


def frames_of(clause: Clause) -> set[str]:
    """The frames that its verbs can have."""
    return {cue.frame.name for verb in clause.verbs for cue, _ in verb.senses}


def is_denied(clause: Clause, at: int, ordered: bool) -> bool:
    """Whether a "not" holds for the verb at word ``at``; where verbs stand in order, only the next one after it."""
    negations = [unit.first for unit in clause.units if unit.kind is Kind.NEGATION and unit.first < at]
    if not ordered or not negations or any(phrase.pronoun and phrase.negated for phrase in clause.phrases):
        return clause.negated
    return not any(negations[-1] < unit.first < at for unit in clause.verbs)


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
