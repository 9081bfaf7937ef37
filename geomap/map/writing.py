"""Text -> a file, whole or not at all."""

import os
from os import PathLike
from pathlib import Path

from gazetteer.leftovers import scratch_folder
from geomap.errors import OutputError

# The rights that a newly made file gets where the user's umask takes none away.
NEW_FILE_MODE = 0o666


def write_text(text: str, path: str | PathLike[str]) -> None:
    """Write UTF-8 beside ``path``, flush it to the disk, then put it in its place. Raises OutputError."""
    target = Path(path)
    try:
        _replace(target, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{target}: cannot be written ({reason}); choose a folder that exists and is yours") from error


def _replace(target: Path, content: bytes) -> None:
    with scratch_folder(target.parent, f".{target.name[:50]}.geomap-") as folder:
        fresh = folder / "new"
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(_mode(target))
        fresh.replace(target)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, or those of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return NEW_FILE_MODE & ~umask
