"""A folder to write in, and what an interrupted run left of one, told from what a running one uses by the lock it holds."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing that is open can be removed.
    fcntl = None  # type: ignore[assignment]

# What a file system answers that has no locks: there nothing is taken for left behind.
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


@contextmanager
def scratch_folder(folder: Path, name: str) -> Iterator[Path]:
    """A new folder in ``folder``, ``name`` and a number, removed at the end whatever happens.

    One that a dead process left under such a name goes first. Raises OSError where none can be made.
    """
    with ExitStack() as stack:
        with _held(folder):  # so that nobody takes the new one for left behind before it is held
            made = next(path for path in (folder / f"{name}{number}" for number in count()) if _make(path))
            stack.enter_context(_held(made))
            stack.callback(shutil.rmtree, made, ignore_errors=True)
        yield made


def _make(path: Path) -> bool:
    """Make a folder, in the place of one left behind; whether that could be, or somebody is using it."""
    if path.is_dir() and not path.is_symlink() and not _is_held(path):
        shutil.rmtree(path, ignore_errors=True)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    return True


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a folder: until then, nobody takes it for left behind. The lock goes with the process."""
    if fcntl is None:
        yield
        return
    number = os.open(path, os.O_RDONLY)
    try:
        _lock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _is_held(path: Path) -> bool:
    """Whether a running process holds it."""
    if fcntl is None:
        return False
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return True
    try:
        return not _lock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(number)


def _lock(number: int, how: int) -> bool:
    """Whether the lock was had."""
    try:
        fcntl.flock(number, how)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        return False
    return True
