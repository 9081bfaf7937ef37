"""Units of a language with cases: each name in its own phrase, and what each phrase is by its case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gazetteer.place import PlaceKind
from geomap.mentions import MentionKind
from geomap.places import Resolution
from geomap.roles.cases import ANY, case_of, declined, is_adjective, is_infinitive, is_neuter, is_plural, name_cases
from geomap.roles.frames import WHERE
from geomap.roles.lexicon import FINITE, Lexicon
from geomap.roles.units import Item, Kind, Phrase, Unit
from geomap.text import Text

_INFLECTED = "an inflected form of a known name"
_PLURAL_NAMES = ("ы", "и", "і", "y")
_NEUTER_NAMES = "оеёєэиіїуюoeiu"
"""The last letters of names that are neuter or do not change: Косово, Баку, Чили."""


DESCRIBED = 6
"""So many words a description may have between a preposition and its name."""


def mark_cases(units: Sequence[Unit], text: Text, lexicon: Lexicon, resolutions: Sequence[Resolution]) -> list[Unit]:
    """The units with each phrase cut before a name that a noun governs, and its cases and slot told by its form."""
    reader = _Marker(text, lexicon, resolutions)
    found: list[Unit] = []
    for unit in units:
        for number, part in enumerate(reader.cut(unit) if isinstance(unit, Phrase) else (unit,)):
            if isinstance(part, Phrase):
                reader.mark(part, found, number > 0)
            elif part.kind is Kind.VERB and reader.is_long(part, found):
                found.append(Unit(Kind.RELATIVE, part.first, part.first, "nom"))
                part.value, part.finite = "long", True
            elif part.kind is Kind.VERB and part.participle and not part.finite and not reader.declines(part):
                part.value, part.finite = reader.short(part), True
            elif part.finite and is_plural(text.words[part.first], lexicon.lang):
                part.value = "plural"
            elif part.finite and is_neuter(text.words[part.first], lexicon.lang):
                part.value = "neuter"
            elif part.kind is Kind.VERB and not part.finite and is_infinitive(text.words[part.first], lexicon.lang):
                part.infinitive = True
            found.append(part)
    return found


class _Marker:
    def __init__(self, text: Text, lexicon: Lexicon, resolutions: Sequence[Resolution]) -> None:
        self.text = text
        self.lexicon = lexicon
        self.resolutions = resolutions

    def is_long(self, verb: Unit, earlier: Sequence[Unit]) -> bool:
        """Whether a participle after a noun and a comma opens a clause: ", обстрелявшие", ", захваченного"."""
        if verb.finite or len(earlier) < 2 or earlier[-1].kind is not Kind.COMMA or not isinstance(earlier[-2], Phrase):
            return False
        return self.declines(verb)

    def declines(self, verb: Unit) -> bool:
        """Whether a participle has a case; one that has none is the predicate: обстрелян, зруйновано, zburzono."""
        return is_adjective(self.text.words[verb.first], self.lexicon.lang)

    def short(self, verb: Unit) -> str:
        """A passive, or what unnamed people did: Polish zburzono."""
        return "nobody" if is_plural(self.text.words[verb.first], self.lexicon.lang) else "short"

    def cut(self, phrase: Phrase) -> Iterator[Phrase]:
        starts = self._starts(phrase.items)
        bounds = [0, *starts, len(phrase.items)]
        if len(bounds) == 2:
            yield phrase
            return
        for number, (first, past) in enumerate(pairwise(bounds)):
            items = phrase.items[first:past]
            at = phrase.first if number == 0 else items[0].at
            end = phrase.items[past].at if past < len(phrase.items) else phrase.past
            adjectives = [(here, cue) for here, cue in phrase.adjectives if at <= here < end]
            yield replace(
                phrase,
                first=at,
                past=end,
                items=items,
                adjectives=adjectives,
                value=phrase.value if number == 0 else "",
                determined=phrase.determined and number == 0,
                negated=phrase.negated and number == 0,
            )

    def _starts(self, items: Sequence[Item]) -> list[int]:
        found: list[int] = []
        for place, item in enumerate(items):
            if place == 0 or (item.mention is None and not self._breaks(items[place - 1], item)):
                continue
            start = place
            while start > 0 and self._describes(items[start - 1]):
                start -= 1
            low = found[-1] if found else 0
            if start > low and self.text.gaps[items[start].at - 1] != "-" and not self._is_title(items[start - 1], item):
                found.append(start)
        return found

    def _breaks(self, before: Item, item: Item) -> bool:
        """Whether two nouns side by side are two phrases: the second no genitive, and in another case."""
        if self._describes(before) or self._describes(item) or self._is_capital(item):
            return False
        cases, second = self._cases_of(before), self._cases_of(item)
        return ANY not in (cases, second) and "gen" not in second and not cases & second

    def _describes(self, item: Item) -> bool:
        if item.mention is not None:
            return self._is_demonym(item) and is_adjective(self.text.words[item.at], self.lexicon.lang)
        return not item.cues and item.head is None and is_adjective(self.text.words[item.at], self.lexicon.lang)

    def _is_demonym(self, item: Item) -> bool:
        return item.mention is not None and self.resolutions[item.mention].mention.kind is MentionKind.DEMONYM

    def _is_title(self, noun: Item, name: Item) -> bool:
        """ "The village (of) Yambali": a name in the same case as the noun of place before it, or in none."""
        if noun.mention is None and noun.head is None and not noun.cues and self._is_capital(noun):
            return True
        if noun.head != "place" or self._is_demonym(name):
            return False
        cases = self._cases_of(name)
        return "gen" not in cases or "nom" in cases

    def _is_capital(self, item: Item) -> bool:
        opens = any(first == item.at for first, _ in self.text.sentences)
        return not opens and self.text.words[item.at][0].isupper()

    def _cases_of(self, item: Item, *, governed: bool = False) -> frozenset[str]:
        lang = self.lexicon.lang
        if item.mention is None:
            word = self.text.words[item.at]
            return ANY if word.isupper() else case_of(word.lower(), lang)
        mention = self.resolutions[item.mention].mention
        words = self.text.words[mention.first : mention.past]
        if self._is_demonym(item):
            return case_of(words[-1].lower(), lang)
        words = declined(words, self.text.gaps[mention.first : mention.past - 1])
        listed = name_cases(words, lang, listed=_INFLECTED not in mention.why)
        return listed | name_cases(words, lang, listed=False) if governed and listed != ANY else listed

    def mark(self, phrase: Phrase, earlier: Sequence[Unit], inside: bool) -> None:
        phrase.cases = self._phrase_cases(phrase)
        if inside and "nom" in phrase.cases and "gen" in self._cases_of(phrase.items[0], governed=True):
            phrase.cases = phrase.cases - {"nom"} | {"gen"}
        phrase.singular = self._is_singular(phrase)
        phrase.neuter = self._is_neuter(phrase)
        phrase.seat = phrase.value == "in" and self._is_seat(phrase)
        after_noun = self._after_noun(earlier[-1] if earlier else None)
        if phrase.value:
            phrase.value = self._slot(phrase)
        elif phrase.mentions() and not self._goes_on(phrase, earlier):
            phrase.value = "in" if self._is_described(phrase) else self._bare(phrase, after_noun)

    def _is_described(self, phrase: Phrase) -> bool:
        """ "W kontrolowanym przez rebeliantów Idlibie": a locative whose preposition stands before what describes it."""
        named = not self._is_demonym(phrase.items[0]) and "loc" in phrase.cases and phrase.cases <= {"dat", "loc"}
        for at in range(phrase.first - 1, max(0, phrase.first - DESCRIBED) - 1, -1) if named else ():
            if self.text.gaps[at] != " " or self._is_taken(at):
                return False
            known = self.lexicon.word(self.text.folded[at])
            if known is not None and known.functions.get("prep") in WHERE:
                return self._is_locative(at + 1) and not self._is_noun_in_locative(phrase.past)
        return False

    def _is_taken(self, at: int) -> bool:
        """Whether a preposition before this word cannot be that of the phrase: a verb stands here, or a noun for it.

        A noun of place leaves it to the name, and so does what it is of: "w stolicy Sudanu Chartumie".
        """
        known = self.lexicon.word(self.text.folded[at])
        finite = known is not None and any(form & FINITE for _, form in known.verbs)
        if finite and not is_adjective(self.text.words[at], self.lexicon.lang):
            return True
        return not (self._is_of_place(at) or self._is_of_place(at - 1)) and self._is_noun_in_locative(at)

    def _is_of_place(self, at: int) -> bool:
        known = self.lexicon.word(self.text.folded[at])
        return known is not None and known.head == "place"

    def _is_noun_in_locative(self, at: int) -> bool:
        if at >= len(self.text.words) or self.text.gaps[at - 1] != " ":
            return False
        return self._is_locative(at) and not is_adjective(self.text.words[at], self.lexicon.lang)

    def _is_locative(self, at: int) -> bool:
        cases = case_of(self.text.words[at].lower(), self.lexicon.lang)
        return "loc" in cases and cases != ANY

    @staticmethod
    def _goes_on(phrase: Phrase, earlier: Sequence[Unit]) -> bool:
        """Whether a list goes on: after a comma or "and", in a case that the member before it can have."""
        rest = [unit for unit in earlier[-3:] if unit.kind not in (Kind.COMMA, Kind.CONJUNCTION)]
        if not rest or earlier[-1].kind not in (Kind.COMMA, Kind.CONJUNCTION):
            return False
        last = rest[-1]
        return isinstance(last, Phrase) and bool(last.mentions()) and bool(last.cases & phrase.cases)

    def _phrase_cases(self, phrase: Phrase) -> frozenset[str]:
        cases = ANY
        for item in phrase.items:
            cases = cases & self._cases_of(item, governed=bool(phrase.value)) or cases
            if not self._describes(item):
                break
        return cases | {"nom", "acc"} if "gen" in cases and not phrase.value and self._is_counted(phrase) else cases

    def _is_counted(self, phrase: Phrase) -> bool:
        """ "A thousand soldiers", "двадцать солдат": the genitive after a number."""
        folded = self.text.folded[phrase.first]
        known = self.lexicon.word(folded)
        return folded.isdigit() or (known is not None and known.functions.get("det") == "count")

    def _is_singular(self, phrase: Phrase) -> bool:
        if not phrase.items or phrase.items[-1].mention is None or self._is_demonym(phrase.items[-1]):
            return False
        word = self.text.words[phrase.items[-1].at]
        return not word.isupper() and not word.endswith(_PLURAL_NAMES)

    def _is_neuter(self, phrase: Phrase) -> bool:
        """Whether the last noun can be the subject of a verb in the neuter; every word that does not change can."""
        word = self.text.words[phrase.items[-1].at] if phrase.items else ""
        last = word[-1:].lower()
        return word.isupper() or not phrase.singular or not (last.isalpha() and last not in _NEUTER_NAMES)

    def _is_seat(self, phrase: Phrase) -> bool:
        """Whether a phrase only names a state or a town, whose rulers it can stand for: в Киеве."""
        if len(phrase.items) != 1 or phrase.items[0].mention is None or phrase.adjectives:
            return False
        place = self.resolutions[phrase.items[0].mention].place
        return place is not None and place.kind in (PlaceKind.COUNTRY, PlaceKind.SETTLEMENT)

    def _slot(self, phrase: Phrase) -> str:
        """The slot of a preposition that governs several cases: в Киеве in, в Киев to."""
        known = self.lexicon.word(self.text.folded[phrase.first])
        functions = known.functions if known is not None else {}
        if functions.get("prep") != phrase.value:
            return phrase.value
        if phrase.cases == ANY:
            return phrase.value
        fitting = (functions.get("prep_" + case) for case in ("loc", "ins", "dat", "gen", "acc") if case in phrase.cases)
        return next((slot for slot in fitting if slot), phrase.value)

    @staticmethod
    def _after_noun(before: Unit | None) -> bool:
        return isinstance(before, Phrase) and bool(before.items) and not before.pronoun

    @staticmethod
    def _bare(phrase: Phrase, after_noun: bool) -> str:
        cases = phrase.cases
        if not phrase.mentions():
            return ""
        if cases == ANY:
            return "of" if after_noun else ""
        if "nom" in cases or (cases <= {"acc", "gen", "loc"} and "acc" in cases and not after_noun) or cases == {"acc"}:
            return ""
        if after_noun and "gen" in cases:
            return "of"
        for case, slot in (("dat", "to"), ("ins", "by"), ("gen", "of"), ("acc", "")):
            if case in cases:
                return slot
        return ""


__all__ = ["Kind", "mark_cases"]
