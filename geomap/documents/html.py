"""HTML -> the fields of a document: the article's text, title, day, publisher, byline and language."""

import re

from geomap.documents.encoding import AUTO, Encoding, decode, encoding_of, is_encoding, is_utf8
from geomap.errors import DocumentError

# The HTML standard looks for the declared encoding in the first 1,024 bytes; many news pages have it later.
HEAD_BYTES = 8_192
CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
LANG = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.IGNORECASE)
# The WHATWG Encoding Standard reads these labels as windows-1252, as every browser does.
WINDOWS_LABELS = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1"})
DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def extract_article(page: bytes, stated: str | None) -> tuple[dict[str, object], tuple[str, ...]]:
    """The fields found, and warnings; ``text`` is the extracted text, in which offsets count.

    Raises DocumentError where there is none.
    """
    from trafilatura import bare_extraction

    encoding = page_encoding(page, stated)
    markup = decode(page, encoding)
    article = bare_extraction(
        markup,
        with_metadata=True,
        include_comments=False,
        # The date of publication as the page states it, not the latest date found anywhere on it.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if article is None or isinstance(article, dict) or not article.text:
        raise DocumentError("no article text found in this page")
    fields: dict[str, object] = {
        "text": article.text,
        "title": article.title,
        "date": article.date,
        "url": article.url,
        "byline": article.author,
        "outlet": domain_of(article.hostname, article.sitename),
        "lang": declared_lang(markup),
    }
    return fields, (*encoding.warnings, *too_deep(markup))


def too_deep(markup: str) -> tuple[str, ...]:
    """A warning where elements are nested deeper than trafilatura's parser goes, which is silent about what it drops."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    etree.fromstring(markup.encode("utf-8", "replace") or b"<p>", parser)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        return ("the page nests elements more than 256 deep; what comes after that was not read",)
    return ()


def page_encoding(page: bytes, stated: str | None) -> Encoding:
    """The encoding: of the byte order mark, stated by the user, or by the page; else UTF-8, or detected if asked.

    A page is not believed where it is UTF-8 beyond doubt or names an encoding that does not exist: a warning says so.
    """
    declared = declared_charset(page)
    if stated not in (None, AUTO) or declared is None:
        return encoding_of(page, stated)
    if not is_encoding(declared):
        return doubted(encoding_of(page, stated), f"the page calls its encoding {declared!r}, which none is called")
    if declared not in ("utf-8", "utf8") and not page.isascii() and is_utf8(page):
        return doubted(Encoding("utf-8"), f"the page calls its encoding {declared}, but its bytes are UTF-8")
    return encoding_of(page, declared)


def doubted(encoding: Encoding, why: str) -> Encoding:
    """An encoding that is not the one a page states, with a warning."""
    return Encoding(encoding.name, (*encoding.warnings, f"{why}; read as {encoding.name}"))


def declared_charset(page: bytes) -> str | None:
    """The encoding that the page itself states."""
    found = CHARSET.search(page[:HEAD_BYTES])
    if not found:
        return None
    label = found[1].decode("ascii", "replace").lower()
    if label.startswith("utf-16"):
        return None  # The standard: a page whose declaration can be read as bytes is not in UTF-16.
    return "windows-1252" if label in WINDOWS_LABELS else label


def declared_lang(markup: str) -> str | None:
    """The language that the page itself states."""
    found = LANG.search(markup[:HEAD_BYTES])
    return found[1] if found else None


def domain_of(*names: str | None) -> str | None:
    """The first name that has the form of a domain."""
    return next((name.lower() for name in names if name and DOMAIN.fullmatch(name)), None)
