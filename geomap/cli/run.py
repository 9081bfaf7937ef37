"""One run over the inputs: reports as they are asked for, and what could not be read."""

import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.cli.options import Settings
from geomap.cli.outlets import at_home
from geomap.cli.printing import say
from geomap.cli.verbose import Teller
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
        self.teller = Teller(wanted=settings.verbose)
        self.good = 0
        self.bad = 0

    def reports(self) -> Iterator[Report]:
        """Each report, in the order of the inputs. Raises GazetteerError where there is no index to read with."""
        reader = at_home(self.settings.reader(), self.inputs, self.entries, self.settings.workers)
        self.tell_settings(reader)
        corrections = self.corrections()
        waiting = corrections
        for where, report in self.shown(self.teller.timed("reading", self.read_all(reader))):
            self.good += 1
            waiting = tuple(each for each in waiting if never_met([each], [report]))
            yield self.corrected(where, report, corrections, reader.gazetteer)
        for correction in never_met(waiting, ()):
            say(f"{self.settings.corrections}: {correction}")
        self.teller.tell_times(self.good)

    def tell_settings(self, reader: Reader) -> None:
        """Say with what the documents are read."""
        tell, settings = self.teller.tell, self.settings
        if settings.config:
            tell(f"settings from {settings.config}")
        if self.teller.wanted and reader.gazetteer:
            tell(f"gazetteer {reader.gazetteer.version}, {len(reader.gazetteer):,} places")
        for field, column in settings.columns.items():
            tell(f"{field} is read from {column!r}")

    def shown(self, found: Iterator[tuple[str, Report]]) -> Iterator[tuple[str, Report]]:
        """What was found, with a count on the terminal where nothing else is written there."""
        quiet = self.teller.wanted or not sys.stderr.isatty() or (self.output is None and sys.stdout.isatty())
        return found if quiet else counted(found)

    def read_all(self, reader: Reader) -> Iterator[tuple[str, Report]]:
        """Each report and where its document stands."""
        found = self.teller.timed("files in", self.found())
        if self.settings.workers > 1:
            yield from self.read_in_processes(found, reader)
            return
        for where, each in found:
            report = each if isinstance(each, Report) else self.read(where, each, reader)
            if report:
                yield where, report

    def read_in_processes(self, found: Iterator[tuple[str, Report | Document]], reader: Reader) -> Iterator[tuple[str, Report]]:
        """As ``read_all``, in several processes; the order stays."""
        from geomap.many import in_processes

        waiting: deque[tuple[str, str | None, int]] = deque()

        def handed() -> Iterator[tuple[int, Document]]:
            for number, (where, each) in enumerate(found, start=1):
                document = each.document if isinstance(each, Report) else self.settings.complete(each)
                self.warn(where, document.warnings)
                waiting.append((where, document.lang, len(document.warnings)))
                yield number, each if isinstance(each, Report) else document  # type: ignore[misc]

        for outcome in in_processes(ReadAgain(reader), handed(), self.settings.workers, joining=reader.engine is None):
            where, lang, told = waiting.popleft()
            if isinstance(outcome, BadDocument):
                self.give_up(f"{where}: {outcome.why}")
            else:
                self.warn(where, outcome.warnings[told:])
                self.teller.tell_report(where, outcome, lang)
                yield where, outcome

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

    def entries(self) -> Iterator[Entry | BadDocument]:
        """What the inputs hold, as received."""
        settings = self.settings
        return read_entries(
            self.inputs,
            encoding=settings.encoding,
            input_format=settings.input_format,
            columns=settings.columns,
            max_size=int(settings.max_size * MIB),
            output=self.output,
        )

    def found(self) -> Iterator[tuple[str, Report | Document]]:
        """Each document or report that the inputs hold, and where it stands."""
        seen: set[str] = set()
        for entry in self.entries():
            found = entry if isinstance(entry, BadDocument) else self.open_entry(entry, seen)
            if isinstance(found, BadDocument):
                self.give_up(str(found))
            elif isinstance(entry, Entry):
                yield entry.where, found

    def read(self, where: str, document: Document, reader: Reader) -> Report | None:
        """The report of one document, or ``None`` where geomap fails on it: one failure must not lose the others."""
        self.warn(where, document.warnings)
        try:
            report = read_document(
                self.settings.complete(document), reader.gazetteer, reader.engine, reader.geocoder, reader.homes
            )
        except GeomapError as error:
            self.give_up(f"{where}: {error}")
        except Exception:  # noqa: BLE001 (a fault of geomap's own: told in full, and counted)
            self.give_up(f"{where}: a fault in geomap; please report it with this:\n{traceback.format_exc()}")
        else:
            self.warn(where, report.warnings[len(document.warnings) :])
            self.teller.tell_report(where, report, document.lang or self.settings.lang)
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


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """Reads a document in another process; a report that was made before is what it was."""

    reader: Reader

    def __call__(self, item: str | Document | Report) -> Report:
        """The report."""
        return item if isinstance(item, Report) else self.reader.read(item)


def counted(found: Iterator[tuple[str, Report]]) -> Iterator[tuple[str, Report]]:
    """What was found, and on the terminal how many there were; the line goes when they end."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("reading"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=None)
        for where, report in found:
            bar.update(task, advance=1, description=where)
            yield where, report


def spare_inputs(inputs: list[str], output: Path) -> None:
    """Raise OutputError where the output would take the place of an input."""
    for item in inputs:
        if output.exists() and Path(item).exists() and output.samefile(item):
            raise OutputError(f"{output} is also an input; give the output another name")
