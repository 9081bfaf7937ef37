"""A folder to write in, and what an interrupted run left of one, told from what a running one uses by the lock it holds."""

import errno
import os
import platform
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

try:
    import fcntl
except ImportError:  # Windows, where nothing that is open can be removed.
    fcntl = None  # type: ignore[assignment]

# What a file system answers that has no locks: there nothing is taken for left behind.
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def scratch_folder(folder: Path, name: str) -> Iterator[Path]:
    """A new folder in ``folder``, ``name``, the machine and some letters, removed at the end whatever happens.

    All that dead processes of this machine left under such names goes first: a lock may tell nothing of another machine's.
    Raises OSError where no folder can be made.
    """
    prefix = f"{name}{machine()}-"
    _sweep(folder, prefix)
    made, held = _made(folder, prefix)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        _let_go(held)


def machine() -> str:
    """What tells this machine's folders from those of another that writes to the same disk."""
    return f"{zlib.crc32(platform.node().encode('utf-8', 'surrogatepass')):08x}"


def _sweep(folder: Path, prefix: str) -> None:
    """Remove what nobody holds; a folder that can be written but not listed is left as it is."""
    if fcntl is None:
        return
    try:
        found = [path for path in folder.iterdir() if path.name.startswith(prefix) and path.is_dir() and not path.is_symlink()]
    except PermissionError:
        return
    for path in found:
        try:
            held = _hold(path)
        except OSError:  # somebody is using it, has just taken it away, or forbids to look
            continue
        if held is not None:
            shutil.rmtree(path, ignore_errors=True)
            _let_go(held)


def _made(folder: Path, prefix: str) -> tuple[Path, int | None]:
    """A new folder and its lock. One that another process takes for left behind, before it is held, is made anew."""
    while True:
        made = Path(mkdtemp(prefix=prefix, dir=folder))
        try:
            held = _hold(made)
        except (BlockingIOError, FileNotFoundError):
            continue
        if made.is_dir():
            return made, held
        _let_go(held)


def _hold(path: Path) -> int | None:
    """Hold a folder, so that nobody takes it for left behind; None where there are no locks.

    Raises BlockingIOError where another process holds it, FileNotFoundError where it is gone.
    """
    if fcntl is None:
        return None
    number = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(number)
        if error.errno in NO_LOCKS:
            return None
        raise
    return number


def _let_go(held: int | None) -> None:
    """End the hold, also of what a forked process has of it."""
    if held is not None:
        fcntl.flock(held, fcntl.LOCK_UN)
        os.close(held)
