"""Settings, opened once, and reading with them: one document, or many in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.documents import BadDocument, Document
from geomap.pipeline import complete, read_document
from geomap.report import Report

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from geomap.corrections import Correction
    from geomap.mentions import Engine
    from geomap.places import Homes, OnlineGeocoder


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What :func:`geomap.load` gives: reads documents with the settings it was loaded with.

    It can be sent to another process, which opens the same gazetteer, if its engine can be sent.
    """

    gazetteer: Gazetteer
    engine: Engine | None = None
    corrections: tuple[Correction, ...] = ()
    geocoder: OnlineGeocoder | None = None
    homes: Homes = field(default_factory=dict)

    def read(
        self,
        text: str | Document,
        *,
        lang: str | None = None,
        date: Date | str | None = None,
        id: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> Report:
        """The report of one text; the arguments and errors are those of :func:`geomap.read`.

        Corrections that concern the document but no longer apply are named in the report's ``warnings``.

        >>> import geomap
        >>> reader = geomap.load()
        >>> reader.read("Rain fell on Suva.").mentions[0].place.country
        'FJ'
        """
        given = {"lang": lang, "date": date, "id": id, "title": title, "outlet": outlet, "url": url, "spans": spans}
        document = complete(text, {name: value for name, value in given.items() if value is not None})
        return self._corrected(read_document(document, self.gazetteer, self.engine, self.geocoder, self.homes))

    def read_many(
        self,
        documents: Iterable[str | Document | BadDocument],
        *,
        workers: int = 1,
        on_error: Callable[[BadDocument], None] | None = None,
        progress: bool = True,
    ) -> Iterator[Report]:
        """The report of each document, in order; the arguments and errors are those of :func:`geomap.read_many`."""
        from geomap.many import read_all

        if self.geocoder and workers != 1:
            raise ValueError(f"an online geocoder answers one question at a time; read with one worker, not {workers}")
        return read_all(
            self.read, documents, workers=workers, on_error=on_error, progress=progress, joining=self.engine is None
        )

    def at_home(self, reports: Iterable[Report]) -> Reader:
        """This reader, knowing what reports that it gave say of their outlets' homes.

        Read a batch, then read it again with what the first reading was sure of: a local paper's "Springfield" becomes
        its own. Only documents that name their ``outlet`` count, and no article speaks for itself.

        >>> import geomap
        >>> reader = geomap.load()
        >>> articles = ["Fire in Springfield, Illinois.", "Springfield voted."]
        >>> documents = [geomap.Document(id=text, text=text, lang="en", outlet="sj-r.com") for text in articles]
        >>> reader = reader.at_home(reader.read_many(documents))
        >>> [report.mentions[0].place.admin1 for report in reader.read_many(documents)]
        ['Illinois', 'Illinois']
        """
        from geomap.places import learn_homes

        found = ((report.document, [each.resolution for each in report.mentions]) for report in reports)
        return replace(self, homes=learn_homes(found))

    def _corrected(self, report: Report) -> Report:
        if not self.corrections:
            return report
        from geomap.corrections import apply_corrections

        corrected, stale = apply_corrections(report, self.corrections, self._find_place)
        return replace(corrected, warnings=(*corrected.warnings, *stale))

    def _find_place(self, ident: str) -> Place | None:
        number = self.gazetteer.number_of(ident)
        return None if number is None else self.gazetteer.place(number)


def load(
    *,
    gazetteer: Gazetteer | Path | str | None = None,
    worldview: str | None = None,
    engine: Engine | str | None = None,
    corrections: Path | str | None = None,
    geocoder: str | None = None,
    user_agent: str | None = None,
    geocoder_cache: Path | str | None = None,
) -> Reader:
    """A reader with these settings, to read many texts in the same way.

    Args:
        gazetteer: an index file, or the folder that holds one; without it, the one that geomap ships.
        worldview: to which state disputed areas count: ``default``, ``de-facto``, ``un`` or a state's ISO code; see
            :mod:`gazetteer.worldview`. Not with a Gazetteer, which has its own.
        engine: who recognises names instead of geomap: ``spacy:PIPELINE``, or any callable that takes a
            :class:`geomap.text.Text` and gives (start, end) of each place in ``text.document.text``.
        corrections: a file of corrections made on a map, to be replayed.
        geocoder: ``nominatim``, or ``nominatim:`` and the address of your own server, to be asked over the network for
            names that the gazetteer could not place. It reads with one worker.
        user_agent: who asks the geocoder, as its policy requires: your project, and an address to reach you.
        geocoder_cache: the SQLite file that keeps its answers; without it, one in your folder of caches.

    Raises:
        GazetteerError: the gazetteer cannot be opened, or there is no such worldview.
        EngineError: there is no such engine, pipeline or geocoder, or nobody to ask in whose name.
        MissingExtra: the engine or the geocoder needs a package that is not installed.
        DocumentError: the corrections cannot be read.
        ValueError: a worldview besides a Gazetteer.

    >>> import geomap
    >>> reader = geomap.load(worldview="un")
    >>> reader.read("Crowds gathered in Pristina.", lang="en").mentions[0].place.country
    'RS'
    """
    from gazetteer import Gazetteer, open_gazetteer
    from gazetteer.worldview import DEFAULT

    if isinstance(gazetteer, Gazetteer) and worldview is not None:
        raise ValueError("an open Gazetteer has its own worldview; give it to open_gazetteer, or give load a path")
    opened = gazetteer if isinstance(gazetteer, Gazetteer) else open_gazetteer(gazetteer, worldview or DEFAULT)
    return Reader(
        gazetteer=opened,
        engine=loaded(engine),
        corrections=read_file(corrections),
        geocoder=prepared(geocoder, user_agent, geocoder_cache),
    )


def loaded(engine: Engine | str | None) -> Engine | None:
    """The engine itself where it was given by name."""
    if not isinstance(engine, str):
        return engine
    from geomap.mentions import find_engine

    return find_engine(engine)


def prepared(geocoder: str | None, user_agent: str | None, cache: Path | str | None) -> OnlineGeocoder | None:
    """The online geocoder, where one is asked for by name."""
    if geocoder is None:
        return None
    from geomap.places import OnlineGeocoder

    return OnlineGeocoder(geocoder, user_agent, cache)


def read_file(corrections: Path | str | None) -> tuple[Correction, ...]:
    """The corrections in the file, where there is one."""
    if corrections is None:
        return ()
    from geomap.corrections import read_corrections

    return read_corrections(corrections)


def read_many(
    documents: Iterable[str | Document | BadDocument],
    *,
    workers: int = 1,
    on_error: Callable[[BadDocument], None] | None = None,
    progress: bool = True,
    gazetteer: Gazetteer | None = None,
) -> Iterator[Report]:
    """The report of each document, in order, as they are asked for; memory stays flat however many there are.

    Args:
        documents: texts or Documents; what :func:`geomap.read_documents` gives can be passed on as it is.
        workers: how many processes read. With one, it is this process, which reads a document when its report is asked
            for. With more, others read beside it (with an engine of your own, in its place) and share the gazetteer in
            memory; some hundreds of documents are read ahead, and the reports are the same, in the same order. A script
            that asks for more than one must do so under ``if __name__ == "__main__":``, as Python's multiprocessing
            requires.
        on_error: called with each document that could not be read, in its turn, after which the others go on: for
            instance ``bad.append``. Without it, the first such document raises DocumentError, after the reports before
            it; those after it are not read.
        progress: show how far it is on standard error, if that is a terminal.
        gazetteer: another than the one geomap ships.

    Raises:
        DocumentError: a document cannot be read, and there is no ``on_error``.
        GazetteerError: the gazetteer cannot be opened.
        WorkerError: a process could not begin, or ended before its work was done.
        TypeError: ``documents`` is one string.
        ValueError: there are fewer than one ``workers``.

    >>> import geomap
    >>> bad = []
    >>> reports = geomap.read_many(["Rain fell on Suva.", "Snow fell on Oslo."], on_error=bad.append)
    >>> [report.mentions[0].place.country for report in reports]
    ['FJ', 'NO']
    >>> bad
    []
    """
    return load(gazetteer=gazetteer).read_many(documents, workers=workers, on_error=on_error, progress=progress)
