"""What geomap logs, said on standard error."""

import logging

from geomap.cli.printing import say


class Voice(logging.Handler):
    """Has what geomap logs said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say one message."""
        say(self.format(record))


def listen() -> None:
    """Have what geomap logs said."""
    logger = logging.getLogger("geomap")
    logger.setLevel(logging.INFO)
    if not any(isinstance(each, Voice) for each in logger.handlers):
        logger.addHandler(Voice())
