"""How Sphinx makes the site of these pages: ``python -m sphinx -W docs site``; see docs/index.md."""

import geomap

project = "geomap"
author = "the geomap authors"
project_copyright = "the geomap authors, MIT licence"
version = release = geomap.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3

nitpicky = True
nitpick_ignore_regex = [
    # Types of other libraries and standard ones, whose documentation is elsewhere.
    (r"py:.*", r"(collections|datetime|folium|geopandas|pandas|pathlib|spacy|typing|geopy)\..*"),
    # Names of geomap's own that stand for a setting, and are described where they are taken.
    (r"py:class", r"(Date|Engine|OnError|OnlineGeocoder|Homes|tuple\[Correction|PathLike)"),
    (r"py:mod", r"gazetteer\.(shapes|drawn)"),
    (r"py:class", r"geomap\.(documents\.intake\.InputFormat|spacy\.Component)"),
    (r"py:.*", r"(Any|Callable|Doc|Document|GeoDataFrame|GeoSeries|Iterable|Iterator|Language|Map|Mapping|Path|Sequence|date)"),
]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"geomap {release}"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
