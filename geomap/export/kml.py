"""Reports -> KML 2.2 for Google Earth: a folder for each role, one for the incidents and one for the relations."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from geomap.export.geojson import cut
from geomap.export.rows import ROLE_ORDER, Position, Row, rows
from geomap.export.styles import THEMES
from geomap.report import Layer, Report

NAMESPACE = "http://www.opengis.net/kml/2.2"
# A white disc, which Google Earth colours; it comes with the program.
ICON = "http://maps.google.com/mapfiles/kml/shapes/placemark_circle.png"
LINE_WIDTH = 3  # pixels
TITLES = {Layer.MENTIONS: "place", Layer.INCIDENTS: "place", Layer.RELATIONS: "kind"}


def write_kml(reports: Iterable[Report], path: Path) -> None:
    """Write every mention that has a place, every incident, and every relation that has a line."""
    reports = tuple(reports)
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    SubElement(document, "name").text = "geomap"
    for layer in TITLES:
        add_styles(document, layer)
    mentions = list(rows(reports, Layer.MENTIONS))
    for role in ROLE_ORDER:
        members = [row for row in mentions if row.properties["role"] == role.value]
        add_folder(document, role.value, members, Layer.MENTIONS)
    for layer in (Layer.INCIDENTS, Layer.RELATIONS):
        add_folder(document, layer.value, [row for row in rows(reports, layer) if row.positions], layer)
    indent(root)
    with path.open("wb") as stream:
        ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)


def add_styles(document: Element, layer: Layer) -> None:
    """A style for each value by which a layer is coloured."""
    theme = THEMES[layer]
    for value, colour in theme.colours.items():
        style = SubElement(document, "Style", id=style_id(layer, value))
        if theme.mark:
            icon = SubElement(style, "IconStyle")
            SubElement(icon, "color").text = abgr(colour)
            SubElement(SubElement(icon, "Icon"), "href").text = ICON
        else:
            line = SubElement(style, "LineStyle")
            SubElement(line, "color").text = abgr(colour)
            SubElement(line, "width").text = str(LINE_WIDTH)


def style_id(layer: Layer, value: str) -> str:
    """The name of a style, which no other layer has."""
    return f"{layer.value}-{value}"


def abgr(colour: str) -> str:
    """A colour such as #d55e00, as KML writes it: opacity, blue, green, red."""
    return f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def add_folder(parent: Element, name: str, members: list[Row], layer: Layer) -> None:
    """A folder with a placemark for each row; none where it would be empty."""
    if not members:
        return
    folder = SubElement(parent, "Folder")
    SubElement(folder, "name").text = f"{name} ({len(members)})"
    for row in members:
        add_placemark(folder, row, layer)


def add_placemark(folder: Element, row: Row, layer: Layer) -> None:
    """One placemark, its children in the order that the schema of KML asks for."""
    placemark = SubElement(folder, "Placemark")
    SubElement(placemark, "name").text = str(row.properties[TITLES[layer]])
    SubElement(placemark, "description").text = description(row)
    add_time(placemark, row)
    value = str(row.properties[THEMES[layer].column])
    SubElement(placemark, "styleUrl").text = f"#{style_id(layer, value)}"
    data = SubElement(placemark, "ExtendedData")
    for name, known in row.properties.items():
        if known is not None:
            SubElement(SubElement(data, "Data", name=name), "value").text = str(known)
    add_geometry(placemark, row.positions)


def description(row: Row) -> str:
    """The quotation and where it is from, as the HTML that Google Earth shows; nothing in it is taken for markup."""
    quote = f"<p>{escape(str(row.properties['quote']))}</p>"
    title, url = row.properties["title"], row.properties["url"]
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        return f'{quote}<p><a href="{escape(url)}">{escape(str(title or url))}</a></p>'
    return f"{quote}<p>{escape(title)}</p>" if isinstance(title, str) else quote


def add_time(placemark: Element, row: Row) -> None:
    """The days of an incident, else the day of publication, where they are known."""
    if row.properties.get("date_start"):
        span = SubElement(placemark, "TimeSpan")
        SubElement(span, "begin").text = str(row.properties["date_start"])
        SubElement(span, "end").text = str(row.properties["date_end"])
    elif row.properties["date"]:
        SubElement(SubElement(placemark, "TimeStamp"), "when").text = str(row.properties["date"])


def add_geometry(placemark: Element, positions: tuple[Position, ...]) -> None:
    """A point, or the parts of a line; longitude first."""
    if len(positions) == 1:
        SubElement(SubElement(placemark, "Point"), "coordinates").text = coordinates(positions)
        return
    lines = SubElement(placemark, "MultiGeometry")
    for line in cut(positions[0], positions[1]):
        string = SubElement(lines, "LineString")
        SubElement(string, "tessellate").text = "1"
        SubElement(string, "coordinates").text = coordinates(line)


def coordinates(positions: Iterable[Position]) -> str:
    """Positions as KML writes them."""
    return " ".join(f"{longitude},{latitude}" for longitude, latitude in positions)
