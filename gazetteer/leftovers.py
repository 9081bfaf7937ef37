"""What an interrupted run left behind, told from what a running one is using, by the lock that it holds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing that is open can be removed.
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a file or a folder: until then, nobody takes it for left behind. The lock goes with the process."""
    if fcntl is None:
        yield
        return
    number = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def sweep(folder: Path, prefix: str) -> None:
    """Remove what begins so in a folder, and nobody holds."""
    for left in folder.glob(f"{prefix}*"):
        if is_held(left):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Whether a running process holds it."""
    if fcntl is None:
        return False
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(number)
    return False
