"""A corpus through a real cluster of several processes: the same as one process, whatever dies on the way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask.dataframe
import pyarrow
import pyarrow.parquet
import pytest
from distributed import Client, LocalCluster, WorkerPlugin

import geomap.dask
from geomap.dask.merging import merge_parts, merged_frame
from geomap.dask.part import KILLS, Done, Reading
from geomap.dask.parts import Corpus, cut
from geomap.dask.run import Failed, begin, cluster, index, run
from geomap.errors import DocumentError, OutputError
from geomap.merging import group_incidents, sightings
from geomap.report import Report

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:DeprecationWarning", "ignore:Port .*:UserWarning")
ROOT = Path(__file__).parents[1]
ENGLISH = Reading(lang="en")
SENTENCES = (
    "Protesters seized the airport of Almaty.",
    "Turkish jets bombed a village near Aleppo on Monday.",
    "Qatar offered to mediate between Khartoum and its neighbours.",
    "Moscow accused Kyiv of shelling a power plant in Enerhodar.",
    "A ferry sank off Lampedusa; Italian rescue teams found no one alive.",
)
PER_FILE = 30
PER_PART = 10


def text_of(number: int) -> str:
    chosen = random.Random(number).sample(SENTENCES, 3)
    return " ".join(chosen)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of thirty documents; one of them has no text, and one no id."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(2):
        rows: list[dict[str, Any]] = [
            {"id": f"{number}-{row}", "text": text_of(100 * number + row), "date": "2022-01-05"} for row in range(PER_FILE)
        ]
        rows[3]["text"] = None
        rows[4]["id"] = None
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / f"{number}.parquet", row_group_size=20)
    return folder


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def expected(corpus: Path) -> list[str]:
    """What one process makes of the corpus."""
    done = subprocess.run(
        [sys.executable, "-m", "geomap", "parse", str(corpus), "--lang", "en"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 1, done.stderr
    assert "2 could not be read, 58 could" in done.stderr
    return sorted(done.stdout.splitlines())


def read_corpus(corpus: Path, folder: Path, client: Client, meet: Callable[[int], None] = lambda done: None) -> Corpus:
    """Run to the end, calling ``meet`` with the number of parts done after each."""
    parts = cut([corpus], PER_PART)
    begin(parts, folder, ENGLISH)
    for state in run(parts, folder, ENGLISH, client):
        assert not isinstance(state.last, Failed), state.last
        meet(state.done)
    index(parts, folder)
    return parts


def reports(folder: Path) -> list[str]:
    written = (folder / "reports").glob("*.jsonl")
    return sorted(line for path in written for line in path.read_text(encoding="utf-8").splitlines())


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if path.is_file()]


def test_a_file_is_cut_within_its_row_groups(corpus: Path) -> None:
    parts = cut([corpus], PER_PART).parts
    assert [(part.name, part.group, part.first, part.rows) for part in parts[:3]] == [
        ("0.parquet", 0, 0, 10),
        ("0.parquet", 0, 10, 10),
        ("0.parquet", 1, 20, 10),
    ]
    assert sum(part.rows for part in parts) == 2 * PER_FILE


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    for name, complaint in (
        ("broken.parquet", "not a Parquet file"),
        ("a.txt", "read from .parquet"),
        ("none.parquet", "No such"),
    ):
        with pytest.raises(DocumentError, match=complaint):
            cut([tmp_path / name])


def test_several_processes_make_what_one_makes(corpus: Path, client: Client, expected: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    read_corpus(corpus, folder, client)
    assert reports(folder) == expected
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum(line["documents"] for line in lines) == 58
    skipped = [json.loads(line) for path in sorted((folder / "skipped").iterdir()) for line in path.open(encoding="utf-8")]
    assert [bad["where"] for bad in skipped] == ["0.parquet:4", "1.parquet:4"]
    import geopandas

    mentions = [geopandas.read_parquet(path) for path in sorted((folder / "mentions").iterdir())]
    assert sum(map(len, mentions)) == sum(line["layers"]["mentions"] for line in lines)
    assert {frame.crs.to_epsg() for frame in mentions} == {4326}
    assert left_over(folder) == []


def test_two_runs_write_the_same_bytes(corpus: Path, client: Client, tmp_path: Path) -> None:
    for name in ("one", "two"):
        read_corpus(corpus, tmp_path / name, client)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert files
    assert [name for name in files if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()] == []


def test_incidents_are_merged_across_parts(corpus: Path, client: Client, tmp_path: Path) -> None:
    """The same happenings as one process finds when it merges all reports at once."""
    import geopandas

    folder = tmp_path / "out"
    read_corpus(corpus, folder, client)
    done = index(cut([corpus], PER_PART), folder)
    merge_parts(done, folder, client)
    read = [Report.from_dict(json.loads(line)) for line in reports(folder)]
    groups = group_incidents(sighting for report in read for sighting in sightings(report))
    found = [geopandas.read_parquet(path) for path in sorted((folder / "merged").glob("*.parquet"))]
    rows = [(*row, point.x, point.y) for frame in found for *row, point in frame.itertuples(index=False, name=None)]
    assert sorted(map(repr, rows)) == sorted(map(repr, expected_rows(groups)))
    assert max(group.merged.reports for group in groups) > PER_PART
    stamps = [path.stat().st_mtime_ns for path in (folder / "merged").iterdir()]
    merge_parts(done, folder, client)
    assert [path.stat().st_mtime_ns for path in (folder / "merged").iterdir()] == stamps


def expected_rows(groups: Any) -> list[tuple[Any, ...]]:
    frame = merged_frame(groups)
    return [(*row, point.x, point.y) for *row, point in frame.itertuples(index=False, name=None)]


def test_a_run_goes_on_where_it_stopped(corpus: Path, client: Client, expected: list[str], tmp_path: Path) -> None:
    folder, parts = tmp_path / "out", cut([corpus], PER_PART)
    begin(parts, folder, ENGLISH)
    for state in run(parts, folder, ENGLISH, client):
        if state.done == 2:
            break
    time.sleep(1)  # what was handed out already may still be written
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    assert len(before) >= 2
    read_corpus(corpus, folder, client)
    after = {path.name: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    assert {name: after[name] for name in before} == before
    assert reports(folder) == expected


def test_runs_of_another_kind_do_not_mix(corpus: Path, tmp_path: Path) -> None:
    parts = cut([corpus], PER_PART)
    begin(parts, tmp_path / "out", ENGLISH)
    with pytest.raises(OutputError, match="of which reading differ"):
        begin(parts, tmp_path / "out", Reading(lang="nl"))
    with pytest.raises(OutputError, match="of which corpus, parts differ"):
        begin(cut([corpus / "0.parquet"], PER_PART), tmp_path / "out", ENGLISH)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="holds files"):
        begin(parts, tmp_path / "full", ENGLISH)
    (tmp_path / "died" / ".run.json.geomap-0").mkdir(parents=True)
    begin(parts, tmp_path / "died", ENGLISH)
    assert left_over(tmp_path / "died") == []


def test_a_worker_that_is_killed_loses_nothing(corpus: Path, client: Client, expected: list[str], tmp_path: Path) -> None:
    victims = []

    def kill_one(done: int) -> None:
        if done == 1 and not victims:
            victims.append(next(iter(client.run(os.getpid).values())))
            os.kill(victims[0], signal.SIGKILL)

    read_corpus(corpus, tmp_path / "out", client, kill_one)
    assert victims
    assert reports(tmp_path / "out") == expected
    assert left_over(tmp_path / "out") == []


class Poison(WorkerPlugin):  # type: ignore[misc]
    """On every worker, new ones too: one document raises, another kills its process."""

    name = "poison"

    def setup(self, worker: object) -> None:
        from geomap import reader

        self.before = reader.read_document

        def poisoned(document: Any, *settings: Any) -> Any:
            if document.id == "0-7":
                raise ZeroDivisionError
            if document.id == "0-8":
                os.kill(os.getpid(), signal.SIGKILL)
            return self.before(document, *settings)

        reader.read_document = poisoned

    def teardown(self, worker: object) -> None:
        from geomap import reader

        reader.read_document = self.before


def test_a_poisoned_document_costs_only_itself(corpus: Path, expected: list[str], tmp_path: Path) -> None:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as client,
    ):
        client.register_plugin(Poison())
        read_corpus(corpus, tmp_path / "out", client)
    kept = [line for line in expected if json.loads(line)["id"] not in {"0-7", "0-8"}]
    assert reports(tmp_path / "out") == kept
    skipped = [json.loads(line) for line in (tmp_path / "out" / "skipped" / "part-000000.jsonl").open(encoding="utf-8")]
    assert [bad["where"] for bad in skipped] == ["0.parquet:4", "0.parquet:8", "0.parquet:9"]
    assert "ZeroDivisionError" in skipped[1]["why"]
    assert skipped[2]["why"] == KILLS


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()


def scheduler(port: int) -> Any:
    return started("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")


def worker(port: int) -> Any:
    return started("distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard")


def test_the_scheduler_may_be_restarted(corpus: Path, expected: list[str], tmp_path: Path, free_port: int) -> None:
    address = f"tcp://127.0.0.1:{free_port}"
    with scheduler(free_port) as first, worker(free_port), Client(address, timeout=60) as client:
        client.wait_for_workers(1, timeout=60)
        with_second: list[Any] = []

        def restart(done: int) -> None:
            if done == 1 and not with_second:
                os.killpg(first.pid, signal.SIGKILL)
                first.wait()
                with_second.extend([scheduler(free_port), worker(free_port)])
                for each in with_second:
                    each.__enter__()

        read_corpus(corpus, tmp_path / "out", client, restart)
    for each in with_second:
        each.__exit__(None, None, None)
    assert with_second
    assert reports(tmp_path / "out") == expected


@pytest.mark.parametrize("seed", range(3))
def test_a_command_that_is_killed_is_simply_given_again(corpus: Path, expected: list[str], tmp_path: Path, seed: int) -> None:
    """The whole command with all its workers dies at a random moment; given again, it ends with the same reports."""
    command = ["geomap", "parse", str(corpus), "-o", f"{tmp_path / 'out'}/", "--lang", "en"]
    with started(*command) as process:
        time.sleep(random.Random(seed).uniform(1.0, 8.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "58 documents read, 2 could not be" in done.stderr
    assert reports(tmp_path / "out") == expected


def test_a_frame_of_documents(client: Client) -> None:
    texts = {"body": [*SENTENCES, None], "published": ["2022-01-05"] * 6}
    frame = dask.dataframe.from_dict(texts, npartitions=2)
    columns = {"date": "published"}
    mentions = geomap.dask.read(frame, text="body", columns=columns, lang="en").compute()
    row = mentions[mentions["text"] == "Almaty"].iloc[0]
    assert (row["country"], row["role"], str(row["date"].date())) == ("KZ", "incident_site", "2022-01-05")
    assert abs(row["lat"] - 43.25) < 0.1
    assert abs(row["lon"] - 76.91) < 0.1
    relations = geomap.dask.read(frame, text="body", columns=columns, layer="relations", lang="en").compute()
    assert ("accuses", "Moscow", "Kyiv") in set(zip(relations["kind"], relations["source"], relations["target"], strict=True))
    made = geomap.dask.read(frame, text="body", layer="reports", lang="en").compute()
    assert made["report"].notna().sum() == 5
    assert made["error"].dropna().tolist() == ["row 5: 'text' is null, not a string"]


def test_a_frame_without_the_column(client: Client) -> None:
    frame = dask.dataframe.from_dict({"body": ["x"]}, npartitions=1)
    with pytest.raises(DocumentError, match="no column is named 'text'; the columns are body"):
        geomap.dask.read(frame)
    with pytest.raises(DocumentError, match="no field 'author'"):
        geomap.dask.read(frame, text="body", columns={"author": "body"})


def test_a_folder_that_cannot_be_written_is_told_before_any_work(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is not a folder"):
        begin(cut([corpus]), tmp_path / "file", ENGLISH)


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    monkeypatch.setattr("geomap.dask.run.CONNECT_SECONDS", 2)
    with pytest.raises(OutputError, match="no scheduler answers"), cluster(f"tcp://127.0.0.1:{free_port}"):
        pass


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_the_record_of_a_part_is_no_use_without_its_files(corpus: Path, client: Client, tmp_path: Path) -> None:
    from geomap.dask.part import read_record

    parts = read_corpus(corpus, tmp_path / "out", client)
    assert isinstance(read_record(tmp_path / "out", parts.parts[0]), Done)
    (tmp_path / "out" / "reports" / "part-000000.jsonl").unlink()
    assert read_record(tmp_path / "out", parts.parts[0]) is None
