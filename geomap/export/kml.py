"""Reports -> KML 2.2 for Google Earth: a folder for each role, and one for the relations."""

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from geomap.export.geojson import cut
from geomap.export.rows import ROLE_ORDER, Position, Row, rows
from geomap.report import Layer, Report

NAMESPACE = "http://www.opengis.net/kml/2.2"


def write_kml(reports: Iterable[Report], path: Path) -> None:
    """Write every mention that has a place, and every relation that has a line."""
    reports = tuple(reports)
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    SubElement(document, "name").text = "geomap"
    mentions = list(rows(reports, Layer.MENTIONS))
    for role in ROLE_ORDER:
        add_folder(document, role.value, [row for row in mentions if row.properties["role"] == role.value], "place")
    relations = [row for row in rows(reports, Layer.RELATIONS) if row.positions]
    add_folder(document, Layer.RELATIONS.value, relations, "kind")
    indent(root)
    with path.open("wb") as stream:
        ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)


def add_folder(parent: Element, name: str, members: list[Row], title: str) -> None:
    """A folder with a placemark for each row; none where it would be empty."""
    if not members:
        return
    folder = SubElement(parent, "Folder")
    SubElement(folder, "name").text = f"{name} ({len(members)})"
    for row in members:
        add_placemark(folder, row, title)


def add_placemark(folder: Element, row: Row, title: str) -> None:
    """One placemark, its children in the order that the schema of KML asks for."""
    placemark = SubElement(folder, "Placemark")
    SubElement(placemark, "name").text = str(row.properties[title])
    SubElement(placemark, "description").text = str(row.properties["quote"])
    if row.properties["date"]:
        SubElement(SubElement(placemark, "TimeStamp"), "when").text = str(row.properties["date"])
    data = SubElement(placemark, "ExtendedData")
    for name, value in row.properties.items():
        if value is not None:
            SubElement(SubElement(data, "Data", name=name), "value").text = str(value)
    add_geometry(placemark, row.positions)


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
