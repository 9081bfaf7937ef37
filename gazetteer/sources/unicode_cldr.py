"""Names of countries and of their divisions by language: PyPI Babel and Debian unicode-cldr-core (Unicode licence)."""

from collections.abc import Iterator

from gazetteer.sources import Source
from gazetteer.sources.checked import check_locale_data
from gazetteer.sources.reviewed import LANGUAGES
from gazetteer.sources.tables import extract

SOURCES = (
    Source(
        "Unicode CLDR territories",
        "Babel 2.18.0",
        "2026-02-01",
        "Unicode-3.0",
        "names of countries, and of 420 cities, by language",
        "PyPI Babel",
    ),
    Source(
        "Unicode CLDR subdivisions",
        "unicode-cldr-core 41",
        "2022-04-06",
        "Unicode-DFS-2016",
        "names of divisions in 13 languages",
        "Debian",
    ),
    Source(
        "Unicode Han variants",
        "unicode-data 15.0.0",
        "2022-09-15",
        "Unicode-DFS-2016",
        "traditional and simplified Chinese letters",
        "Debian",
    ),
    Source(
        "ISO country names",
        "i18n-iso-countries 7.14.0",
        "2025-07-17",
        "MIT",
        "more country names in 13 languages",
        "npm i18n-iso-countries",
    ),
)

_ISO_LETTERS = 2


def territories() -> Iterator[tuple[str, str, str]]:
    """(ISO code, language, name) of every territory in every language that Babel has."""
    check_locale_data()
    from babel import Locale, localedata

    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        if locale.territory or locale.script:
            continue
        for code, name in sorted(locale.territories.items()):
            if len(code) == _ISO_LETTERS and code.isalpha():
                yield code, locale.language, name


def exemplar_cities() -> Iterator[tuple[str, str, str, str]]:
    """(ISO code, English name, language, name) of the cities that time zones are named after, in the 13 languages."""
    check_locale_data()
    from babel import Locale
    from babel.core import get_global

    countries = get_global("zone_territories")
    for lang in LANGUAGES:
        for zone, known in sorted(Locale.parse(lang).time_zones.items()):
            english = zone.rpartition("/")[2].replace("_", " ")
            if zone in countries and known.get("city"):
                yield countries[zone], english, lang, known["city"]


def country_names() -> Iterator[tuple[str, str, str]]:
    """(ISO code, language, name): what a second list adds, such as "Wit-Rusland" beside "Belarus"."""
    return ((row["iso"], row["lang"], row["name"]) for row in extract("country_names"))


def subdivisions() -> Iterator[tuple[str, str, str]]:
    """(ISO 3166-2 code, language, name) of every division."""
    return ((row["iso"], row["lang"], row["name"]) for row in extract("cldr_subdivisions"))
