"""Which row a process was reading when it died: so that a row that kills its readers costs no other row."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A row at which so many processes died is not tried again. One death may be anybody's doing, as may two; Dask gives a
# part up after four.
DEATHS = 3
WIDTH = 13  # of a line: twelve digits and the line's end


class Journal:
    """The rows that earlier readers of a part died at, and the row that is being read now: one line a reader."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.deaths = Counter(map(int, path.read_text(encoding="ascii").split())) if path.exists() else Counter[int]()
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)

    def kills(self, row: int) -> bool:
        """Whether a row has killed as many of its readers as we try; else, note that it is being read."""
        if self.deaths[row] >= DEATHS:
            return True
        os.pwrite(self.file, f"{row:012d}\n".encode("ascii"), self.deaths.total() * WIDTH)
        return False

    def close(self) -> None:
        """Forget it: whoever gets here is alive."""
        os.close(self.file)
        self.path.unlink(missing_ok=True)


@contextmanager
def journal(path: Path) -> Iterator[Journal]:
    """The journal at a path, removed where the reader lives to the end, be it a bad one."""
    kept = Journal(path)
    try:
        yield kept
    finally:
        kept.close()
