"""Fields as they were received -> Document: what is checked, what is refused, what is only warned about."""

import re
from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime

from geomap.documents.document import Document
from geomap.errors import DocumentError

FIELDS = ("id", "text", "lang", "date", "title", "outlet", "url", "byline", "spans")

# ISO 639-1, the codes in force (183), and sh, which news still uses.
CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(CODES.split())

# A day, and after it perhaps a time, whose form does not matter: offsets come as Z, -05, +0530, " UTC" and more.
DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\s*\d{1,2}:\d{2}.*)", re.DOTALL)


def check_document(fields: Mapping[str, object], default_id: str) -> Document:
    """The document that ``fields`` describe; fields that are not a document's are ignored.

    A date or language that cannot be understood becomes ``None`` and a warning. Raises DocumentError where the text
    or the spans cannot be used.
    """
    text = check_text(fields)
    warnings: list[str] = []
    return Document(
        id=check_id(fields.get("id"), default_id),
        text=text,
        lang=check_lang(fields.get("lang"), warnings),
        date=check_date(fields.get("date"), warnings),
        title=check_words("title", fields.get("title"), warnings),
        outlet=check_words("outlet", fields.get("outlet"), warnings),
        url=check_words("url", fields.get("url"), warnings),
        byline=check_words("byline", fields.get("byline"), warnings),
        spans=check_spans(text, fields.get("spans")),
        warnings=tuple(warnings),
    )


def check_text(fields: Mapping[str, object]) -> str:
    """The text; raises DocumentError where there is none."""
    if "text" not in fields:
        raise DocumentError(f"no field 'text'; the fields are {', '.join(map(repr, fields)) or 'none'}")
    text = fields["text"]
    if not isinstance(text, str):
        raise DocumentError(f"'text' is {kind_of(text)}, not a string")
    return text


def check_id(value: object, default: str) -> str:
    """The id as a string, or ``default`` where none was given."""
    if value is None or value == "":
        return default
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise DocumentError(f"'id' is {kind_of(value)}, not a string")


def check_lang(value: object, warnings: list[str]) -> str | None:
    """ISO 639-1 in lower case; of ``en-GB`` or ``pt_BR`` the first part."""
    if value is None or value == "":
        return None
    code = re.split("[-_]", value.strip().lower())[0] if isinstance(value, str) else ""
    if code in LANGUAGES:
        return code
    warnings.append(f"lang {value!r} is no ISO 639-1 code such as 'nl'; left out")
    return None


def check_date(value: object, warnings: list[str]) -> Date | None:
    """The day that an ISO 8601 date, or date and time, names, at the offset it was written with."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Date):
        return value
    day = parse_day(value) if isinstance(value, str) else None
    if day is None:
        warnings.append(f"date {value!r} is no ISO 8601 day such as '2022-01-05'; left out")
    return day


def parse_day(value: str) -> Date | None:
    """The day, or ``None``; a month or a year alone names no day."""
    value = value.strip()
    timed = DAY_AND_TIME.fullmatch(value)
    try:
        return datetime.fromisoformat(timed[1] if timed else value).date()
    except ValueError:
        return None


def check_words(field: str, value: object, warnings: list[str]) -> str | None:
    """A string as given; anything else is left out with a warning."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    warnings.append(f"{field} is {kind_of(value)}, not a string; left out")
    return None


def check_spans(text: str, value: object) -> tuple[tuple[int, int], ...] | None:
    """The spans, in the order given; raises DocumentError where one is not a part of the text."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)):
        raise DocumentError(f"'spans' is {kind_of(value)}, not a list of [start, end]")
    return tuple(check_span(text, number, span) for number, span in enumerate(value))


def check_span(text: str, number: int, span: object) -> tuple[int, int]:
    """One span: whole numbers, 0 <= start < end <= length of the text."""
    if not isinstance(span, (list, tuple)) or len(span) != 2 or not all(type(offset) is int for offset in span):
        raise DocumentError(f"spans[{number}] is {span!r}, not two whole numbers [start, end]")
    start, end = span
    if not 0 <= start < end <= len(text):
        raise DocumentError(f"spans[{number}] is [{start}, {end}]; it must be 0 <= start < end <= {len(text)}")
    return start, end


def kind_of(value: object) -> str:
    """What a value is, in the words of JSON."""
    names = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", str: "a string"}
    return names.get(type(value)) or ("a list" if isinstance(value, (list, tuple)) else "an object")
