"""The units of a sentence: noun phrases, verbs, and the small words and signs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, final

from geomap.roles.cases import ANY
from geomap.roles.lexicon import Cue


@final
class Kind:
    """What a unit is: each kind is one object. No Enum, whose members Python 3.11 looks up seven times as slowly."""

    __slots__ = ("name",)
    PHRASE: ClassVar[Kind]
    VERB: ClassVar[Kind]
    AUXILIARY: ClassVar[Kind]
    NEGATION: ClassVar[Kind]
    CONJUNCTION: ClassVar[Kind]
    SUBORDINATOR: ClassVar[Kind]
    RELATIVE: ClassVar[Kind]
    COMMA: ClassVar[Kind]
    STOP: ClassVar[Kind]

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Kind.{self.name}"


for _name in Kind.__annotations__:
    setattr(Kind, _name, Kind(_name))


@dataclass(slots=True, eq=False)
class Item:
    """One content word of a phrase: a mention, a cue noun, the head of a phrase, or a word that is not in the tables."""

    at: int
    mention: int | None = None
    demonym: bool = False
    owner: bool = False
    cues: tuple[Cue, ...] = ()
    head: str | None = None
    bound: bool = False
    """A participle that a hyphen joins to the name before it: "Iranian-backed"."""


@dataclass(slots=True, eq=False)
class Unit:
    """One unit: its words, and what its kind needs. ``value`` is a function's value or a preposition's slot."""

    kind: Kind
    first: int
    past: int
    value: str = ""
    senses: tuple[tuple[Cue, int], ...] = ()
    infinitive: bool = False
    participle: bool = False
    finite: bool = False


@dataclass(slots=True, eq=False)
class Phrase(Unit):
    """A noun phrase; ``value`` is the slot of its preposition, empty where it has none."""

    items: list[Item] = field(default_factory=list)
    adjectives: list[tuple[int, Cue]] = field(default_factory=list)
    determined: bool = False
    article: bool = False
    timed: bool = False
    pronoun: bool = False
    negated: bool = False
    leader: Phrase | None = None
    up: Phrase | None = None
    cases: frozenset[str] = ANY
    singular: bool = False
    neuter: bool = True
    seat: bool = False

    def mentions(self) -> list[int]:
        """The numbers of the mentions in it."""
        return [item.mention for item in self.items if item.mention is not None]

    def root(self) -> Phrase:
        """The first phrase of the list that it is a member of."""
        return self if self.leader is None else self.leader.root()


def awaits_participle(units: Sequence[Unit]) -> bool:
    """Whether an auxiliary still waits for its verb: "In Bonn wird seit Tagen demonstriert"."""
    kinds = [unit.kind for unit in units]
    return Kind.AUXILIARY in kinds and Kind.VERB not in kinds[kinds.index(Kind.AUXILIARY) :]


@lru_cache(maxsize=4096)
def sign(gap: str) -> str:
    """What the characters between two words are: ``,`` a comma, ``.`` a stop, ``-`` a hyphen, ``'`` an apostrophe."""
    inner = gap.strip('"“”„«»‘‚ \u00a0\n\t')
    if not inner:
        return ""
    if any(letter in inner for letter in ";:—?!…|") or (" " in gap and any(letter in inner for letter in "–-")):
        return "."
    if any(letter in inner for letter in ",()[]،、，"):
        return ","
    return "-" if inner in "-‑–" else "'" if inner in "'’ʼ`" and gap == inner else ""
