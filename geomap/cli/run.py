"""One run over the inputs: reports as they are asked for, and what could not be read."""

import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.cli.options import Settings
from geomap.cli.printing import say
from geomap.corrections import Correction, apply_corrections, never_met, read_corrections
from geomap.documents import BadDocument, Document, Entry, read_entries, to_document
from geomap.documents.intake import MIB
from geomap.errors import GeomapError, OutputError
from geomap.pipeline import read_document
from geomap.reader import Reader
from geomap.report import Report

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place

ALL_READ = 0
SOME_BAD = 1

Open = Callable[[Entry, set[str]], Report | Document | BadDocument]


class Run:
    """The reports of the inputs; documents that cannot be read are named on standard error and counted."""

    def __init__(
        self, inputs: list[str], settings: Settings, output: Path | None = None, open_entry: Open = to_document
    ) -> None:
        if output:
            spare_inputs(inputs, output)
        self.inputs = inputs
        self.settings = settings
        self.output = output
        self.open_entry = open_entry
        self.good = 0
        self.bad = 0

    def reports(self) -> Iterator[Report]:
        """Each report, in the order of the inputs. Raises GazetteerError where there is no index to read with."""
        reader = self.settings.reader()
        corrections = self.corrections()
        waiting = corrections
        for where, found in self.found():
            report = found if isinstance(found, Report) else self.read(where, found, reader)
            if report:
                self.good += 1
                waiting = tuple(each for each in waiting if never_met([each], [report]))
                yield self.corrected(where, report, corrections, reader.gazetteer)
        for correction in never_met(waiting, ()):
            say(f"{self.settings.corrections}: {correction}")

    def corrections(self) -> tuple[Correction, ...]:
        """What a reader decided before, from the file that the settings name."""
        return read_corrections(self.settings.corrections) if self.settings.corrections else ()

    def corrected(self, where: str, report: Report, corrections: tuple[Correction, ...], gazetteer: "Gazetteer") -> Report:
        """The report with the corrections that concern it; those that no longer apply are named on standard error."""
        if not corrections:
            return report

        def find_place(ident: str) -> "Place | None":
            number = gazetteer.number(ident)
            return None if number is None else gazetteer.place(number)

        report, stale = apply_corrections(report, corrections, find_place)
        for line in stale:
            say(f"{where}: {line}")
        return report

    def found(self) -> Iterator[tuple[str, Report | Document]]:
        """Each document or report that the inputs hold, and where it stands."""
        seen: set[str] = set()
        settings = self.settings
        entries = read_entries(
            self.inputs,
            encoding=settings.encoding,
            input_format=settings.input_format,
            columns=settings.columns,
            max_size=int(settings.max_size * MIB),
            output=self.output,
        )
        for entry in entries:
            found = entry if isinstance(entry, BadDocument) else self.open_entry(entry, seen)
            if isinstance(found, BadDocument):
                self.give_up(str(found))
            elif isinstance(entry, Entry):
                yield entry.where, found

    def read(self, where: str, document: Document, reader: Reader) -> Report | None:
        """The report of one document, or ``None`` where geomap fails on it: one failure must not lose the others."""
        self.warn(where, document.warnings)
        try:
            report = read_document(self.settings.complete(document), reader.gazetteer, reader.engine, reader.geocoder)
        except GeomapError as error:
            self.give_up(f"{where}: {error}")
        except Exception:  # noqa: BLE001 (a fault of geomap's own: told in full, and counted)
            self.give_up(f"{where}: a fault in geomap; please report it with this:\n{traceback.format_exc()}")
        else:
            self.warn(where, report.warnings[len(document.warnings) :])
            return report
        return None

    @staticmethod
    def warn(where: str, warnings: tuple[str, ...]) -> None:
        """Say what had to be left out of a document, or of its report."""
        for warning in warnings:
            say(f"{where}: warning: {warning}")

    def give_up(self, message: str) -> None:
        """Name a document that could not be read."""
        self.bad += 1
        say(message)

    def status(self) -> int:
        """The exit status, and a last line where something could not be read."""
        if not self.bad:
            return ALL_READ
        say(f"{self.bad} could not be read, {self.good} could")
        return SOME_BAD


def spare_inputs(inputs: list[str], output: Path) -> None:
    """Raise OutputError where the output would take the place of an input."""
    for item in inputs:
        if output.exists() and Path(item).exists() and output.samefile(item):
            raise OutputError(f"{output} is also an input; give the output another name")
