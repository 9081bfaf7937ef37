"""Reading many documents: the same reports in the same order for any number of workers, and nothing lost on the way."""

import itertools
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import geomap
from geomap import BadDocument, Document, Reader, Report
from geomap.errors import DocumentError, WorkerError
from geomap.many import AHEAD, MOST_IN_BATCH, batches, in_processes
from geomap.text import Text

ROOT = Path(__file__).parents[1]
TEXTS = (
    "Protesters seized the airport of Almaty, said the Kazakh interior ministry.",
    "Moscow accused Kyiv of shelling the market in Donetsk.",
    "",
    "Regen viel op Paramaribo en op de Surinaamse kust.",
)
BROKEN = Document(id="broken", text="Suva", spans=((0, 400),))
BROKEN_BEFORE = BadDocument(where="news.jsonl:7", why="no field 'text'")


def documents(number: int) -> list[Document]:
    return [Document(id=f"d{each}", text=TEXTS[each % len(TEXTS)]) for each in range(number)]


def lines(reports: Iterator[Report]) -> list[str]:
    return [report.to_json() for report in reports]


def every_capital(text: Text) -> list[tuple[int, int]]:
    """An engine that another process can find by its name."""
    return [(start, end) for word, start, end in zip(text.words, text.starts, text.ends, strict=True) if word[0].isupper()]


def dies(text: Text) -> list[tuple[int, int]]:
    os._exit(3)


def fails(text: Text) -> list[tuple[int, int]]:
    raise KeyError(text.document.text)


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_reports_in_the_same_order(workers: int) -> None:
    alone = list(geomap.read_many(documents(40)))
    shared = list(geomap.read_many(documents(40), workers=workers))
    assert [report.document.id for report in shared] == [f"d{number}" for number in range(40)]
    assert shared == alone


def signed(item: str | Document) -> Report:
    """The report of a text, its id the process that read it."""
    assert isinstance(item, str)
    return geomap.read(item, id=str(os.getpid()))


@pytest.mark.parametrize(("joining", "others"), [(True, 1), (False, 2)])
def test_this_process_is_one_of_the_workers_that_were_asked_for(joining: bool, others: int) -> None:
    outcomes = in_processes(signed, enumerate(["Rain fell on Suva."] * 400), 2, joining=joining)
    readers = {outcome.document.id for outcome in outcomes if isinstance(outcome, Report)}
    assert (str(os.getpid()) in readers) is joining
    assert 1 <= len(readers - {str(os.getpid())}) <= others


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_document_does_not_lose_the_others(workers: int) -> None:
    bad: list[BadDocument] = []
    items = ["Rain fell on Suva.", BROKEN, BROKEN_BEFORE, "Snow fell on Oslo."]
    reports = list(geomap.read_many(items, workers=workers, on_error=bad.append))
    assert [report.mentions[0].text for report in reports] == ["Suva", "Oslo"]
    assert [each.where for each in bad] == ["document 2 ('broken')", "news.jsonl:7"]
    assert "0 <= start < end <= 4" in bad[0].why


@pytest.mark.parametrize("workers", [1, 2])
def test_without_on_error_a_bad_document_is_raised_after_the_reports_before_it(workers: int) -> None:
    reports = geomap.read_many(["Rain fell on Suva.", BROKEN, "Snow fell on Oslo."], workers=workers)
    assert next(reports).mentions[0].text == "Suva"
    with pytest.raises(DocumentError, match=r"document 2 \('broken'\): spans\[0\]"):
        next(reports)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_source_that_fails_fails_after_the_reports_of_what_it_gave(workers: int) -> None:
    def broken_off() -> Iterator[str]:
        yield from ("Rain fell on Suva.", "Snow fell on Oslo.")
        raise ConnectionError("the feed broke off")

    reports = geomap.read_many(broken_off(), workers=workers)
    assert [next(reports).mentions[0].text, next(reports).mentions[0].text] == ["Suva", "Oslo"]
    with pytest.raises(ConnectionError, match="the feed broke off"):
        next(reports)


def test_a_fault_of_geomaps_own_is_told_in_full_and_loses_nothing_else() -> None:
    bad: list[BadDocument] = []
    reader = geomap.load(engine=fails)
    items = [Document(id="given", text="Suva", spans=((0, 4),)), "Snow fell on Oslo."]
    assert [report.document.id for report in reader.read_many(items, on_error=bad.append)] == ["given"]
    assert "a fault in geomap" in bad[0].why
    assert "KeyError: 'Snow fell on Oslo.'" in bad[0].why


def test_an_endless_source_is_read_only_so_far_ahead() -> None:
    asked = itertools.count()
    source = (TEXTS[next(asked) % len(TEXTS)] for _ in itertools.repeat(None))
    reports = geomap.read_many(source, workers=2)
    for _ in range(300):
        next(reports)
    assert next(asked) < 300 + (2 * AHEAD + 2) * MOST_IN_BATCH
    reports.close()  # type: ignore[attr-defined]


def test_batches_begin_small_and_grow_to_their_most() -> None:
    made = batches(enumerate(itertools.repeat("Suva")), 2)
    sizes = [len(batch) for batch in itertools.islice(made, 80) if isinstance(batch, list)]
    assert sizes[:6] == [1, 1, 2, 2, 3, 3]
    assert sizes == sorted(sizes)
    assert sizes[-1] == MOST_IN_BATCH


def test_workers_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="workers is 0"):
        geomap.read_many(["Suva"], workers=0)


def test_one_text_is_not_many() -> None:
    with pytest.raises(TypeError, match="for one text there is"):
        geomap.read_many("Suva")


def test_an_engine_goes_to_the_workers_by_name() -> None:
    reader = geomap.load(engine=every_capital)
    text = "rain on Suva and Zzyqx."
    assert [[mention.text for mention in report.mentions] for report in reader.read_many([text] * 3, workers=2)] == [
        ["Suva", "Zzyqx"]
    ] * 3


def test_an_engine_that_no_module_defines_is_refused_before_anything_is_read() -> None:
    reader = geomap.load(engine=lambda text: [])
    with pytest.raises(WorkerError, match="that a module defines by name"):
        next(reader.read_many(["Suva"], workers=2))


def test_a_worker_that_dies_is_no_silence() -> None:
    with pytest.raises(WorkerError, match="use fewer workers"):
        list(geomap.load(engine=dies).read_many(["Suva"], workers=2))


SCRIPT = """
import geomap
if __name__ == "__main__":
    for report in geomap.read_many(["Rain fell on Suva.", "Snow fell on Oslo."], workers={workers}, progress={progress}):
        print(report.mentions[0].text)
"""


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Path]:
    def write(**values: object) -> Path:
        path = tmp_path / "script.py"
        path.write_text(SCRIPT.format(**values), encoding="utf-8")
        return path

    return write


def on_terminal(script: Path) -> tuple[str, str]:
    """Standard output of a script, and what its standard error shows on a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    ended = subprocess.run(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True, timeout=120
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            seen += os.read(ours, 65536)
        except OSError:
            break
    os.close(ours)
    return ended.stdout.decode(), seen.decode()


@pytest.mark.parametrize("workers", [1, 2])
def test_the_bar_is_on_standard_error_of_a_terminal(script: Callable[..., Path], workers: int) -> None:
    out, err = on_terminal(script(workers=workers, progress=True))
    assert out.split() == ["Suva", "Oslo"]
    assert "2/2" in err


def test_no_bar_where_none_is_wanted(script: Callable[..., Path]) -> None:
    assert on_terminal(script(workers=1, progress=False)) == ("Suva\nOslo\n", "")


def test_no_bar_in_a_pipe(script: Callable[..., Path]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, script(workers=1, progress=True)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, timeout=120)
    assert (ended.stdout, ended.stderr) == ("Suva\nOslo\n", "")


def test_a_script_without_its_guard_is_told_so(script: Callable[..., Path]) -> None:
    path = script(workers=2, progress=False)
    path.write_text(path.read_text(encoding="utf-8").replace('if __name__ == "__main__":', "if True:"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, path], capture_output=True, text=True, env=environment, timeout=120)
    assert ended.returncode == 1
    assert "WorkerError" in ended.stderr
    assert "if __name__" in ended.stderr


def test_a_reader_keeps_its_settings_everywhere(tmp_path: Path) -> None:
    reader = geomap.load(worldview="un")
    assert isinstance(reader, Reader)
    for workers in (1, 2):
        report = next(
            iter(reader.read_many([Document(id="p", text="Crowds gathered in Pristina.", lang="en")], workers=workers))
        )
        place = report.mentions[0].place
        assert place and place.country == "RS"


def test_a_worldview_beside_an_open_gazetteer_is_refused() -> None:
    with pytest.raises(ValueError, match="has its own worldview"):
        geomap.load(gazetteer=geomap.load().gazetteer, worldview="un")


def test_settings_that_cannot_be_opened_fail_when_they_are_loaded(tmp_path: Path) -> None:
    from geomap.errors import GazetteerError

    with pytest.raises(GazetteerError):
        geomap.load(gazetteer=tmp_path)
    with pytest.raises(GazetteerError):
        geomap.load(worldview="martian")
    with pytest.raises(DocumentError):
        geomap.load(corrections=tmp_path / "none.jsonl")
