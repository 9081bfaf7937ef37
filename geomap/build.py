"""Compiles the reviewed tables into ``geomap/data``, where they differ from what is there: ``python -m geomap.build``.

Every wheel is built with them; see :mod:`geomap.compiled`. The same sources give the same bytes.
"""

import sys
from collections.abc import Iterator

from gazetteer.mapped import MappedFile
from gazetteer.pack import write_parts
from geomap.compiled import TABLES, Compiled
from geomap.errors import TableError
from geomap.languages.cues import compiled_names
from geomap.mentions.model import compiled_linear
from geomap.roles.lexicon import compiled_words, languages


def everything() -> Iterator[Compiled]:
    """All that is compiled."""
    yield compiled_names()
    yield compiled_linear()
    yield from map(compiled_words, languages())


def is_built(compiled: Compiled) -> bool:
    """Whether the file is there, whole, and made of the sources as they are now."""
    try:
        return compiled.is_built()
    except TableError:
        return False


def build() -> list[Compiled]:
    """Compile what has changed, and give that.

    Raises:
        SourceError: a row of a table breaks a rule.
        OutputError: a file cannot be written; the one before still stands.
    """
    made = [compiled for compiled in everything() if not is_built(compiled)]
    for compiled in made:
        write_parts(compiled.parts(), compiled.path, TABLES, lambda written: MappedFile(written, TABLES).check())
    return made


def main() -> None:
    """Compile, and name the files written."""
    sys.stdout.writelines(f"{compiled.path}\n" for compiled in build())


if __name__ == "__main__":
    main()
