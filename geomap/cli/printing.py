"""What the program says: lines of data on standard output, messages on standard error."""

import os
import sys
from collections.abc import Iterable


def say(message: str) -> None:
    """One message on standard error."""
    print(f"geomap: {message}", file=sys.stderr)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as UTF-8, each as soon as it is there; stop quietly where the reader has gone (``| head``)."""
    stream = sys.stdout.buffer
    try:
        for line in lines:
            stream.write(f"{line}\n".encode())
            stream.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
