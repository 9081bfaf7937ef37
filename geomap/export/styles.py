"""The colours of the map as styles for other programs: QML for QGIS, SLD 1.1 for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from geomap.export.markup import COLOURS
from geomap.incidents import IncidentType, RelationKind
from geomap.report import Layer
from geomap.roles import Role

# The colours of the map's arcs; a test holds the two together.
LINE_COLOURS = {
    RelationKind.ACCUSES: "#b67a00",
    RelationKind.SUPPORTS: "#00805d",
    RelationKind.ATTACKS: "#c24a00",
    RelationKind.MEDIATES: "#2478ac",
    RelationKind.CLAIMS: "#a84f80",
}
OUTLINE = "#ffffff"
DOT_MM = 2.8
DIAMOND_MM = 3.6
LINE_MM = 0.6
ARROW_MM = 3.0
PIXELS_IN_A_MM = 1 / 0.28  # The pixel of the OGC's standards.


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How a layer is drawn: by the values of one column, each in its colour."""

    column: str
    colours: Mapping[str, str]
    mark: str | None  # None for lines.
    size: float  # Millimetres.


BY_ROLE = Theme(column="role", colours={role.value: COLOURS[role] for role in Role}, mark="circle", size=DOT_MM)
THEMES: Mapping[Layer, Theme] = {
    Layer.MENTIONS: BY_ROLE,
    Layer.PLACES: BY_ROLE,
    Layer.INCIDENTS: Theme(
        column="type",
        colours={kind.value: COLOURS[Role.INCIDENT_SITE] for kind in IncidentType},
        mark="diamond",
        size=DIAMOND_MM,
    ),
    Layer.RELATIONS: Theme(
        column="kind", colours={kind.value: colour for kind, colour in LINE_COLOURS.items()}, mark=None, size=LINE_MM
    ),
}


def qml(layer: Layer) -> str:
    """The style of a layer as QGIS 3 reads it: a symbol for each value of one column."""
    theme = THEMES[layer]
    root = Element("qgis", version="3.22", styleCategories="Symbology")
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr=theme.column, enableorderby="0", symbollevels="0")
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (value, colour) in enumerate(theme.colours.items()):
        SubElement(categories, "category", value=value, label=labelled(value), symbol=str(number), render="true")
        if theme.mark:
            add_marker(symbols, str(number), theme.mark, colour, theme.size)
        else:
            add_arrow(symbols, str(number), colour, theme.size)
    SubElement(root, "layerGeometryType").text = "0" if theme.mark else "1"
    return written(root)


def labelled(value: str) -> str:
    """A value as a legend has it."""
    return value.replace("_", " ")


def rgba(colour: str) -> str:
    """A colour such as #d55e00, as QGIS writes it."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def add_symbol(parent: Element, name: str, kind: str) -> Element:
    """An empty symbol."""
    return SubElement(parent, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")


def add_layer(symbol: Element, kind: str, options: Mapping[str, str]) -> Element:
    """A layer of a symbol, its options in the form of QGIS 3.20 and in the one before it."""
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    table = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(table, "Option", name=name, type="QString", value=value)
        SubElement(layer, "prop", k=name, v=value)
    return layer


def add_marker(parent: Element, name: str, mark: str, colour: str, size: float) -> None:
    """A filled mark with a light edge."""
    options = {
        "color": rgba(colour),
        "name": mark,
        "outline_color": rgba(OUTLINE),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "size": str(size),
        "size_unit": "MM",
    }
    add_layer(add_symbol(parent, name, "marker"), "SimpleMarker", options)


def add_arrow(parent: Element, name: str, colour: str, width: float) -> None:
    """A line with a head at its end: from the source of a relation to its target."""
    symbol = add_symbol(parent, name, "line")
    line = {"line_color": rgba(colour), "line_style": "solid", "line_width": str(width), "line_width_unit": "MM"}
    add_layer(symbol, "SimpleLine", line)
    head = add_layer(symbol, "MarkerLine", {"placement": "lastvertex", "rotate": "1"})
    add_marker(head, f"@{name}@1", "filled_arrowhead", colour, ARROW_MM)


def sld(layer: Layer) -> str:
    """The style of a layer as an OGC Styled Layer Descriptor 1.1: a rule for each value of one column."""
    theme = THEMES[layer]
    spaces = {"xmlns": "http://www.opengis.net/sld", "xmlns:se": "http://www.opengis.net/se"}
    root = Element("StyledLayerDescriptor", {**spaces, "xmlns:ogc": "http://www.opengis.net/ogc", "version": "1.1.0"})
    named = SubElement(root, "NamedLayer")
    SubElement(named, "se:Name").text = layer.value
    style = SubElement(named, "UserStyle")
    SubElement(style, "se:Name").text = layer.value
    SubElement(style, "IsDefault").text = "true"
    rules = SubElement(style, "se:FeatureTypeStyle")
    for value, colour in theme.colours.items():
        add_rule(rules, theme, value, colour)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + written(root)


def add_rule(rules: Element, theme: Theme, value: str, colour: str) -> None:
    """How the features of one value are drawn."""
    rule = SubElement(rules, "se:Rule")
    SubElement(rule, "se:Name").text = labelled(value)
    equal = SubElement(SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
    SubElement(equal, "ogc:PropertyName").text = theme.column
    SubElement(equal, "ogc:Literal").text = value
    if theme.mark is None:
        add_parameters(SubElement(rule, "se:LineSymbolizer"), "Stroke", {"stroke": colour, "stroke-width": pixels(theme.size)})
        return
    graphic = SubElement(SubElement(rule, "se:PointSymbolizer"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = theme.mark
    add_parameters(mark, "Fill", {"fill": colour})
    add_parameters(mark, "Stroke", {"stroke": OUTLINE, "stroke-width": "0.5"})
    SubElement(graphic, "se:Size").text = pixels(theme.size)


def add_parameters(parent: Element, kind: str, parameters: Mapping[str, str]) -> None:
    """A fill or a stroke."""
    element = SubElement(parent, f"se:{kind}")
    for name, value in parameters.items():
        SubElement(element, "se:SvgParameter", name=name).text = value


def pixels(millimetres: float) -> str:
    """A length on the screen."""
    return f"{millimetres * PIXELS_IN_A_MM:.1f}"


def written(root: Element) -> str:
    """The element as text, a line each."""
    indent(root)
    return tostring(root, encoding="unicode")


STYLES: Mapping[str, Callable[[Layer], str]] = {"styleQML": qml, "styleSLD": sld}
