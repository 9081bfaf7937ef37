"""What is known of a word, and of a name, before the text around it is looked at; found once for each and remembered."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import log10
from typing import NamedTuple

import numpy as np

from gazetteer.index import KINDS, NOWHERE, STRENGTH_MASK, Gazetteer, Posting
from gazetteer.names import fold, written
from gazetteer.sources import Strength
from geomap.languages.cues import PERSON_NAMES, common_words, function_words, mention_cues, person_names
from geomap.languages.inflection import LANGUAGES, TABLE, Inflection, read_inflection
from geomap.mentions.model import LONG_ENDING, POSITIONS, SHORT_ENDING, Linear, read_linear

# Languages whose names change form, in a case ("Харькове") or as an adjective ("Rotterdamse", "Berliner").
INFLECTED = frozenset(path.parent.name for path in LANGUAGES.glob(f"*/{TABLE}"))
# ALL CAPS words this short are read as written (US, VS), longer ones as "Russian".
LONGEST_ACRONYM = 3
# The places of a name that are weighed; a name of more (Santa Rosa has 190) keeps its most important ones.
MOST_PLACES = 30
CLITICS = frozenset(["S", "T", "s", "t"])
"""What an apostrophe may stand before at the beginning of a Dutch name: "'s-Hertogenbosch", "'t Harde"."""
# Words remembered, of all languages together, some 20 MB; then all are forgotten. A thousand articles in ten languages have
# half as many again; a word that comes back is read in 20 microseconds.
WORDS_REMEMBERED = 18_432

DEMONYMS = (Strength.DEMONYM, Strength.PEOPLE)

SHAPES = ("-", "a", "Aa", "A", "AA", "AaA", "9")
"""None; small; capitalised; one capital; all capitals; capitals inside; begins with a digit."""
CLASSES = (
    "-", "other", "function", "in", "says", "person", "given", "surname", "group", "building", "facility", "street", "water",
    "natural", "region", "country", "admin1", "admin2", "settlement", "takes",
)  # fmt: skip
"""What a word is to its neighbours; the first fits no word."""
PLACE_CLASSES = frozenset([
    "admin1", "admin2", "building", "country", "facility", "natural", "region", "settlement", "street", "water",
])  # fmt: skip
"""Of the classes, those that say what kind of place a name beside them is."""
NAME_NUMBERS = (
    "kind", "firm", "size", "fame", "places", "tagged", "demonym", "abbreviation", "inflected", "listed", "exact",
    "settlement", "country", "admin1", "admin2", "other_kind", "facility", "water",
    "natural", "region", "largest", "best_country", "best_division", "best_place",
)  # fmt: skip
KINDS_BESIDE = ("facility", "water", "natural", "region")
WORD_NUMBERS = ("looks", "ends_names", "begins_names")
"""How much a word looks like a place's name; how many names of several words end and begin with it, as a logarithm."""
# Stand for the country and the division of a name that no source lists.
NO_COUNTRY, UNLISTED = 999, -1


class Table:
    """Rows of numbers that grow as words come in."""

    def __init__(self, columns: int, dtype: type[np.generic] = np.float32) -> None:
        self.rows = np.zeros((1024, columns), dtype)
        self.count = 0

    def add(self, row: tuple[float, ...]) -> int:
        """Append a row; its number."""
        if self.count == len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.rows[self.count] = row
        self.count += 1
        return self.count - 1


class Name(NamedTuple):
    """What a string can mean: its places, likeliest first, and the number of its row of numbers."""

    number: int
    postings: tuple[Posting, ...]
    inflected: bool
    dotted: bool
    bloc: bool


class Word(NamedTuple):
    """A word as written: its number, what it means by itself, and whether longer names begin with it."""

    number: int
    folded: str
    cased: str
    small: bool
    """Written without a capital: no name begins here, unless its case counts."""
    capital: bool
    alone: Name | None
    stopped: Name | None
    """What it means with a full stop after it."""
    longer: bool
    exact_longer: bool
    leads: tuple[str, ...]
    """Base forms with which names of several inflected words begin."""
    forms: tuple[tuple[str, bool], ...]
    """Base forms, and whether it is an adjective of them."""
    kind: str
    never: bool
    """Never a place by itself, whatever a source lists under it."""


class _Words(dict[str, Word]):
    """Word as written -> what is known of it; found when it is first asked for."""

    def __init__(self, read: Callable[[str], Word]) -> None:
        self._find = read

    def __missing__(self, word: str) -> Word:
        found = self[word] = self._find(word)
        return found


class Lexicon:
    """The words and names of one language, by one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, lang: str | None, linear: Linear) -> None:
        self.gazetteer, self.lang, self.linear = gazetteer, lang, linear
        self.namespace = gazetteer.namespace(lang)
        self.cues = mention_cues(lang)
        self.function, self.common = function_words(lang), common_words(lang)
        self.given, self.surnames = map(person_names, PERSON_NAMES)
        self.inflection: Inflection | None = read_inflection(lang) if lang in INFLECTED else None
        self.words = _Words(self._read)
        self.codes = Table(5, np.intp)
        self.sums = Table(len(POSITIONS))
        self.facts = Table(len(WORD_NUMBERS))
        self.numbers = Table(len(NAME_NUMBERS))
        self.name_sums = Table(1)
        self._names: dict[tuple[str, str, bool, bool], Name | None] = {}
        self.name_strings: list[tuple[str, ...]] = []
        self.word_strings: list[tuple[tuple[str, ...], ...]] = []
        self.folds: dict[str, int] = {"": 0}
        self.divisions: dict[int, int] = {UNLISTED: 0}
        self._add_row((0.0, 0.0, 0.0), (0, 0, 0, 0, 0), self._summed(tuple((f"{p}=-",) for p in POSITIONS)))
        self.unlisted = self._new_name((), inflected=False, dotted=False)
        self.unlisted_stopped = self._new_name((), inflected=False, dotted=True)

    def _add_row(self, facts: tuple[float, ...], codes: tuple[int, ...], sums: tuple[float, ...]) -> int:
        self.facts.add(facts)
        self.sums.add(sums)
        return self.codes.add(codes)

    def _sums(self, folded: str, facts: tuple[float, float, float], telling: bool) -> tuple[float, ...]:
        """For each position, what the word weighs there; some words away only where it is ``telling``."""
        by_word = self.linear.by_word
        if by_word is not None:
            sums = by_word.sums(self.lang, folded, facts)
            return sums if telling else (*sums[:-1], 0.0)
        strings = tuple(self.strings(folded, facts))
        return self._summed(strings if telling else (*strings[:-1], ()))

    def _summed(self, strings: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
        if self.linear.training:
            self.word_strings.append(strings)
        return tuple(map(self.linear.sum, strings))

    def _read(self, word: str) -> Word:
        folded, cased = fold(word), _cased(word)
        small = word[0].islower() or word[0].isdigit()
        capital = word[0].isupper() or word[0].isdigit()
        kind = self._class(word, folded)
        shape = _shape(word)
        persons = (folded in self.given) + 2 * (folded in self.surnames)
        fold_number = self.folds.setdefault(folded, len(self.folds))
        special = (folded in self.function or folded in self.common) + 2 * (folded in self.cues)
        codes = (SHAPES.index(shape), CLASSES.index(kind), persons, fold_number, special)
        facts = self.linear.facts(folded)
        telling = word[0].islower() or folded in self.cues or folded in self.common
        number = self._add_row(facts, codes, self._sums(folded, facts, telling))
        name_key = "" if small else folded
        announces = kind in PLACE_CLASSES
        longer = (not small or announces or word in CLITICS) and self.gazetteer.names.beginning(folded)[1]
        by_case, exact_longer = self.gazetteer.exact.beginning(self.namespace + cased)
        alone = self.name(name_key, cased if by_case else "", stop=False)
        stopped = self.name(name_key, cased, stop=True) if by_case else alone
        forms = self._forms(word, folded)
        leads = self._leads(forms) if announces or not small else ()
        never = alone is None and bool(name_key or by_case) and self._is_never(name_key, cased)
        if not (never or small):
            alone = self._inflected_name(word, forms) if alone is None else self._own_or_foreign(alone, forms)
            stopped = stopped if by_case and stopped is not None else alone
        return Word(number, folded, cased, small, capital, alone, stopped, longer, exact_longer, leads, forms, kind, never)

    def _is_never(self, key: str, exact: str) -> bool:
        tries = ((self.gazetteer.names, key), (self.gazetteer.exact, self.namespace + exact))
        return _any_never([post for trie, written in tries for post in trie.beginning(written)[0]])

    def _class(self, word: str, folded: str) -> str:
        kind = self.cues.get(folded)
        if kind:
            return kind
        if folded in self.function:
            return "function"
        if word[0].isupper():
            if folded in self.given:
                return "given"
            if folded in self.surnames:
                return "surname"
        return "other"

    def strings(self, folded: str, facts: tuple[float, float, float]) -> Iterator[tuple[str, ...]]:
        """For each position, what the linear model may know about the word there."""
        lang = self.lang
        short, long = folded[-SHORT_ENDING:], folded[-LONG_ENDING:]
        looks, ends, begins = map(round, facts)
        for position in POSITIONS:
            whole = f"{position}={lang}:{folded}"
            if position in ("b", "a"):
                yield (whole, f"{position}_end={lang}:{short}") if len(folded) > SHORT_ENDING else (whole,)
            elif position in ("first", "last"):
                counted = f"{position}_of={ends if position == 'last' else begins}"
                yield (
                    whole, f"{position}_end={lang}:{short}", f"{position}_end={lang}:{long}", f"{position}_looks={looks}",
                    counted,
                )  # fmt: skip
            elif position == "only":
                yield (f"{position}_end={lang}:{short}", f"{position}_end={lang}:{long}", f"{position}_looks={looks}")
            else:
                yield (whole,)

    def _forms(self, word: str, folded: str) -> tuple[tuple[str, bool], ...]:
        """The word itself and its base forms, and whether it is an adjective of them."""
        if self.inflection is None:
            return ()
        bases = self.inflection.bases(word)
        return tuple(dict.fromkeys([(folded, False), *((fold(base), kind == "demonym") for base, kind, _ in bases)]))

    def _leads(self, forms: tuple[tuple[str, bool], ...]) -> tuple[str, ...]:
        """The forms with which longer names begin."""
        beginning = self.gazetteer.names.beginning
        return tuple(dict.fromkeys(form for form, adjective in forms if not adjective and beginning(form)[1]))

    def _inflected_name(self, word: str, forms: tuple[tuple[str, bool], ...]) -> Name | None:
        postings = [post for form, adjective in forms for post in self.of_form(form, adjective)]
        return self._new_name(tuple(_best(postings)), inflected=True, dotted=False) if postings else None

    def _own_or_foreign(self, foreign: Name, forms: tuple[tuple[str, bool], ...]) -> Name:
        """A name that no source knows in this language may be a form of one that it has: Polish "Hagi", The Hague's."""
        if not forms or any(post.in_language(self.lang) for post in foreign.postings):
            return foreign
        bases = [form for form, adjective in forms if not adjective]
        own = [post for form in bases for post in self.of_form(form, adjective=False) if post.in_language(self.lang)]
        return self._new_name(_best([*foreign.postings, *own]), inflected=False, dotted=False) if own else foreign

    def of_form(self, key: str, adjective: bool) -> Iterator[Posting]:
        """The places of a base form; of an adjective made from it, as demonyms."""
        for post in self.gazetteer.names.find(key):
            if post.place != NOWHERE:
                yield Posting(post.place, post.attributes & ~STRENGTH_MASK | Strength.DEMONYM) if adjective else post

    def name(self, key: str, exact: str, *, stop: bool) -> Name | None:
        """What a string means under a key of names, and under one whose case counts; either may be empty."""
        wanted = (key, exact, stop, False)
        if wanted in self._names:
            return self._names[wanted]
        found = list(self.gazetteer.names.beginning(key)[0]) if key else []
        if exact:
            postings, _ = self.gazetteer.exact.beginning(self.namespace + exact)
            found += [post for post in postings if stop or not post.dotted]
        never = _any_never(found)
        name = None
        if found and not never:
            best = _best(self._without_foreign(found, exact))
            name = self._new_name(best, inflected=False, dotted=any(post.dotted for post in found))
        self._names[wanted] = name
        return name

    def _without_foreign(self, postings: list[Posting], exact: str) -> list[Posting]:
        """Without names in other languages only, where the word is an adjective in this one: "Israeli", "Franse".

        Where adjectives have no capital, a word that has one is the name: Polish "Mińska", French "Argentine".
        """
        adjectives = {post.place for post in postings if post.strength in DEMONYMS}
        names = [post for post in postings if post.place in adjectives and post.strength not in DEMONYMS]
        foreign = [post for post in names if post.attributes >> 4 and not post.in_language(self.lang)]
        if not foreign or self.gazetteer.exact.find(self.namespace + exact.lower()):
            return postings
        return [post for post in postings if post not in foreign]

    def inflected(self, key: str, postings: list[Posting]) -> Name:
        """A name of several words, some in another form."""
        wanted = (key, "", False, True)
        known = self._names.get(wanted)
        if known is None:
            known = self._names[wanted] = self._new_name(_best(postings), inflected=True, dotted=False)
        return known

    def _new_name(self, postings: tuple[Posting, ...], *, inflected: bool, dotted: bool) -> Name:
        bloc = bool(postings) and all(post.place == NOWHERE for post in postings)
        row = self._numbers(postings, inflected)
        strings = tuple(self._name_strings(postings, inflected))
        if self.linear.training:
            self.name_strings.append(strings)
        self.name_sums.add((self.linear.sum(strings),))
        return Name(self.numbers.add(row), postings, inflected, dotted, bloc)

    def _numbers(self, postings: tuple[Posting, ...], inflected: bool) -> tuple[float, ...]:
        """The columns NAME_NUMBERS."""
        gazetteer = self.gazetteer
        known = [post for post in postings if post.place != NOWHERE]
        if not known:
            return (-1.0, 11.0) + (0.0,) * 19 + (float(NO_COUNTRY), 0.0, -1.0)
        best = known[0]
        strengths = {post.strength for post in known}
        kinds = {KINDS[gazetteer.kind[post.place]] for post in known}
        largest = max(gazetteer.population[post.place] for post in known)
        main = ("settlement", "country", "admin1", "admin2")
        return (
            float(gazetteer.kind[best.place]), float(_firmness(best)), log10(gazetteer.population[best.place] + 1),
            float(gazetteer.prominence[best.place]), float(min(len(known), MOST_PLACES)), float(best.in_language(self.lang)),
            float(best.strength in DEMONYMS), float(Strength.ABBREVIATION in strengths), float(inflected), 1.0,
            float(min(map(_firmness, known))), *(float(kind in kinds) for kind in main),
            float(not kinds <= set(main)), *(float(kind in kinds) for kind in KINDS_BESIDE),
            log10(largest + 1), float(gazetteer.country[best.place]),
            float(self.divisions.setdefault(gazetteer.admin1[best.place], len(self.divisions))), float(best.place),
        )  # fmt: skip

    def _name_strings(self, postings: tuple[Posting, ...], inflected: bool) -> Iterator[str]:
        """What the linear model may know about the places of a name."""
        gazetteer = self.gazetteer
        yield f"lang={self.lang},{bool(postings)},{inflected}"
        known = [post for post in postings if post.place != NOWHERE]
        if not known:
            return
        best = known[0]
        kind = KINDS[gazetteer.kind[best.place]]
        size = int(2 * log10(gazetteer.population[best.place] + 1))
        fame = min(gazetteer.prominence[best.place] // 8, 6)
        firm = best.strength.name
        yield f"best={kind},{firm}"
        yield f"size={kind},{size}"
        yield f"fame={fame},{firm}"
        yield f"firm={firm},{best.in_language(self.lang)},{best.attributes >> 4 == 0}"
        yield f"many={min(len(known), 12) // 3}"
        yield from sorted({f"may_be={_manner(post)}" for post in known})
        yield from sorted({f"kind={KINDS[gazetteer.kind[post.place]]}" for post in known})


def _any_never(postings: Iterable[Posting]) -> bool:
    return any(post.attributes & STRENGTH_MASK == Strength.NEVER for post in postings)


def _cased(word: str) -> str:
    word = written(word)
    return word.capitalize() if len(word) > LONGEST_ACRONYM and word.isupper() else word


def _shape(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return "9"
    if not first.isupper():
        return "a"
    if len(word) == 1:
        return "A"
    if word.isupper():
        return "AA"
    return "Aa" if word[1:].islower() else "AaA"


def _best(postings: list[Posting]) -> tuple[Posting, ...]:
    """The most important places, each once, under the best of its names; a bloc's reviewed form is nothing else."""
    blocs = tuple(post for post in postings if post.attributes & STRENGTH_MASK == Strength.BLOC)
    if blocs:
        return blocs
    unique: dict[int, Posting] = {}
    for post in postings:
        known = unique.get(post.place)
        if known is None or _firmness(post) < _firmness(known):
            unique[post.place] = post
    return tuple(sorted(unique.values())[:MOST_PLACES])


def _firmness(post: Posting) -> int:
    """An adjective of the place comes before an alternate name, which may be the same word: "German"."""
    strength = post.attributes & STRENGTH_MASK
    return int(Strength.COMMON) if strength in DEMONYMS else strength


def _manner(post: Posting) -> str:
    strength = post.strength
    return "DEMONYM" if strength in DEMONYMS else strength.name


@lru_cache(maxsize=4)
def _lexicons(gazetteer: Gazetteer) -> dict[str | None, Lexicon]:
    """Those of a gazetteer, by language."""
    return {}


def lexicon(gazetteer: Gazetteer, lang: str | None) -> Lexicon:
    """The words of a language; one for all its texts, until too many are remembered."""
    known = _lexicons(gazetteer)
    linear = read_linear()
    if sum(len(each.words) for each in known.values()) > WORDS_REMEMBERED and not linear.training:
        known.clear()
    if lang not in known:
        known[lang] = Lexicon(gazetteer, lang, linear)
    return known[lang]
