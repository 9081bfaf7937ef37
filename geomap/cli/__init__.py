"""The program ``geomap``.

Exit status: 0 all was read, 1 some documents could not be read (each named on standard error, the rest written),
2 wrong use, or an output or a gazetteer that cannot be used.
"""

import errno
import sys
from typing import NoReturn

from geomap.cli.commands import app
from geomap.cli.printing import leave_output, say
from geomap.errors import GeomapError

UNUSABLE = 2
# Where the disk is at fault and not geomap: it is full, over its quota, or broken.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run the program; every error that geomap raises on purpose, and a full disk, is one line on standard error."""
    try:
        app(prog_name="geomap")
    except GeomapError as error:
        say(str(error))
        sys.exit(UNUSABLE)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        leave_output()
        say(f"{error.filename or 'the output'}: {error.strerror}")
        sys.exit(UNUSABLE)
    sys.exit(0)
