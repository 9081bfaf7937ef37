"""geomap as a component of any spaCy pipeline: ``nlp.add_pipe("geomap")``.

>>> import spacy
>>> nlp = spacy.blank("nl")
>>> component = nlp.add_pipe("geomap")
>>> doc = nlp("Het regende in Paramaribo.")
>>> [(span.text, span._.place.country, span._.role) for span in doc.spans["geomap"]]
[('Paramaribo', 'SR', 'mention')]

Needs ``pip install 'geomap[spacy]'``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gazetteer.place import Place
from geomap.documents.fields import LANGUAGES
from geomap.errors import MissingExtra
from geomap.mentions import PLACE_LABELS
from geomap.reader import Reader, load
from geomap.report import Report
from geomap.roles import RoleAssignment

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
except ImportError as error:
    raise MissingExtra("geomap.spacy needs spaCy: pip install 'geomap[spacy]'") from error

NAME = "geomap"
# What spaCy's pipelines call peoples, with religions and parties, of which only those count that the gazetteer knows.
PEOPLE_LABELS = frozenset(["NAT_REL_POL", "NORP"])
STORED = "geomap"
"""Under this key a Doc's ``user_data`` holds its report as a line of JSON, which DocBin and ``to_bytes`` can store."""
REMEMBERED = 64
"""Reports that are kept parsed."""
FIELDS = "geomap_fields"
"""The extension in which a caller gives what it knows of a document: its date, title, outlet, url and id."""


@dataclass(frozen=True, slots=True)
class Component:
    """Reads each Doc; see :func:`make_component`."""

    reader: Reader
    lang: str | None
    ents: bool
    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its report and its spans."""
        fields = {"lang": self.lang, **(doc._.get(FIELDS) or {})}
        report = self.reader.read(doc.text, **fields, spans=self._entities(doc) if self.ents else None)
        doc.user_data[STORED] = report.to_json()
        doc.spans[self.spans_key] = list(spans_of(doc, report.mentions))
        return doc

    def _entities(self, doc: Doc) -> list[tuple[int, int]]:
        return [(entity.start_char, entity.end_char) for entity in doc.ents if self._is_place(entity)]

    def _is_place(self, entity: Span) -> bool:
        if entity.label_ not in PEOPLE_LABELS:
            return entity.label_ in PLACE_LABELS
        gazetteer = self.reader.gazetteer
        return bool(gazetteer.find_exact(entity.text, self.lang) or gazetteer.find(entity.text))


@Language.factory(
    NAME,
    assigns=["doc.spans", f"doc._.{NAME}", "span._.place", "span._.role"],
    default_config={"gazetteer": None, "worldview": None, "corrections": None, "ents": False, "spans_key": NAME},
)
def make_component(
    nlp: Language,
    name: str,
    gazetteer: str | None,
    worldview: str | None,
    corrections: str | None,
    ents: bool,
    spans_key: str,
) -> Component:
    """The component; its settings are those of :func:`geomap.load`, and two of its own.

    Args:
        nlp: the pipeline, whose language the texts are in; texts of a multilingual one ("xx") are told apart by geomap.
        name: what the component is called in the pipeline.
        gazetteer: path of another index.
        worldview: to which state disputed areas count.
        corrections: path of a file of corrections.
        ents: take the places among ``doc.ents`` (FAC, GPE, LOC and their like, and NORP where it is a demonym) for the
            mentions, exactly; without it geomap recognises them itself.
        spans_key: where the spans go: ``doc.spans[spans_key]``.
    """
    reader = load(gazetteer=gazetteer, worldview=worldview, corrections=corrections)
    return Component(reader, nlp.lang if nlp.lang in LANGUAGES else None, ents, spans_key)


def spans_of(doc: Doc, mentions: Iterable[RoleAssignment]) -> Iterator[Span]:
    """The tokens that each mention stands in; labelled with its role, linked to its place, and numbered."""
    for number, mention in enumerate(mentions):
        tokens = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if tokens:
            place = mention.place.id if mention.place else ""
            yield Span(doc, tokens.start, tokens.end, label=mention.role.value, kb_id=place, span_id=f"{NAME}:{number}")


def stored_report(doc: Doc) -> Report | None:
    """``doc._.geomap``: the report; ``None`` where no component of geomap has read the Doc."""
    stored = doc.user_data.get(STORED)
    return parsed(stored) if stored else None


@lru_cache(maxsize=REMEMBERED)
def parsed(stored: str) -> Report:
    """The report on a line of JSON; the spans of one Doc ask for it one after another."""
    return Report.from_dict(json.loads(stored))


def mention_of(span: Span) -> RoleAssignment | None:
    """``span._.geomap``: the mention of this span, or the first that any other span overlaps; ``None`` without one."""
    report = stored_report(span.doc)
    if report is None:
        return None
    if span.id_.startswith(f"{NAME}:"):
        return report.mentions[int(span.id_.removeprefix(f"{NAME}:"))]
    overlapping = (each for each in report.mentions if each.start < span.end_char and span.start_char < each.end)
    return next(overlapping, None)


def place_of(span: Span) -> Place | None:
    """``span._.place``."""
    mention = mention_of(span)
    return mention.place if mention else None


def role_of(span: Span) -> str | None:
    """``span._.role``, as a string."""
    mention = mention_of(span)
    return mention.role.value if mention else None


def register(owner: type[Doc | Span], extensions: Mapping[str, Mapping[str, Any]]) -> None:
    """Set the extensions that are not set yet; those that somebody else has set stay."""
    for extension, how in extensions.items():
        if not owner.has_extension(extension):
            owner.set_extension(extension, **how)


register(Doc, {NAME: {"getter": stored_report}, FIELDS: {"default": None}})
register(Span, {NAME: {"getter": mention_of}, "place": {"getter": place_of}, "role": {"getter": role_of}})
