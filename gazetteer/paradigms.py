"""How a lemma of an inflecting language makes its forms: one row of ``tables/paradigms/<lang>.tsv`` each."""

from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import SourceError

HEADER = ("paradigm", "strip", "endings")
EMPTY = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paradigm:
    """Cut ``strip`` off the end of the lemma, then add each of ``endings`` in turn; either may be the empty string.

    ``source`` says which file and row it was read from, for messages.
    """

    name: str
    strip: str
    endings: tuple[str, ...]
    source: str = ""


def expand(lemma: str, paradigm: Paradigm) -> tuple[str, ...]:
    """Every form of ``lemma``, in the order of the paradigm's endings.

    Raises SourceError where the lemma does not end in what the paradigm cuts off.
    """
    if not lemma.endswith(paradigm.strip) or len(lemma) == len(paradigm.strip):
        raise SourceError(
            f"{paradigm.source or paradigm.name}: paradigm {paradigm.name!r} cuts off {paradigm.strip!r}, "
            f"which {lemma!r} does not end in; give the lemma another paradigm"
        )
    stem = lemma.removesuffix(paradigm.strip)
    return tuple(stem + ending for ending in paradigm.endings)


def read_paradigms(path: Path) -> dict[str, Paradigm]:
    """The paradigms of one language by name, from a tab-separated table with the columns of ``HEADER``.

    Raises SourceError for a missing file, a wrong header, a row of another width, an empty cell, or a name given twice.
    """
    lines = _lines(path)
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{path}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    paradigms: dict[str, Paradigm] = {}
    for row, line in enumerate(lines[1:], start=2):
        paradigm = _paradigm(line, f"{path}, row {row}")
        if paradigm.name in paradigms:
            raise SourceError(f"{paradigm.source}: paradigm {paradigm.name!r} is given twice; remove or rename one")
        paradigms[paradigm.name] = paradigm
    return paradigms


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _paradigm(line: str, source: str) -> Paradigm:
    cells = line.split("\t")
    if len(cells) != len(HEADER) or not all(cells):
        raise SourceError(f"{source}: expected {len(HEADER)} filled cells ({' '.join(HEADER)}), found {line!r}")
    name, strip, endings = cells
    forms = tuple(_text(ending) for ending in endings.split("|"))
    return Paradigm(name=name, strip=_text(strip), endings=forms, source=source)


def _text(cell: str) -> str:
    return "" if cell == EMPTY else cell
