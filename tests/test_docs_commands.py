"""Every command in docs/files.md and docs/command-line.md, run as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from test_inputs import RSS, packed

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / "files.md", ROOT / "docs" / "command-line.md"]
EXAMPLE = ROOT / "examples" / "kazakhstan-2022.nl.txt"


def commands(page: Path) -> list[str]:
    """The lines of the page's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that the pages name, and programs that stand for geomap and for the network."""
    openpyxl = pytest.importorskip("openpyxl")
    folder = tmp_path_factory.mktemp("desk")
    text = "Moscow blamed outsiders after crowds stormed the airport of Almaty."
    (folder / "examples").mkdir()
    shutil.copy(EXAMPLE, folder / "examples")
    for name in ("archive", "month"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(text)
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append([text])
    book.save(folder / "news.xlsx")
    (folder / "feed.xml").write_text(re.sub(r"<item><title> </title></item>", "", RSS.format(encoding="utf-8")))
    (folder / "2022.jsonl.zst").write_bytes(packed(".zst", json.dumps({"text": text}).encode()))
    (folder / "month.csv").write_text(f"key,published,body\n1,2022-01-05,{text}\n")
    (folder / "news.csv").write_text(f"id;text\n1;{text}\n")
    programs = folder / "programs"
    programs.mkdir()
    (programs / "geomap").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geomap "$@"\n')
    (programs / "curl").write_text(f'#!/bin/sh\nexec cat "{folder / "feed.xml"}"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    article = {"id": "a-2022-01-05", "text": EXAMPLE.read_text(encoding="utf-8")}
    (folder / "article.jsonl").write_text(json.dumps(article))
    assert run("geomap parse article.jsonl -o reports.jsonl", folder).returncode == 0
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command, as a shell runs it in the folder."""
    path = f"{folder / 'programs'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    return subprocess.run(
        ["/bin/sh", "-ec", command], cwd=folder, capture_output=True, text=True, timeout=120, check=False, env=environment
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_runs(page: Path, desk: Path) -> None:
    found = commands(page)
    assert found
    for command in found:
        kept = (desk / "reports.jsonl").read_bytes()
        ended = run(command, desk)
        assert ended.returncode == 0, f"{command}\n{ended.stderr}"
        # A page's own reports.jsonl may be another than the one that the next command explains.
        (desk / "reports.jsonl").write_bytes(kept)


def test_the_settings_shown_are_settings(desk: Path) -> None:
    (settings,) = re.findall(r"```toml\n(.*?)```", PAGES[1].read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(tomllib.loads(settings)) == {"lang", "outlet", "max-size", "parse", "map"}
    (desk / "shown.toml").write_text(settings)
    (desk / "body.jsonl").write_text('{"body": "Onrust in Almaty."}\n')
    ended = run("geomap parse body.jsonl --config shown.toml --workers 1", desk)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["outlet"] == "example.org"
    assert run("geomap map body.jsonl --text-column body --config shown.toml -o map.html", desk).returncode == 0
