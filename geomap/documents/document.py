"""Document: one text as it was received; BadDocument: one that could not be read, and why."""

from dataclasses import dataclass
from datetime import date as Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what is known about it; the text is never altered.

    ``lang`` is ISO 639-1, ``date`` the day of publication, ``outlet`` the publisher's domain, ``byline`` who wrote it.
    ``spans``, where given, are the place mentions (start, end in code points): recognition is skipped and one mention
    comes back for each. ``warnings`` tell what had to be left out when it was read, such as a date that names no day.
    """

    id: str
    text: str
    lang: str | None = None
    date: Date | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    spans: tuple[tuple[int, int], ...] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDocument:
    """A document, or a whole file, that could not be read: where it stands, and why with the cure."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"
