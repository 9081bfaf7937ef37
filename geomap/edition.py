"""Which geomap it is: the release, and a digest of the models and language tables that decide beside its code."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parent
DATA = ("languages", "models")
ENDINGS = frozenset((".tsv", ".txt", ".xz"))
# Noted when the wheel is built, where nothing changes any more; a source tree has none.
DIGEST = "data/digest"


@cache
def edition() -> str:
    """The version by PEP 440 that every report carries, such as 0.1.0+data.d082e5ed."""
    from geomap import __version__

    noted = HERE / DIGEST
    made = noted.read_text(encoding="ascii") if noted.exists() else digest_of(HERE)
    return f"{__version__}+data.{made}"


def digest_of(package: Path) -> str:
    """The BLAKE2b-32 digest of the data files of a package folder, their names and their bytes."""
    made = blake2b(digest_size=4)
    found = {path.relative_to(package).as_posix(): path for room in DATA for path in (package / room).rglob("*")}
    for name in sorted(found):
        if found[name].suffix in ENDINGS:
            content = found[name].read_bytes()
            made.update(f"{name}\0{len(content)}\0".encode())
            made.update(content)
    return made.hexdigest()
