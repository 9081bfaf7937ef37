"""HTML -> the fields of a document: the article's text, title, day, publisher and language."""

import re

from geomap.documents.encoding import decode
from geomap.errors import DocumentError

# The HTML standard looks for the declared encoding in the first 1,024 bytes; many news pages have it later.
HEAD_BYTES = 8_192
CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
LANG = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.IGNORECASE)
# The WHATWG Encoding Standard reads these labels as windows-1252, as every browser does.
WINDOWS_LABELS = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1"})
DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def extract_article(page: bytes, encoding: str | None) -> dict[str, object]:
    """The fields found; ``text`` is the extracted text, in which offsets count. Raises DocumentError without one."""
    from trafilatura import bare_extraction

    markup = decode(page, encoding or declared_charset(page))
    article = bare_extraction(
        markup,
        with_metadata=True,
        include_comments=False,
        # The date of publication as the page states it, not the latest date found anywhere on it.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if article is None or isinstance(article, dict) or not article.text:
        raise DocumentError("no article text found in this page")
    return {
        "text": article.text,
        "title": article.title,
        "date": article.date,
        "url": article.url,
        "outlet": domain_of(article.hostname, article.sitename),
        "lang": declared_lang(markup),
    }


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
