"""The row of units of a sentence as it grows: the phrase that is open, and what small words do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geomap.places import Resolution
from geomap.roles.cases import OBLIQUE
from geomap.roles.lexicon import Lexicon
from geomap.roles.lookahead import Lookahead
from geomap.roles.units import Item, Kind, Phrase, Unit
from geomap.text import Text

_ARTICLES = ("article", "oblique")


class Row:
    """What has been read of one sentence."""

    def __init__(self, text: Text, lexicon: Lexicon, resolutions: Sequence[Resolution], starts: Mapping[int, int]) -> None:
        self.text = text
        self.folded = text.folded
        self.lexicon = lexicon
        self.keys = list(text.folded)
        self.ahead = Lookahead(text, lexicon, starts, self.keys)
        self.marked = lexicon.has_bare and any(not word.isascii() for word in text.words)
        self.capital_nouns = lexicon.grammar.get("nouns") == "capital"
        self.relative_comma = lexicon.grammar.get("relative") == "comma"
        self.resolutions = resolutions
        self.starts = starts
        self.compounds = lexicon.grammar.get("compounds") == "yes"
        self.ordered = lexicon.grammar.get("order", "svo") == "svo"
        self.adjective_after = lexicon.grammar.get("adjective") == "after"
        self.gerund = lexicon.grammar.get("gerund", "")
        self.finite_endings = tuple(lexicon.grammar.get("finite", "").split("|")) if "finite" in lexicon.grammar else ()
        pairs = filter(None, lexicon.grammar.get("both", "").split("|"))
        self.pairs = [(first, second) for first, _, second in (pair.partition(":") for pair in pairs)]
        self.joining: set[int] = set()
        self.units: list[Unit] = []
        self.open: Phrase | None = None
        self.prep: tuple[int, str] | None = None
        self.infinitive = False
        self.shouting = self.paired = False
        self.first = self.past = 0

    def _name_is_whole(self, at: int) -> bool:
        """Whether the name before this word ends its phrase: so in languages that do not write "Ukraine war"."""
        if self.open is None or not self.open.items:
            return False
        last = self.open.items[-1]
        whole = last.mention is not None and not last.demonym and not last.owner
        return whole and not (self.compounds and self.text.words[at][0].islower()) and self.text.gaps[at - 1] != "-"

    def _item(self, item: Item, past: int) -> None:
        if self.open is not None and self.open.timed and not self.open.items and not self.open.determined:
            self._close()
        phrase = self._opened(item.at)
        phrase.items.append(item)
        phrase.past = past

    def _opened(self, at: int) -> Phrase:
        if self.open is None:
            start, slot = self.prep or (at, "")
            self.open = Phrase(Kind.PHRASE, start, at, slot)
            self.prep = None
        return self.open

    def _close(self) -> None:
        if self.open is not None and not self._is_clitic(self.open):
            if not self.open.items and not self.open.timed:
                self.open.pronoun = True
            self.units.append(self.open)
        self.open = None

    def _is_clitic(self, phrase: Phrase) -> bool:
        """An article without a noun before a verb: "la acusa", "les a conduits"."""
        return (
            self.adjective_after and phrase.determined and not (phrase.items or phrase.timed or phrase.value or phrase.pronoun)
        )

    # Words in the tables.

    def _hangs_on_noun(self) -> bool:
        """Whether a phrase is open that a genitive ("der", "des") can hang on: one that a name does not end."""
        if self.open is None or not self.open.items:
            return False
        last = self.open.items[-1]
        return last.mention is None or (last.demonym and self.adjective_after)

    def _determined(self) -> bool:
        return self.open is not None and self.open.determined

    def _has_article(self) -> bool:
        """Whether an article opens the phrase: it makes a noun of a participle ("the wounded"), as "some" and "40" do not."""
        return self.open is not None and self.open.article

    def _has_noun(self) -> bool:
        return self.open is not None and any(not item.demonym for item in self.open.items)

    def take_preposition(self, at: int, past: int, value: str) -> None:
        """A preposition: it opens the next phrase. Of two together the last counts, but never "of" and nothing after "like".

        After a count ("hundreds of people", "two of them") "of" opens nothing.
        """
        if self.ahead.consumed.issuperset(range(at, past)):
            self._close()
            return
        if self.open is not None and not self.open.items and not self.open.timed:
            if value == "of" and self.open.determined and not self.open.article:
                self.open.past = past
                return
            self.open = None
        self._close()
        if self.prep is None:
            self.prep = (at, value)
        elif self.prep[1] != "like" and value != "of":
            self.prep = (self.prep[0], value)

    def take_determiner(self, at: int, past: int, value: str) -> None:
        """An article or the like: it opens a phrase; but "each" after a subject and before a verb is an adverb."""
        if value == "float" and self.open is not None and self.open.items and self.ahead.is_verb(past):
            self._close()
            return
        if self.open is not None and self.open.items and self.open.items[-1].owner and value not in _ARTICLES:
            self.open.past = past  # "Kenya's second city"
            return
        if self.open is not None and (self.open.items or self.open.timed):
            self._close()
        phrase = self._opened(at)
        phrase.determined = True
        phrase.article = value in _ARTICLES
        if value == "oblique":
            phrase.cases = OBLIQUE
        phrase.negated = phrase.negated or value == "none"
        phrase.past = past

    def take_pronoun(self, at: int, past: int, value: str) -> None:
        """A pronoun: a phrase of its own."""
        self._close()
        phrase = self._opened(at)
        phrase.past = past
        phrase.pronoun = True
        phrase.negated = value == "none"
        self._close()

    def take_adverb(self, at: int, past: int, value: str) -> None:
        """An adverb: it ends a phrase that has a noun."""
        if self.open is not None and self.open.items:
            self._close()

    def take_time(self, at: int, past: int, value: str) -> None:
        """A word for a time: a phrase that is no part of what happens."""
        if self.open is not None and self.open.items:
            self._close()
        phrase = self._opened(at)
        phrase.timed = True
        phrase.past = past

    def take_infinitive(self, at: int, past: int, value: str) -> None:
        """The mark of an infinitive: the next verb is one."""
        self._close()
        self.infinitive = True

    def take_sign(self, kind: Kind, at: int, past: int, value: str) -> None:
        """A small word that is a unit of its own."""
        if self.open is not None and not self.open.items and kind is Kind.AUXILIARY:
            self.open.pronoun = True
        self._close()
        self.prep = None
        self.units.append(Unit(kind, at, past, value, infinitive=self.infinitive and kind is Kind.AUXILIARY))
        self.infinitive = self.infinitive and kind is Kind.NEGATION


_SIGNS = {
    "aux": Kind.AUXILIARY,
    "neg": Kind.NEGATION,
    "conj": Kind.CONJUNCTION,
    "sub": Kind.SUBORDINATOR,
    "rel": Kind.RELATIVE,
}


Handler = Callable[[Row, int, int, str], None]


def _signed(kind: Kind) -> Handler:
    return lambda row, at, past, value: row.take_sign(kind, at, past, value)


HANDLERS: dict[str, Handler] = {
    "prep": Row.take_preposition,
    "det": Row.take_determiner,
    "pronoun": Row.take_pronoun,
    "adv": Row.take_adverb,
    "time": Row.take_time,
    "infinitive": Row.take_infinitive,
    **{name: _signed(kind) for name, kind in _SIGNS.items()},
}
