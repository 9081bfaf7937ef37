"""The program ``geomap``.

Exit status: 0 all was read, 1 some documents could not be read (each named on standard error, the rest written),
2 wrong use, or an output or a gazetteer that cannot be used.
"""

import sys
from typing import NoReturn

from geomap.cli.commands import app
from geomap.cli.printing import say
from geomap.errors import GeomapError

UNUSABLE = 2

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run the program; every error that geomap raises on purpose is one line on standard error."""
    try:
        app(prog_name="geomap")
    except GeomapError as error:
        say(str(error))
        sys.exit(UNUSABLE)
    sys.exit(0)
