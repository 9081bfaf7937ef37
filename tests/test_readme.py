"""What the README promises, kept: its commands, its Python, its table of roles, its links, its sources."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

import geomap
from gazetteer import open_gazetteer
from geomap.cli import app
from geomap.roles import Role

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PICTURE = ROOT / "docs" / "images" / "kazakhstan.jpg"
LARGEST_PICTURE = 250_000


def block(label: str) -> list[str]:
    """The lines of the fenced block after a label, as the CI script takes them."""
    lines = iter(README.splitlines())
    for line in lines:
        if line == f"<!-- {label} -->":
            break
    else:
        pytest.fail(f"no label {label!r}")
    assert next(lines).startswith("```")
    return list(iter(lambda: next(lines), "```"))


def test_the_two_commands() -> None:
    assert block("run") == ["pip install . && geomap map examples/kazakhstan-2022.nl.txt -o kazakhstan.html"]
    assert block("test") == ["pip install '.[test]' && pytest"]


def test_the_python_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    package = Path(geomap.__file__).parents[1]
    setup = f"import sys; sys.path.insert(0, {str(package)!r})\n"
    ended = subprocess.run(
        [sys.executable, "-c", setup + code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    assert "Donetsk" in ended.stdout
    assert (tmp_path / "map.html").exists()


def test_every_role_is_in_the_table_in_order() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", README, flags=re.MULTILINE) == [role.value for role in Role]


def test_every_command_is_named_and_no_other() -> None:
    commands: dict[str, object] = getattr(get_command(app), "commands")  # noqa: B009 (click's type has it only on groups)
    assert set(re.findall(r"`geomap ([a-z]+)", README)) == set(commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_picture_is_small_and_described() -> None:
    assert PICTURE.read_bytes().startswith(b"\xff\xd8\xff")  # JPEG
    assert PICTURE.stat().st_size <= LARGEST_PICTURE
    (described,) = re.findall(r"!\[([^\]]*)\]", README)
    assert len(described) > 40


def test_every_source_of_the_index_is_credited() -> None:
    sources = open_gazetteer().info()["sources"]
    packages = [source["version"].split()[0] for source in sources if source["version"] != "this release"]
    assert [package for package in packages if package not in README] == []
    assert [source["licence"] for source in sources if source["licence"] not in README] == []


def test_every_extra_and_every_dependency_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert {"spacy", "parquet", "dask", "docs", "test"} <= set(project["optional-dependencies"])
    table = page.partition("| depends on |")[2].partition("\n\n")[0]
    needed = [re.split("[<>=;]", each)[0] for each in project["dependencies"]]
    assert [name for name in needed if name not in table] == []


def test_the_changelog_has_this_version() -> None:
    assert f"## {geomap.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


EXAMPLE = re.compile(r"^- (\w\w): (.*\*\*(.+)\*\*.*)$")
# Sentences of the handbook that geomap reads otherwise, with the reason; each has to fail, or go from here.
MISREAD: dict[tuple[str, str], str] = {}
"""Examples, by role and language, that are not read as the handbook says, and why."""


def handbook() -> list[tuple[str, str, str]]:
    """Role, language and sentence of each example; the mention is in bold."""
    role, found = "", []
    for line in (ROOT / "docs" / "roles.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            role = line.removeprefix("## ")
        elif example := EXAMPLE.match(line):
            found.append((role, example[1], example[2]))
    return found


def handbook_parameters() -> list[object]:
    return [
        pytest.param(
            role,
            lang,
            sentence,
            id=f"{role}-{lang}",
            marks=[pytest.mark.xfail(reason=MISREAD[role, lang], strict=True)] if (role, lang) in MISREAD else [],
        )
        for role, lang, sentence in handbook()
    ]


@pytest.mark.parametrize(("role", "lang", "sentence"), handbook_parameters())
def test_the_examples_of_the_handbook(role: str, lang: str, sentence: str) -> None:
    before, surface, _ = sentence.split("**")
    report = geomap.read(sentence.replace("**", ""), lang=lang)
    roles = {(each.resolution.mention.start, each.resolution.mention.text): each.role.value for each in report.mentions}
    assert roles.get((len(before), surface)) == role, roles


def test_the_handbook_has_every_role_in_ten_languages() -> None:
    assert [(role, lang) for role, lang, _ in handbook()] == [
        (role, lang) for role in Role for lang in ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk")
    ]
