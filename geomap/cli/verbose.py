"""``--verbose``: what was decided and how long each stage took, on standard error."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TypeVar

from geomap.cli.printing import say
from geomap.report import Report, counted

Item = TypeVar("Item")


class Teller:
    """Says what was decided and adds up how long each stage took; says nothing where it is not asked to."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.seconds: dict[str, float] = defaultdict(float)
        if wanted:
            from geomap.cli.voice import listen

            listen()

    def tell(self, message: str) -> None:
        """Say it, if asked to."""
        if self.wanted:
            say(message)

    def timed(self, stage: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items; the time that it takes to make them goes to the stage."""
        made = iter(items)
        while True:
            begun = perf_counter()
            try:
                item = next(made)
            except StopIteration:
                return
            finally:
                self.seconds[stage] += perf_counter() - begun
            yield item

    def tell_report(self, where: str, report: Report, stated: str | None) -> None:
        """Say what was found in a document."""
        if not self.wanted:
            return
        unplaced = sum(mention.resolution.place is None for mention in report.mentions)
        lang = f"{report.lang} ({'as stated' if stated else 'as found'})"
        counts = ", ".join(counted(len(getattr(report, layer)), layer) for layer in ("mentions", "incidents", "relations"))
        say(f"{where}: {lang}; {counts}; {unplaced} without a place")

    def tell_times(self, documents: int) -> None:
        """Say how long each stage took."""
        parts = [f"{stage} {seconds:.2f} s" for stage, seconds in self.seconds.items()]
        self.tell(f"{', '.join(parts)}; {counted(documents, 'documents')}")
