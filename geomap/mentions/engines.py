"""Other recognisers behind one type: any callable that gives the spans of the places that a text names.

An engine finds names; which place each means, and what it does in the story, stays geomap's own. Demonyms ("Kazakh") and
blocs ("NATO"), which engines of named entities do not mark as places, are added by geomap where the engine's spans leave
room for them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.index import Gazetteer
from geomap.documents import check_spans
from geomap.errors import DocumentError, EngineError, MissingExtra
from geomap.mentions.recognition import find_mentions
from geomap.mentions.record import BLOC, Mention, MentionKind
from geomap.text import Text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

Engine = Callable[[Text], Iterable[tuple[int, int]]]
"""Where a text names places: start and end of each, in code points of ``text.document.text``."""

SPACY = "spacy:"
# What spaCy's pipelines call a place: OntoNotes, WikiNER, and the Danish, Norwegian, Polish, Romanian and Swedish ones.
PLACE_LABELS = frozenset(["FAC", "FACILITY", "GPE", "GPE_LOC", "LOC", "geogName", "placeName"])


def find_engine(name: str) -> "SpacyEngine":
    """The engine of a name, loaded: ``spacy:`` and the name, or the folder, of a pipeline that is installed.

    Raises:
        EngineError: no engine is called so, there is no such pipeline, or it recognises nothing.
        MissingExtra: spaCy is not installed.
    """
    if not name.startswith(SPACY) or name == SPACY:
        raise EngineError(f"no engine is called {name!r}; there is spacy:PIPELINE, such as spacy:en_core_web_sm")
    engine = SpacyEngine(name.removeprefix(SPACY))
    load_pipeline(engine.pipeline)
    return engine


@dataclass(frozen=True, slots=True)
class SpacyEngine:
    """The places among the entities of a spaCy pipeline, which each process loads once."""

    pipeline: str
    labels: frozenset[str] = PLACE_LABELS

    def __call__(self, text: Text) -> list[tuple[int, int]]:
        """The spans of the entities that have one of the labels, without an article before the name."""
        nlp = load_pipeline(self.pipeline)
        whole = text.document.text
        if len(whole) > nlp.max_length:
            raise DocumentError(
                f"{len(whole):,} characters; spacy:{self.pipeline} reads at most {nlp.max_length:,}, so split it"
            )
        return [name_in(entity) for entity in nlp(whole).ents if entity.label_ in self.labels]


@cache
def load_pipeline(name: str) -> "Language":
    """The spaCy pipeline, once a process; raises what :func:`find_engine` does."""
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("an engine of spaCy needs spaCy: pip install 'geomap[spacy]'") from error
    try:
        nlp = spacy.load(name)
    except OSError as error:
        cure = f"python -m spacy download {name}, or give the folder of a pipeline of your own"
        raise EngineError(f"spaCy has no pipeline {name!r} installed: {cure}") from error
    if not nlp.pipe_names:
        raise EngineError(f"the pipeline {name!r} is empty, so it would find no place; it needs an entity recogniser")
    return nlp


def name_in(entity: "Span") -> tuple[int, int]:
    """Where the entity stands, from its first word with a capital on: "the United States" names the United States."""
    capital = next((token for token in entity if token.text[0].isupper()), entity[0])
    return capital.idx, entity.end_char


def find_mentions_with(engine: Engine, text: Text, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The engine's places and geomap's own demonyms and blocs beside them, in order, none overlapping another.

    Raises:
        EngineError: the engine gave a span that is not a part of the text.
    """
    spans = apart(checked(text, list(engine(text))))
    named = find_mentions(replace(text, document=replace(text.document, spans=spans)), gazetteer)
    own = [each for each in find_mentions(text, gazetteer) if each.kind is MentionKind.DEMONYM or BLOC in each.why]
    beside = [each for each in own if not any(start < each.end and each.start < end for start, end in spans)]
    return tuple(sorted((*named, *beside), key=lambda each: each.start))


def checked(text: Text, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans, each of them a part of the text."""
    try:
        return check_spans(text.document.text, spans) or ()
    except DocumentError as error:
        raise EngineError(f"what the engine gave is no list of (start, end) in this text: {error}") from error


def apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in the order of the text; of those that overlap, the longest, and of equals the first."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return tuple(sorted(kept))
