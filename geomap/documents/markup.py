"""A piece of HTML, such as an item of a feed has -> its text, a block a line."""

from lxml import etree
from lxml.etree import _Element as Element

from geomap.errors import DocumentError

# Elements that begin on a line of their own, and elements whose content is no text.
BLOCK_NAMES = """
    address article aside blockquote body br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
SILENT_NAMES = "applet audio canvas embed iframe math noscript object script style svg template title video"
BLOCKS = frozenset(BLOCK_NAMES.split())
SILENT = frozenset(SILENT_NAMES.split())


def text_of(markup: str) -> str:
    """The text without scripts and the like, blanks as a browser has them; images, links and tables lose their frame.

    Raises DocumentError where elements are nested deeper than the parser goes (2,048).
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    root = etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise DocumentError("HTML nested too deep to be read")
    pieces = pieces_of(root) if root is not None else []
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def pieces_of(root: Element) -> list[str]:
    """The pieces of text in order, with a line end at each end of a block."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        silent = element.tag in SILENT
        if event == "start" and silent:
            walk.skip_subtree()
        if element.tag in BLOCKS:
            pieces.append("\n")
        if event == "start" and not silent:
            pieces.append(one_blank(element.text))
        if event == "end" and element is not root:
            pieces.append(one_blank(element.tail))
    return pieces


def one_blank(text: str | None) -> str:
    """The text, its line ends no more than blanks."""
    return (text or "").replace("\n", " ")
