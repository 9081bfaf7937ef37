"""A sentence as a row of units: noun phrases, verbs, and the small words and signs between them."""

from __future__ import annotations

from collections.abc import Mapping

from geomap.mentions import MentionKind
from geomap.places import Resolution
from geomap.roles.frames import WHERE
from geomap.roles.lexicon import FINITE, NONFINITE, PARTICIPLE, Cue, Word
from geomap.roles.row import HANDLERS, Row
from geomap.roles.units import Item, Kind, Phrase, Unit, awaits_participle, sign


class Chunker(Row):
    """Reads one sentence from left to right."""

    def read(self, first: int, past: int) -> list[Unit]:
        """The units of the words from ``first`` to ``past``."""
        self.first, self.past = first, past
        self.units, self.open, self.prep, self.infinitive = [], None, None, False
        if self.lexicon.has_bare:
            pairs = zip(self.text.words[first:past], self.folded[first:past], strict=True)
            self.keys[first:past] = [self.lexicon.key(word, folded, self.marked) for word, folded in pairs]
        self.ahead.enter(first, past)
        capitals = sum([word[0].isupper() for word in self.text.words[first:past]])
        self.shouting = capitals * 2 > past - first or self.lexicon.grammar.get("nouns") == "capital"
        gaps = self.text.gaps
        self.paired = sum([_is_dash(gap) for gap in gaps[first : past - 1] if gap != " "]) == 2
        at = first
        while at < past:
            at = self._take(at)
            gap = gaps[at - 1]
            if gap != " " and at < past and not (gap in _IN_NUMBERS and self.folded[at].isdigit()):
                self._between(at, sign(gap))
        self._close()
        return self.units

    def _between(self, at: int, mark: str) -> None:
        if mark in (",", "."):
            self._close()
            self.prep = None
            aside = self.paired and _is_dash(self.text.gaps[at - 1])
            kind = Kind.COMMA if mark == "," or aside else Kind.STOP
            self.units.append(Unit(kind, at, at, self.text.gaps[at - 1].strip()))
        elif mark == "-" and self.open is not None and self.open.items:
            self.open.items[-1].owner = True

    def _take(self, at: int) -> int:
        number = self.starts.get(at)
        if number is not None:
            return self._mention(at, number)
        if self.pairs and self._is_half_of_pair(at):
            return at + 1
        word = self.lexicon.capital.get(self.text.words[at]) if at > self.first else None
        word = word or self.lexicon.word(self.keys[at])
        if (
            word is None
            or (word.head is None and not word.functions and self._is_surname(at))
            or (self.text.gaps[at] == "-" and self._is_half(at, word))
        ):
            self._plain(at)
            return at + 1
        if self.capital_nouns and self._is_nominalised(at, word):
            self._plain(at)
            return at + 1
        if at > self.first and self.text.gaps[at - 1] == "-" and self.adjective_after and "sub" in word.functions:
            return at + 1  # Portuguese "prendeu-se o suspeito": no "if"
        length = 1
        if word.leads:
            ahead = self.folded[at : min(at + self.lexicon.longest, self.past)]
            fitting = ((count, one) for count, one in self.lexicon.expressions(ahead) if self._is_whole(at + count - 1, one))
            length, word = next(fitting, (1, word))
        if at > self.first and self.text.gaps[at - 1] == "-" and self.open is not None:
            self._item(self._joined(at, word), at + length)
        else:
            self._known(at, at + length, word)
        return at + length

    def _is_half_of_pair(self, at: int) -> bool:
        """Dutch "zowel A als B", Italian "sia A che B": the first half says nothing, the second is "and"."""
        if at in self.joining:
            self.take_sign(Kind.CONJUNCTION, at, at + 1, "")
            return True
        for first, second in self.pairs:
            if self.folded[at] == first:
                between = range(at + 1, min(self.past, at + WITHIN))
                other = next((here for here in between if self._ends_pair(here, second)), at)
                if other > at + 1 and self.folded[other] == second:
                    self.joining.add(other)
                    self._close()
                    return True
        return False

    def _ends_pair(self, at: int, second: str) -> bool:
        return self.folded[at] == second or self.ahead.is_verb(at) or sign(self.text.gaps[at - 1]) == "."

    def _is_whole(self, last: int, longer: Word) -> bool:
        """Whether an expression that ends there is one; "government-held" is not in "the government held a referendum"."""
        adjective = bool(longer.adjectives) and not longer.nouns and longer.head is None
        return not (adjective and self.text.gaps[last - 1] == " " and self.ahead.is_verb(last))

    def _joined(self, at: int, word: Word) -> Item:
        """What a hyphen joins to the word before it; a participle after a name says what those did: "Iranian-backed"."""
        named = self.open is not None and bool(self.open.items) and self.open.items[-1].mention is not None
        fits = [cue for cue, form in word.verbs if form & PARTICIPLE and not cue.particles and "poss" in cue.roles]
        done = tuple(fits) if named else ()
        return Item(at, cues=done or word.nouns, head=None if done else word.head, bound=bool(done))

    def _is_half(self, at: int, word: Word) -> bool:
        """ "Rain-soaked": a verb before a hyphen is half of an adjective; before a pronoun it is whole: "manifestaram-se"."""
        if not word.verbs or self.text.gaps[at] != "-" or at + 1 >= self.past:
            return False
        after = self.lexicon.word(self.keys[at + 1]) if self.adjective_after and at + 1 not in self.starts else None
        return after is None or not after.functions

    def _is_nominalised(self, at: int, word: Word) -> bool:
        """German "das Vorgehen": a verb written as a noun, after an article or preposition."""
        only = bool(word.verbs) and not (word.nouns or word.head or word.functions or word.adjectives)
        written = self.text.words[at]
        inside = self.prep is not None or self._determined()
        return only and inside and written[0].isupper() and not written.isupper()

    def _is_surname(self, at: int) -> bool:
        """ "Paul Lynch": a capital after a capital, where the sentence is not all in capitals."""
        words = self.text.words
        if at == self.first or at - 1 in self.starts or self.text.gaps[at - 1] != " ":
            return False
        small = self.lexicon.word(self.keys[at - 1]) if at - 1 == self.first else None
        if small is not None and small.functions:
            return False
        word, before = words[at], words[at - 1]
        return word[0].isupper() and before[0].isupper() and not word.isupper() and not self.shouting

    # Mentions and words that are not in the tables.

    def _mention(self, at: int, number: int) -> int:
        mention = self.resolutions[number].mention
        past = max(at + 1, mention.past)
        demonym = mention.kind is MentionKind.DEMONYM
        genitive = self.capital_nouns and not demonym and self._is_genitive(self.resolutions[number])
        bare = self.capital_nouns and demonym and mention.text[0].islower() and mention.text.endswith("er")
        hangs = (genitive or bare) and self._hangs_on_noun()
        after_time = self.open is not None and self.open.timed and not (self.open.items or demonym or self.compounds)
        if hangs or after_time or (self._starts_another(at) and not (demonym and self.adjective_after)):
            self._close()
        if hangs:
            self.prep = (at, "of")
        owner = genitive and self.open is None and (self.prep is None or self.prep[1] != "of" or self.prep[0] != at)
        self._item(Item(at, mention=number, demonym=demonym, owner=owner), past)
        return past

    @staticmethod
    def _is_genitive(resolution: Resolution) -> bool:
        """Whether a name is in the genitive: "Russlands", "Londons" (a name in Latvian), not "Paris"."""
        name, place = resolution.mention.text, resolution.place
        inflected = any("inflected" in reason for reason in resolution.mention.why)
        return name.endswith("s") and (inflected or (place is not None and place.name == name[:-1]))

    def _starts_another(self, at: int) -> bool:
        """Whether a name here opens a new phrase: after another name, or after people, forces or a government."""
        if self.open is None or not self.open.items or self.text.gaps[at - 1] == "-":
            return False
        last = self.open.items[-1]
        named = last.mention is not None and not last.demonym and not last.owner
        return named or last.head in _ACTORS or (bool(last.cues) and last.head is None)

    def _plain(self, at: int) -> None:
        word = self.folded[at]
        if word == "s" and self.open is not None and at > self.first and sign(self.text.gaps[at - 1]) == "'":
            if self.open.items:
                self.open.items[-1].owner = True
            self.open.past = at + 1
            return
        if word[0].isdigit():
            self._number(at)
            return
        if self.prep is not None and self.prep[1] not in WHERE and self.gerund and word.endswith(self.gerund):
            self._verb(at, at + 1, ())
            return
        if self._is_unlisted_verb(at, word):
            self._verb(at, at + 1, ())
            self.units[-1].finite = True
            return
        if self._name_is_whole(at):
            self._close()
        self._item(Item(at), at + 1)

    def _is_unlisted_verb(self, at: int, word: str) -> bool:
        """ "Israël gebruikte de chaos": a word in no table that ends as finite verbs do, between a subject and a new phrase."""
        if not word.endswith(self.finite_endings) or not self.text.words[at][0].islower() or not self._is_subject_open():
            return False
        return self._awaits_finite() and sign(self.text.gaps[at - 1]) == "" and self.ahead.small_word_follows(at + 1)

    def _awaits_finite(self) -> bool:
        """Whether what is being read is the beginning of a main clause, without its verb yet."""
        return all(unit.kind not in _VERB_COMES for unit in self.units)

    def _is_subject_open(self) -> bool:
        """Whether what is being read can be a subject: a name, people, a government; or a place that opens the sentence."""
        if self.open is None or not self.open.items or (self.open.value and self.units):
            return False
        last = self.open.items[-1]
        return last.head is not None or (last.mention is not None and not last.demonym and not last.owner)

    def _number(self, at: int) -> None:
        if self.open is not None and self.open.items and self.open.items[-1].head is not None:
            self._close()
        if self.text.words[at] in _YEARS or not self.folded[at].isdigit():
            self.take_time(at, at + 1, "")
        else:
            phrase = self._opened(at)
            phrase.determined, phrase.past = True, at + 1

    def _known(self, at: int, past: int, word: Word) -> None:
        if word.functions:
            name = self._function(at, past, word)
            HANDLERS[name](self, at, past, word.functions[name])
        elif word.head == "time":
            self.take_time(at, past, "")
        elif word.verbs and not (self._is_idiom(at) or self._inside(at, past, word)):
            self._verb(at, past, word.verbs)
        elif word.head is not None and self._determined() and not self._has_noun() and not self.ahead.content_follows(past):
            self._noun(at, past, word)
        elif word.adjectives or (word.verbs and not word.nouns and word.head is None and self.ahead.content_follows(past)):
            self._adjective(at, past, word)
        else:
            self._noun(at, past, word)

    def _is_idiom(self, at: int) -> bool:
        """Whether an idiom before has used the word: "cut its ties with"."""
        return self.ordered and at in self.ahead.consumed

    def _function(self, at: int, past: int, word: Word) -> str:
        """Which of its functions a word has here."""
        functions = word.functions
        if len(functions) == 1 and not word.verbs:
            return next(iter(functions))
        if "aux" in functions and "det" in functions:
            return "aux" if self._is_auxiliary(past) else "det"
        if functions.get("sub") == "that" and self._is_told_there():
            return "sub"
        if functions.get("prep") == "like" and "rel" in functions:
            return "rel" if self.ahead.has_finite(past, only=False) else "prep"
        if "rel" in functions and len(functions) > 1 and not ("prep" in functions and self._hangs_on_noun()):
            return self._relative_or_other(at, functions, past)
        return self._preposition_or_other(past, word)

    def _preposition_or_other(self, past: int, word: Word) -> str:
        functions = word.functions
        if "infinitive" in functions and "prep" in functions:
            return "infinitive" if self.ahead.is_verb(past) and not self._is_inflected(past) else "prep"
        if functions.get("sub") == "to":
            return "sub" if self.ahead.infinitive_follows(past) else "prep"
        if "sub" in functions and "prep" in functions and not self.ordered and self._awaits_last_verb():
            return "prep"
        if "sub" in functions and "prep" in functions:
            return "sub" if self.ahead.has_finite(past, only=awaits_participle(self.units)) else "prep"
        if "det" in functions:
            return "prep" if "prep" in functions and self._hangs_on_noun() else "det"
        return "prep" if word.verbs and "prep" in functions else next(iter(functions))

    def _awaits_last_verb(self) -> bool:
        """Inside a subclause that still waits for its verb: "dat het gebied als het zijne beschouwt"."""
        kinds = [unit.kind for unit in self.units]
        opens = next((place for place in range(len(kinds) - 1, -1, -1) if kinds[place] in _SUBCLAUSES), None)
        return opens is not None and _SUBCLAUSE_ENDS.isdisjoint(kinds[opens:])

    def _is_inflected(self, at: int) -> bool:
        """ "To displaced Afghans": a form in "-ed" is no English infinitive."""
        word = self.lexicon.word(self.keys[at]) if self.gerund else None
        return word is not None and bool(word.verbs) and all(cue.lemma != self.keys[at] for cue, _ in word.verbs)

    def _is_auxiliary(self, at: int) -> bool:
        """Dutch "zijn": the verb after a pronoun or before what is no noun, else the possessive."""
        last = self.units[-1] if self.units and self.open is None else None
        if at >= self.past or (isinstance(last, Phrase) and last.pronoun and self.prep is None):
            return True
        word = None if at in self.starts else self.lexicon.word(self.keys[at])
        if word is None or word.nouns or word.head is not None or word.adjectives:
            return False
        return self.prep is None

    def _ends_with_verb(self, at: int) -> bool:
        """Whether the words up to the next sign end with a verb, as German relative clauses do."""
        last = at
        while last < self.past - 1 and sign(self.text.gaps[last]) not in (",", "."):
            last += 1
        return last > at + 1 and self.ahead.is_verb(last)

    def _relative_or_other(self, at: int, functions: Mapping[str, str], past: int) -> str:
        after_content = self.open is not None and bool(self.open.items)
        if self.relative_comma and "det" in functions:
            comma = bool(self.units) and self.units[-1].kind is Kind.COMMA and self.open is None
            return "rel" if comma and (functions["det"] == "-" or self._ends_with_verb(at)) else "det"
        if after_content and functions.get("sub") == "that" and self.ordered and not self.adjective_after:
            return "rel" if self.ahead.is_verb(past) else "sub"
        after_comma = len(self.units) > 1 and self.units[-1].kind is Kind.COMMA and self.units[-2].kind is Kind.PHRASE
        if after_content or (after_comma and self.open is None):
            return "rel"
        last = self.units[-1] if self.units and self.open is None else None
        if "det" in functions and "sub" not in functions and last is not None and self._is_function(past):
            return "rel"
        if "sub" in functions and last is not None and (not isinstance(last, Phrase) or last.pronoun):
            return "sub"
        return "det" if "det" in functions else "sub" if "sub" in functions else "rel"

    def _is_told_there(self) -> bool:
        """ "El ministro dijo en Lima que ...": after a verb of saying and where it was said comes what."""
        if not self.adjective_after or self.open is None or self.open.value not in WHERE or not self.open.mentions():
            return False
        return any(cue.frame.name in _TELLING for unit in self.units if unit.kind is Kind.VERB for cue, _ in unit.senses)

    def _is_function(self, at: int) -> bool:
        """Whether a preposition, pronoun or auxiliary comes next, so that "die" is no article."""
        word = self.lexicon.word(self.keys[at]) if at < self.past and at not in self.starts else None
        return word is not None and not {"prep", "pronoun", "aux", "det"}.isdisjoint(word.functions)

    def _inside(self, at: int, past: int, word: Word) -> bool:
        """Whether a word that can be a verb belongs to a phrase here: a noun, or a participle before its noun."""
        if self.infinitive:
            return False
        opened = self.prep is not None or (self.open is not None and (self.open.determined or bool(self.open.items)))
        if self.capital_nouns and at > self.first and (word.nouns or word.head is not None):
            return self.text.words[at][0].isupper()
        if word.nouns or word.head is not None:
            return self._is_noun(past, opened)
        fresh = self.prep is not None or (self.open is not None and not self._has_noun() and not self.open.timed)
        participle = any(form & PARTICIPLE for _, form in word.verbs)
        if participle and not self.ahead.content_follows(past) and (self._is_named() or self._awaits_noun()):
            return self._ends_phrase(at, word)
        if participle and any(form & FINITE for _, form in word.verbs):
            fresh = self.prep is not None or (self._determined() and fresh) or self._awaits_subject()
        gerund = any(form & NONFINITE for _, form in word.verbs)
        if self.ordered and not participle and not gerund and (self._is_bare_noun(at, past) or self._is_governed(at, word)):
            return True
        return (participle or (gerund and self._determined())) and fresh and self.ahead.content_follows(past)

    def _is_named(self) -> bool:
        """Whether a German phrase has its noun, or the adjective that stands for one: "drei Palästinenser getötet"."""
        return self.capital_nouns and self.open is not None and bool(self.open.items)

    def _awaits_noun(self) -> bool:
        return self._determined() and not self._has_noun()

    def _ends_phrase(self, at: int, word: Word) -> bool:
        """Whether a participle with no noun after it is one itself ("the wounded"), and no verb."""
        if self._is_named():
            return not self.text.words[at][0].islower()
        finite = any(form & FINITE for _, form in word.verbs)
        return not finite or (self.ordered and self._has_article())

    def _awaits_subject(self) -> bool:
        """Whether a sentence in which the subject comes first has none yet: "In Beijing, retired workers demonstrated"."""
        if not self.ordered or self.adjective_after or self.open is not None:
            return False
        return all(unit.kind is Kind.COMMA or (isinstance(unit, Phrase) and bool(unit.value)) for unit in self.units)

    def _is_governed(self, at: int, word: Word) -> bool:
        """ "Over pay", "a wave": right after a preposition or an article, the plain form of a verb is a noun."""
        plain = any(cue.lemma == self.folded[at] for cue, _ in word.verbs)
        begun = self.prep is not None if self.open is None else self._has_article() and not self.open.items
        return self.gerund != "" and plain and begun

    def _is_bare_noun(self, at: int, past: int) -> bool:
        """ "A short drive": after a determiner and a plain singular word, an uninflected verb is a noun."""
        if self.open is None or not self.open.determined or not self.open.items or self.folded[at].endswith("s"):
            return False
        base = self.lexicon.word(self.keys[at])
        if base is None or all(cue.lemma != self.folded[at] for cue, _ in base.verbs):
            return False
        if self.adjective_after:
            return False
        last = self.open.items[-1]
        plain = last.mention is None and last.head is None and not last.cues
        return plain and not self.folded[last.at].endswith("s") and not self.ahead.phrase_follows(past)

    def _is_noun(self, past: int, opened: bool) -> bool:
        """A word that is noun and verb ("attack"): a noun inside a phrase, unless another phrase follows at once."""
        if not opened:
            helper = next((unit for unit in reversed(self.units) if unit.kind is Kind.AUXILIARY), None)
            if not self.ordered and helper is not None and helper.value == "have":
                return True
            return not self.units or (self.units[-1].kind is not Kind.AUXILIARY and not self.ahead.phrase_follows(past))
        last = self.open.items[-1] if self.open is not None and self.open.items else None
        if last is not None and self.adjective_after:
            return False
        if last is None or last.demonym or last.owner:
            return True
        if last.mention is not None and not self.ordered and not self.prep and self._awaits_finite():
            return False
        return not self.ahead.phrase_follows(past)

    def _verb(self, at: int, past: int, senses: tuple[tuple[Cue, int], ...]) -> None:
        self._close()
        self.prep = None
        fitting = tuple(sense for sense in senses if not sense[0].particles or self.ahead.has_particle(at, past, sense[0]))
        idioms = tuple(sense for sense in fitting if sense[0].particles)
        unit = Unit(Kind.VERB, at, past, senses=idioms or fitting, infinitive=self.infinitive)
        forms = [form for _, form in unit.senses] or [form for _, form in senses]
        unit.participle = any(form & PARTICIPLE for form in forms)
        unit.finite = not self.infinitive and any(form & FINITE for form in forms)
        if unit.finite and unit.participle and self.ordered and self._is_reduced(past):
            unit.finite = False
        self.infinitive = False
        self.units.append(unit)

    def _is_reduced(self, past: int) -> bool:
        """ ", armed with clubs": after a comma and before no phrase, an English form in "-ed" is a participle."""
        last = self.units[-1] if self.units else None
        behind = self.units[-2] if len(self.units) > 1 else None
        after = last is not None and last.kind is Kind.COMMA and behind is not None and behind.kind is Kind.PHRASE
        return after and not self.ahead.phrase_follows(past) and past < self.past and not self.ahead.content_follows(past)

    def _adjective(self, at: int, past: int, word: Word) -> None:
        cues = word.adjectives or tuple(cue for cue, _ in word.verbs if not cue.particles)
        if self.ahead.content_follows(past) or self.prep is not None:
            phrase = self._opened(at)
            phrase.adjectives.extend((at, cue) for cue in cues)
            phrase.past = past
            return
        self._close()
        self.units.append(Unit(Kind.VERB, at, past, senses=tuple((cue, PARTICIPLE) for cue in cues), participle=True))

    def _noun(self, at: int, past: int, word: Word) -> None:
        if self._name_is_whole(at):
            self._close()
        self._item(Item(at, cues=word.nouns, head=word.head), past)

    # Function words.


def _is_dash(gap: str) -> bool:
    """Whether what stands between two words is a dash; two of them in a sentence set something apart."""
    return sign(gap) == "." and any(mark in gap for mark in ("–", "—", " -", "- "))


WITHIN = 10
"""So many words apart the halves of "both ... and" may stand."""
_TELLING = frozenset({"say", "deny", "accuse", "condemn"})
_VERB_COMES = frozenset({Kind.VERB, Kind.AUXILIARY, Kind.SUBORDINATOR, Kind.RELATIVE})
"""Where one of these was read, the next word need not be the finite verb of a main clause."""
_SUBCLAUSES = frozenset({Kind.SUBORDINATOR, Kind.RELATIVE})
_SUBCLAUSE_ENDS = frozenset({Kind.VERB, Kind.AUXILIARY, Kind.COMMA, Kind.STOP})
# What stands inside a number: 200,000 or 7.8 or 9:30.
_IN_NUMBERS = frozenset({",", ".", "'", ":"})
# Numbers that are years, not counts.
_YEARS = frozenset(map(str, range(1900, 2100)))
_ACTORS = frozenset({"state", "force", "people", "spokesman", "agency", "aid"})
