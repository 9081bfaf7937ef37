"""What can be seen of a candidate and the words around it, as named features.

A feature is a short string; a trained weight is looked up for each. Words themselves are features only where they are
common enough to have been kept in training, so nothing here remembers the names of places.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log10

from gazetteer.index import KINDS, Gazetteer, Posting
from geomap.languages.cues import function_words, mention_cues, person_names
from geomap.mentions.candidates import DEMONYMS, Candidate
from geomap.text import Text

OUTSIDE = "-"
"""Stands for the word before the first and after the last of a sentence."""
# Letters that tell a verb or a noun from its ending.
_ENDING = 3


@dataclass(frozen=True, eq=False)
class Context:
    """One text with the counts that the features of all its candidates share."""

    text: Text
    gazetteer: Gazetteer
    candidates: tuple[Candidate, ...]

    @cached_property
    def cues(self) -> dict[int, str]:
        """Word number -> class of that word, where it has one."""
        classes = mention_cues(self.text.lang)
        return {place: classes[word] for place, word in enumerate(self.text.folded) if word in classes}

    @cached_property
    def lower(self) -> frozenset[str]:
        """Folded words that the text also writes in lower case."""
        words = zip(self.text.words, self.text.folded, strict=True)
        return frozenset(folded for word, folded in words if word[0].islower())

    @cached_property
    def spans(self) -> frozenset[tuple[int, int]]:
        """Every candidate's words."""
        return frozenset((each.first, each.past) for each in self.candidates)

    @cached_property
    def longest(self) -> dict[int, tuple[int, int]]:
        """Word number -> the longest candidate over it."""
        found: dict[int, tuple[int, int]] = {}
        for each in sorted(self.candidates, key=lambda each: each.past - each.first):
            found.update(dict.fromkeys(range(each.first, each.past), (each.first, each.past)))
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each folded word stands in the text with a capital."""
        words = zip(self.text.words, self.text.folded, strict=True)
        return Counter(folded for word, folded in words if not word[0].islower())

    @cached_property
    def after_person(self) -> frozenset[str]:
        """Folded words that follow a given name somewhere in the text: surnames, for all we can see."""
        given = person_names("given_names")
        text = self.text
        return frozenset(
            text.folded[place + 1]
            for place in range(len(text.words) - 1)
            if text.gaps[place] == " "
            and text.words[place][0].isupper()
            and text.folded[place] in given
            and text.words[place + 1][0].isupper()
        )


def features(context: Context, candidate: Candidate) -> Iterator[str]:
    """Everything the model may look at for one candidate."""
    yield "bias"
    yield from _of_the_name(context, candidate)
    yield from _of_the_places(context, candidate)
    yield from _of_the_neighbours(context, candidate)
    yield from _of_the_sentence(context, candidate)


def _shape(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return "AA"
    return "Aa" if word[:1].isupper() else "9" if word[:1].isdigit() else "a"


def _of_the_name(context: Context, candidate: Candidate) -> Iterator[str]:
    text = context.text
    words = text.words[candidate.first : candidate.past]
    folded = text.folded[candidate.first : candidate.past]
    shape = "_".join(map(_shape, words[:3]))
    yield f"shape={shape}"
    yield f"words={min(len(words), 4)}"
    yield f"inflected={candidate.inflected},{text.lang}"
    if len(words) > 1:
        yield f"kind1={context.cues.get(candidate.first)}"
        yield f"kindn={context.cues.get(candidate.past - 1)}"
        if not candidate.postings:
            yield from _of_the_announcing_word(context, candidate)
        return
    word = folded[0]
    given, family = word in person_names("given_names"), word in person_names("surnames")
    yield f"person={given},{family},{word in context.after_person}"
    yield f"length={min(len(word), 8)},{shape}"
    if word in context.lower:
        yield "also_lower"
    if word in function_words(text.lang):
        yield "function_word"
    if word in context.cues.values():
        yield "cue_word"
    yield f"repeated={min(context.counts[word], 4)}"


def _of_the_announcing_word(context: Context, candidate: Candidate) -> Iterator[str]:
    """What a name that no source lists is made of."""
    text, lang = context.text, context.text.lang
    first, last = text.folded[candidate.first], text.folded[candidate.past - 1]
    yield f"announced_first={lang}:{first if candidate.first in context.cues else '-'}"
    yield f"announced_last={lang}:{last if candidate.past - 1 in context.cues else '-'}"
    inner = context.spans & {(f, p) for f in range(candidate.first, candidate.past) for p in range(f + 1, candidate.past + 1)}
    yield f"holds_known={len(inner) > 1}"
    before = candidate.first > 0 and text.joins[candidate.first - 1] == " " and text.words[candidate.first - 1][0].isupper()
    after = (
        candidate.past < len(text.words) and text.joins[candidate.past - 1] == " " and text.words[candidate.past][0].isupper()
    )
    yield f"goes_on={before},{after}"


def _of_the_places(context: Context, candidate: Candidate) -> Iterator[str]:
    gazetteer, postings = context.gazetteer, candidate.postings
    if not postings:
        yield "unlisted"
        return
    best = postings[0]
    kind = KINDS[gazetteer.kind[best.place]]
    size = int(2 * log10(gazetteer.population[best.place] + 1))
    fame = min(gazetteer.prominence[best.place] // 8, 6)
    firm = best.strength.name
    yield f"best={kind},{firm}"
    yield f"size={kind},{size}"
    yield f"fame={fame},{firm}"
    yield f"firm={firm},{best.in_language(context.text.lang)},{best.attributes >> 4 == 0}"
    yield f"many={min(len(postings), 12) // 3}"
    yield from {f"may_be={_manner(post)}" for post in postings}
    yield from {f"kind={KINDS[gazetteer.kind[post.place]]}" for post in postings if post.place < len(gazetteer)}


def _manner(post: Posting) -> str:
    strength = post.strength
    return "DEMONYM" if strength in DEMONYMS else strength.name


def _neighbour(context: Context, place: int, step: int) -> tuple[str, str, str]:
    """(folded word, shape, class) of a word near by; nothing past the end of the sentence."""
    text = context.text
    first, past = text.sentences[text.sentence_of[place - step if 0 <= place - step < len(text.words) else 0]]
    if not first <= place < past:
        return OUTSIDE, OUTSIDE, OUTSIDE
    word = text.folded[place]
    kind = context.cues.get(place)
    if kind is None:
        kind = "given" if text.words[place][0].isupper() and word in person_names("given_names") else "other"
    return word, _shape(text.words[place]), kind


def _gap(gap: str) -> str:
    """What stands between two words, as one of a few signs."""
    stripped = gap.strip()
    return stripped[0] if stripped else "nl" if "\n" in gap else "_" if gap else ""


def _of_the_neighbours(context: Context, candidate: Candidate) -> Iterator[str]:
    text, lang = context.text, context.text.lang
    before, past = candidate.first - 1, candidate.past
    word, shape, kind = _neighbour(context, before, -1)
    gap = _gap(text.gaps[before]) if before >= 0 else OUTSIDE
    yield f"b={lang}:{word}"
    yield f"b_class={kind},{shape},{gap}"
    yield f"b_gap={gap},{shape}"
    after, after_shape, after_kind = _neighbour(context, past, 1)
    after_gap = _gap(text.gaps[past - 1])
    yield f"a={lang}:{after}"
    yield f"a_class={after_kind},{after_shape},{after_gap}"
    yield f"a_gap={after_gap},{after_shape}"
    yield f"both={kind},{shape},{gap}|{after_kind},{after_shape},{after_gap}"
    far, far_shape, far_kind = _neighbour(context, before - 1, -2)
    yield f"bb={lang}:{far}"
    yield f"bb_class={far_kind},{far_shape}|{kind},{shape}"
    later, later_shape, later_kind = _neighbour(context, past + 1, 2)
    yield f"aa={lang}:{later}"
    yield f"aa_class={after_kind},{after_shape}|{later_kind},{later_shape}"
    if len(after) > _ENDING:
        yield f"a_end={lang}:{after[-_ENDING:]}"


def _of_the_sentence(context: Context, candidate: Candidate) -> Iterator[str]:
    text = context.text
    first, past = text.sentences[text.sentence_of[candidate.first]]
    capitals = sum(word[0].isupper() for word in text.words[first:past])
    headline = capitals > 0.6 * (past - first)
    yield f"starts={candidate.first == first},{headline}"
    longest = context.longest[candidate.first]
    if longest != (candidate.first, candidate.past):
        begins, ends = longest[0] == candidate.first, longest[1] == candidate.past
        yield f"inside={begins},{ends}"
    if (candidate.past, candidate.past + 1) in context.spans and _gap(text.gaps[candidate.past - 1]) == ",":
        yield "then_place"
    if context.longest.get(candidate.first - 2) or context.longest.get(candidate.first - 1):
        yield f"near_place={_gap(text.gaps[candidate.first - 1])}"
    yield f"lang={text.lang}"
