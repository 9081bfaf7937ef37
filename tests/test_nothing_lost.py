"""A pulled plug, two at once, a full disk, a folder that is read-only: whole or not at all, by every command that writes."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from test_gazetteer import nothing_to_check, small_world
from test_import_geonames import NAMES, ROWS, zipped

from gazetteer.build import pack
from gazetteer.leftovers import machine, scratch_folder
from gazetteer.pack import write_index

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and mounts of POSIX")
ROOT = Path(__file__).parents[1]
fcntl = pytest.importorskip("fcntl", reason="locks of POSIX")
TEXT = "Moscow accused Kyiv of shelling Enerhodar. Crowds seized the airport of Almaty."
DOCUMENTS = 40
KILLS = 2
# What the small disk holds: less than any of the outputs.
DISK = "16k"
IMPORT = "from pathlib import Path; from gazetteer.geonames_dump import import_geonames as go; import sys; "
SCRATCH = ".out.csv.geomap-"
OUTPUTS = ["parse.jsonl", "map.html", "export.geojson", "export.csv", "export.gpkg", "export.xlsx", "index"]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, a GeoNames dump with names, and a small index to add it to."""
    folder = tmp_path_factory.mktemp("inputs")
    lines = [{"id": str(number), "text": f"{TEXT} It was day {number}.", "lang": "en"} for number in range(DOCUMENTS)]
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    zipped(folder / "GE.zip", ROWS)
    zipped(folder / "names.zip", NAMES)
    write_index(pack(small_world()), folder / "small.bin", nothing_to_check)
    return folder


def command(output: str, inputs: Path, folder: Path) -> list[str]:
    """The command that makes an output in the folder, in a process of its own."""
    if output == "index":
        made = IMPORT + "go(*map(Path, sys.argv[1:4]), base=Path(sys.argv[4]))"
        given = (inputs / "GE.zip", folder, inputs / "names.zip", inputs / "small.bin")
        return [sys.executable, "-c", made, *map(str, given)]
    name = output.partition(".")[0]
    return [sys.executable, "-m", "geomap", name, str(inputs / "news.jsonl"), "-o", str(folder / output)]


def target(output: str, folder: Path) -> Path:
    return folder / ("gazetteer.bin" if output == "index" else output)


def run(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=300)


def comparable(output: str) -> bool:
    """Whether two runs give the same bytes: a workbook says when it was made."""
    return not output.endswith((".xlsx", ".gpkg"))


@pytest.mark.parametrize("output", ["parse.jsonl", "map.html", "export.gpkg", "export.csv", "index"])
def test_killed_at_random_it_leaves_the_last_good_file(output: str, inputs: Path, tmp_path: Path) -> None:
    began = time.perf_counter()
    done = run(command(output, inputs, tmp_path))
    took = time.perf_counter() - began
    assert done.returncode == 0, done.stderr
    whole = target(output, tmp_path).read_bytes()
    for seed in range(KILLS):
        with subprocess.Popen(
            command(output, inputs, tmp_path), cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(random.Random(f"{output}{seed}").uniform(0.3, 1.0) * took)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        kept = target(output, tmp_path).read_bytes()
        assert kept == whole or (not comparable(output) and len(kept) == len(whole))
        assert all(path.name.startswith(".") for path in tmp_path.iterdir() if path != target(output, tmp_path))
    assert run(command(output, inputs, tmp_path)).returncode == 0
    if comparable(output):
        assert target(output, tmp_path).read_bytes() == whole
    # What the killed ones left is gone with the next.
    assert [path.name for path in tmp_path.iterdir()] == [target(output, tmp_path).name]


def test_only_what_a_dead_process_left_is_taken_away(tmp_path: Path) -> None:
    left, strange = tmp_path / f"{SCRATCH}{machine()}-left", tmp_path / ".out.csv.swp"
    elsewhere = tmp_path / f"{SCRATCH}another-machine"
    for folder in (left, elsewhere):
        folder.mkdir()
        (folder / "new.csv").write_text("half of it", encoding="utf-8")
    strange.write_text("an editor's", encoding="utf-8")
    with scratch_folder(tmp_path, SCRATCH) as first, scratch_folder(tmp_path, SCRATCH) as second:
        assert first != second and not left.exists()
        assert not [*first.iterdir(), *second.iterdir()]
    assert sorted(tmp_path.iterdir()) == sorted([strange, elsewhere])
    left.symlink_to(elsewhere)
    with scratch_folder(tmp_path, SCRATCH):
        assert (left / "new.csv").is_file()


def test_a_folder_that_somebody_else_has_locked_can_be_written_in(tmp_path: Path) -> None:
    number = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(number, fcntl.LOCK_EX)  # as cron jobs do with flock(1)
    with scratch_folder(tmp_path, SCRATCH) as folder:
        assert folder.is_dir()
    os.close(number)


def test_of_many_who_make_and_sweep_at_once_none_loses_its_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from gazetteer.leftovers import scratch_folder as made\n"
        "for _ in range(300):\n"
        "    with made(Path(sys.argv[1]), '.x-') as folder: (folder / 'new').write_text('')\n"
    )
    all_of_them = [subprocess.Popen([sys.executable, "-c", code, tmp_path], cwd=ROOT) for _ in range(4)]
    assert [each.wait(timeout=120) for each in all_of_them] == [0] * 4
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("output", ["parse.jsonl", "map.html", "export.csv", "index"])
def test_two_at_once_on_one_output_both_end_and_it_is_whole(output: str, inputs: Path, tmp_path: Path) -> None:
    both = [subprocess.Popen(command(output, inputs, tmp_path), cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    for each in both:
        _, said = each.communicate(timeout=300)
        assert each.returncode == 0, said
    assert [path.name for path in tmp_path.iterdir()] == [target(output, tmp_path).name]
    alone = tmp_path / "alone"
    alone.mkdir()
    assert run(command(output, inputs, alone)).returncode == 0
    assert target(output, tmp_path).read_bytes() == target(output, alone).read_bytes()


Mount = Callable[[str], Path]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a small disk of memory; where that is not permitted, the limits of file size in test_export.py stand for it."""
    made: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"disk{len(made)}"
        folder.mkdir()
        tool = shutil.which("mount")
        done = tool and subprocess.run([tool, "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
        if not done or done.returncode:
            pytest.skip("NOT TESTED HERE: mounting a small disk is not permitted; test_export.py limits file sizes instead")
        made.append(folder)
        return folder

    yield mount
    for folder in made:
        subprocess.run(["umount", folder], check=True)


def refused(output: str, inputs: Path, folder: Path) -> None:
    done = run(command(output, inputs, folder))
    assert done.returncode == (1 if output == "index" else 2)
    assert str(folder) in done.stderr
    assert ("OutputError: " in done.stderr) if output == "index" else ("Traceback" not in done.stderr)


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_full_disk_is_a_clear_error_and_the_old_file_stands(output: str, inputs: Path, mounted: Mount) -> None:
    folder = mounted(f"size={DISK}")
    target(output, folder).write_text("old", encoding="utf-8")
    refused(output, inputs, folder)
    assert [path.name for path in folder.iterdir()] == [target(output, folder).name]
    assert target(output, folder).read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("output", ["parse.jsonl", "map.html", "export.csv", "index"])
def test_a_folder_that_is_read_only_is_a_clear_error(output: str, inputs: Path, mounted: Mount) -> None:
    refused(output, inputs, mounted("size=1m,ro"))
