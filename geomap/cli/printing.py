"""What the program says: lines of data on standard output, messages on standard error."""

import os
import re
import sys
from collections.abc import Iterable

# Control characters but tab and line end, lone surrogates, and what turns the direction of writing.
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def say(message: str) -> None:
    """One message on standard error."""
    print(f"geomap: {readable(message)}", file=sys.stderr)


def readable(text: str) -> str:
    """Text that came from outside, without what could command a terminal or turn its lines around."""
    return COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as UTF-8, each as soon as it is there; stop quietly where the reader has gone (``| head``)."""
    stream = sys.stdout.buffer
    try:
        for line in lines:
            stream.write(f"{line}\n".encode())
            stream.flush()
    except BrokenPipeError:
        leave_output()


def leave_output() -> None:
    """Let what the interpreter flushes at its end go nowhere: nobody takes it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
