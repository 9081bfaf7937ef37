"""RSS 0.9 to 2.0, RSS 1.0 and Atom -> Entry: one item, one document.

No entity is expanded, no document type is loaded and nothing is fetched.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from geomap.documents.document import BadDocument
from geomap.documents.encoding import AUTO, BYTE_ORDER_MARKS, decode, encoding_of
from geomap.documents.fields import parse_day
from geomap.documents.intake import Entries, Entry, Intake, OpenFile
from geomap.documents.markup import text_of
from geomap.errors import DocumentError

ROOTS = frozenset(("rss", "RDF", "feed"))
ITEMS = frozenset(("item", "entry"))
# Of those that an item has, the first one that is not empty: the whole text before a summary of it.
TEXTS = ("encoded", "content", "description", "summary", "subtitle")
DAYS = ("published", "pubDate", "issued", "date", "created", "updated", "modified")
IDS = ("id", "guid")
LINKS = ("origLink", "link", "guid")
# The kinds of Atom content that are a text; the others are pictures, sounds and other files.
MARKED_UP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")
TEXT_TYPES = re.compile("|text|html|xhtml|text/.*", re.IGNORECASE)


def read_feed(file: OpenFile, intake: Intake) -> Entries:
    """The items, and a BadDocument for each place at which the XML is not well-formed; what can be read of it is kept.

    Raises DocumentError where this is no feed.
    """
    data = file.read(intake.max_file)
    root, faults = parse(data, intake)
    yield from (BadDocument(where=f"{file.where}:{line}", why=why) for line, why in faults)
    feed_lang = first(root, ("language",)) or first(next(iter(children(root, "channel")), None), ("language",)) or lang_of(root)
    items = [each for each in root.iter(etree.Element) if local(each) in ITEMS]
    for number, item in enumerate(items, start=1):
        where = f"{file.where}:{item.sourceline}"
        try:
            fields = item_fields(item, feed_lang)
        except DocumentError as error:
            yield BadDocument(where=where, why=str(error))
        else:
            yield Entry(where=where, default_id=f"{file.name}:{number}", fields=fields)


def parse(data: bytes, intake: Intake) -> tuple[Element, list[tuple[int, str]]]:
    """The root, and the faults by line; raises DocumentError where there is no root of a feed."""
    stated = intake.encoding if intake.encoding != AUTO else None
    marked = any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    if stated and not marked:  # libxml2 has names of its own for encodings, and not for all that Python knows.
        data = decode(data, encoding_of(b"", stated)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8" if stated and not marked else None,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        recover=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, LookupError) as error:
        raise DocumentError(f"not an RSS or Atom feed that can be read: {error}") from error
    if root is None or local(root) not in ROOTS:
        found = "no XML" if root is None else f"XML whose root is <{local(root)}>"
        raise DocumentError(f"not an RSS or Atom feed: {found}")
    return root, faults_of(parser)


def faults_of(parser: etree.XMLParser) -> list[tuple[int, str]]:
    """Where the XML is not well-formed; entities of HTML that XML does not know are read for what they mean."""
    faults = [entry for entry in parser.error_log if entry.type_name not in ("ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY")]
    return [(entry.line, f"not well-formed XML: {entry.message}; what could be read was") for entry in faults]


def item_fields(item: Element, feed_lang: str | None) -> dict[str, object]:
    """The fields of one item; raises DocumentError where it has neither a text nor a title."""
    title = one_line(text_of(first(item, ("title",)) or ""))
    text = next((text for text in map(plain, children(item, *TEXTS)) if text), "")
    if not text.startswith(title):
        text = f"{title}\n\n{text}" if text else title
    if not text:
        raise DocumentError("an item with neither a text nor a title")
    url = link_of(item)
    return {
        "id": first(item, IDS),
        "text": text,
        "title": title,
        "date": next((day for day in map(day_of, texts(item, *DAYS)) if day), None),
        "url": url,
        "outlet": outlet_of(item, url),
        "lang": lang_of(item) or first(item, ("language",)) or feed_lang,
    }


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: Element, *names: str) -> list[Element]:
    """The children that have one of the names, in the order of the names."""
    found = [child for child in parent if local(child) in names]
    return sorted(found, key=lambda child: names.index(local(child)))


def texts(parent: Element, *names: str) -> Iterator[str]:
    """What these children say, without blanks around it."""
    for child in children(parent, *names):
        yield unescape("".join(child.itertext())).strip()


def first(parent: Element | None, names: tuple[str, ...]) -> str | None:
    """The first of these children that says something."""
    return None if parent is None else next((text for text in texts(parent, *names) if text), None)


def plain(element: Element) -> str:
    """The text of a description or of content, whether it is plain, HTML or XHTML."""
    if not TEXT_TYPES.fullmatch(element.get("type", "")):
        return ""
    if any(isinstance(child.tag, str) for child in element):
        return text_of(etree.tostring(element, encoding="unicode", with_tail=False))
    text = "".join(element.itertext())
    marked_up = element.get("type") != "text" and MARKED_UP.search(text)
    return text_of(text) if marked_up else text.strip()


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def day_of(value: str) -> str | None:
    """The day of a date by RFC 822 or ISO 8601, at the offset it was written with; the value where it is neither."""
    if not value or parse_day(value):
        return value or None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, IndexError, TypeError, OverflowError):
        return value


def link_of(item: Element) -> str | None:
    """Where the item can be read."""
    for link in children(item, *LINKS):
        address = link.get("href") or (link.text or "").strip()
        if link.get("rel", "alternate") == "alternate" and address.startswith(("http://", "https://")):
            return address
    return None


def outlet_of(item: Element, url: str | None) -> str | None:
    """The domain of the source that the item names, else of its address."""
    addresses = [source.get("url") for source in children(item, "source")]
    hosts = [host_of(address) for address in (*addresses, url) if address]
    return next((host for host in hosts if host), None)


def host_of(address: str) -> str | None:
    """The domain of an address, without ``www.``."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def lang_of(element: Element) -> str | None:
    """The language that an element states for itself."""
    stated: str | None = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return stated
