"""Sentences written by rule about villages, rivers, mountains, stations and buildings, and about people and clubs beside them.

News names great towns and states; an encyclopaedia or a local paper names hamlets and brooks that no source lists, with a
word that says what they are. The names are the gazetteer's, of the language's own countries, and half of them are hidden from
the model (``hidden`` in ``train_mentions.py``), so that it learns the words around them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from zlib import crc32

from marked_places import Marked, MarkedDocument

from gazetteer import Gazetteer
from gazetteer.index import KINDS
from gazetteer.place import PlaceKind
from geomap.documents import Document
from geomap.languages.cues import person_names

# Whose names stand in the sentences of a language.
COUNTRIES = {
    "de": ("DE", "AT", "CH"), "en": ("GB", "US", "AU", "IN", "NG"), "es": ("ES", "MX", "CO", "PE"), "fr": ("FR", "BE", "CM"),
    "it": ("IT",), "nl": ("NL", "BE"), "pl": ("PL",), "pt": ("BR", "PT", "AO"), "ru": ("RU", "KZ"), "uk": ("UA",),
}  # fmt: skip
# {s} a settlement, {w} a water, {n} a mountain or island: places. {P} a surname, {G} with a given name before it, {c} a town
# in the name of its club: no places. Each sentence is filled so many times.
TIMES = 9
PATTERNS = {
    "de": (
        "Zur Gemeinde gehören die Ortsteile {s}, {s}, {s} und {s}.",
        "Das Dorf {s} liegt im Tal des Flusses {w}, nicht weit von {s}.",
        "Bei {s} mündet der Bach in die {w}.",
        "Der Weg führt von {s} über {s} nach {s} und weiter auf den Berg {n}.",
        "In {s} steht eine alte Mühle; ihr Besitzer {P} will sie verkaufen.",
        "Der Bahnhof {s} an der Strecke zwischen {s} und {s} wird erneuert.",
        "Trainer {P} lobte nach dem Spiel gegen den FC {c} vor allem {P}.",
        "Bürgermeister {P} und Pfarrer {P} eröffneten den Markt in {s}.",
        "Die Firma {P} baut ein Werk bei {s}.",
        "Auf der Insel {n} brüten Seeadler.",
        "Unfall bei {s}: zwei Verletzte",
        "{P} verlor gegen {P} in drei Sätzen, gewann aber das Turnier in {s}.",
        "Der Stürmer wechselte von Eintracht {c} zu Spartak {c} und spielte auch für den SV {c}.",
        "Das Buch von {G}, bearbeitet von {G}, ging an {P}.",
        "Nach Ansicht von {P} und {G} irrt {P}.",
    ),
    "en": (
        "The parish includes the hamlets of {s}, {s}, {s} and {s}.",
        "The village of {s} stands on the banks of the River {w}, not far from {s}.",
        "The path runs from {s} through {s} to {s} and climbs {n}.",
        "An old mill still stands in {s}; its owner, {P}, wants to sell it.",
        "The line between {s} and {s} closed in 1964.",
        "Coach {P} praised {P} after the match against {c} United.",
        "Mayor {P} and Councillor {P} opened the market in {s}.",
        "The firm of {P} and Sons is building a plant near {s}.",
        "Sea eagles breed on the island of {n}.",
        "Two hurt in crash near {s}",
        "{P} lost to {P} in three sets but won the tournament in {s}.",
        "Her family comes from {s}, a small town north of {s}.",
        "The striker moved from Dynamo {c} to {c} Rovers and later played for Real {c}.",
        "The novel by {G}, adapted by {G}, was handed to {P}.",
        "According to {P} and {G}, the prize should go to {P}.",
    ),
    "es": (
        "Pertenecen al municipio las aldeas de {s}, {s}, {s} y {s}.",
        "El pueblo de {s} está a orillas del río {w}, no lejos de {s}.",
        "El camino va de {s} a {s} pasando por {s} y sube al monte {n}.",
        "En {s} queda un molino antiguo; su dueño, {P}, quiere venderlo.",
        "La estación de {s}, en la línea entre {s} y {s}, será renovada.",
        "El entrenador {P} elogió a {P} tras el partido contra el Deportivo {c}.",
        "El alcalde {P} y el párroco {P} inauguraron el mercado de {s}.",
        "La empresa {P} construye una fábrica cerca de {s}.",
        "En la isla de {n} anidan las gaviotas.",
        "Dos heridos en un choque cerca de {s}",
        "{P} perdió contra {P} en tres sets, pero ganó el torneo de {s}.",
        "La riada arrasó {s} y dejó sin luz {s}.",
        "El delantero pasó del Atlético {c} al Sporting {c} y después al Inter {c}.",
        "La obra de {G}, adaptada por {G}, fue confiada a {P}.",
        "Las ideas de {P} y de {G} inspiraron a {P}.",
    ),
    "fr": (
        "La commune compte les hameaux de {s}, {s}, {s} et {s}.",
        "Le village de {s} se trouve au bord de la rivière {w}, non loin de {s}.",
        "Le chemin va de {s} à {s} en passant par {s} et monte au mont {n}.",
        "À {s}, un vieux moulin subsiste ; son propriétaire, {P}, veut le vendre.",
        "La gare de {s}, sur la ligne entre {s} et {s}, sera rénovée.",
        "L'entraîneur {P} a félicité {P} après le match contre le FC {c}.",
        "Le maire {P} et le curé {P} ont ouvert le marché de {s}.",
        "La société {P} construit une usine près de {s}.",
        "Des goélands nichent sur l'île de {n}.",
        "Deux blessés dans un accident près de {s}",
        "{P} a perdu contre {P} en trois sets, mais a gagné le tournoi de {s}.",
        "La crue a ravagé {s} et privé {s} de courant.",
        "L'attaquant a quitté l'Olympique {c} pour le Racing {c}, puis le Dynamo {c}.",
        "L'œuvre de {G}, adaptée par {G}, a été confiée à {P}.",
        "Les idées de {P} et de {G} ont inspiré {P}.",
    ),
    "it": (
        "Fanno parte del comune le frazioni di {s}, {s}, {s} e {s}.",
        "Il paese di {s} sorge sulla riva del fiume {w}, non lontano da {s}.",
        "Il sentiero va da {s} a {s} passando per {s} e sale sul monte {n}.",
        "A {s} resta un vecchio mulino; il proprietario, {P}, vuole venderlo.",
        "La stazione di {s}, sulla linea tra {s} e {s}, sarà rinnovata.",
        "L'allenatore {P} ha lodato {P} dopo la partita contro il {c} Calcio.",
        "Il sindaco {P} e il parroco {P} hanno aperto il mercato di {s}.",
        "La ditta {P} costruisce uno stabilimento vicino a {s}.",
        "Sull'isola di {n} nidificano i gabbiani.",
        "Due feriti in un incidente vicino a {s}",
        "{P} ha perso contro {P} in tre set, ma ha vinto il torneo di {s}.",
        "La piena ha travolto {s} e lasciato {s} senza luce.",
        "L'attaccante è passato dallo Sparta {c} all'Inter {c} e poi all'AC {c}.",
        "L'opera di {G}, adattata da {G}, è stata affidata a {P}.",
        "Le idee di {P} e di {G} ispirarono {P}.",
    ),
    "nl": (
        "Tot de gemeente behoren de dorpen {s}, {s}, {s} en {s}.",
        "Het dorp {s} ligt aan de rivier de {w}, niet ver van {s}.",
        "Het pad loopt van {s} via {s} naar {s}.",
        "In {s} staat nog een oude molen; eigenaar {P} wil hem verkopen.",
        "Station {s}, aan de lijn tussen {s} en {s}, wordt vernieuwd.",
        "Trainer {P} prees {P} na de wedstrijd tegen FC {c}.",
        "Burgemeester {P} en pastoor {P} openden de markt in {s}.",
        "De firma {P} bouwt een fabriek bij {s}.",
        "Op het eiland {n} broeden meeuwen.",
        "Twee gewonden bij ongeluk in {s}",
        "{P} verloor van {P} in drie sets, maar won het toernooi van {s}.",
        "Ze groeide op in {s}, een gehucht ten noorden van {s}.",
        "De spits vertrok van Sparta {c} naar Dynamo {c} en speelde later voor SC {c}.",
        "Het boek van {G}, bewerkt door {G}, ging naar {P}.",
        "Volgens {P} en {G} vergist {P} zich.",
    ),
    "pl": (
        "W skład sołectwa wchodzą wsie {s}, {s}, {s} i {s}.",
        "Wieś {s} leży nad rzeką {w}, niedaleko miasta {s}.",
        "Szlak prowadzi przez miejscowości {s}, {s} i {s} na szczyt {n}.",
        "W miejscowości {s} stoi stary młyn; jego właściciel {P} chce go sprzedać.",
        "Stacja {s} leży na linii {s} – {s}.",
        "Trener {P} pochwalił piłkarza {P} po meczu z klubem KS {c}.",
        "Burmistrz {P} i proboszcz {P} otworzyli targ w mieście {s}.",
        "Firma {P} buduje zakład koło wsi {s}.",
        "Na wyspie {n} gniazdują mewy.",
        "Dwie osoby ranne w miejscowości {s}",
        "{P} przegrał z rywalem {P} w trzech setach.",
        "Pociąg relacji {s} – {s} stanął przed stacją {s}.",
        "Napastnik przeszedł z klubu Legia {c} do drużyny Dynamo {c}, a potem do Inter {c}.",
        "Książkę napisał {G}, a zilustrował {G}; nagrodę odebrał {P}.",
        "Zdaniem adwokata {P} i {G} czekali na brata.",
    ),
    "pt": (
        "Fazem parte do concelho as aldeias de {s}, {s}, {s} e {s}.",
        "A vila de {s} fica nas margens do rio {w}, não longe de {s}.",
        "O caminho vai de {s} a {s} passando por {s} e sobe ao monte {n}.",
        "Em {s} resta um moinho antigo; o dono, {P}, quer vendê-lo.",
        "A estação de {s}, na linha entre {s} e {s}, será renovada.",
        "O treinador {P} elogiou {P} depois do jogo contra o {c} Futebol Clube.",
        "O prefeito {P} e o padre {P} abriram o mercado de {s}.",
        "A empresa {P} constrói uma fábrica perto de {s}.",
        "Na ilha de {n} nidificam gaivotas.",
        "Dois feridos em acidente perto de {s}",
        "{P} perdeu para {P} em três sets, mas ganhou o torneio de {s}.",
        "A cheia arrasou {s} e deixou {s} sem luz.",
        "O atacante trocou o Sporting {c} pelo Atlético {c} e depois jogou no Dínamo {c}.",
        "A obra de {G}, adaptada por {G}, foi confiada a {P}.",
        "As ideias de {P} e de {G} inspiraram {P}.",
    ),
    "ru": (
        "В состав поселения входят деревни {s}, {s}, {s} и {s}.",
        "Деревня {s} стоит на берегу реки {w}, недалеко от города {s}.",
        "Тропа идёт через сёла {s}, {s} и {s} на гору {n}.",
        "В деревне {s} осталась старая мельница; её хозяин {P} хочет её продать.",
        "Станция {s} находится на линии {s} — {s}.",
        "Тренер {P} похвалил игрока по фамилии {P} после матча с клубом «{c}».",
        "Мэр {P} и священник {P} открыли рынок в городе {s}.",
        "Фирма «{P}» строит завод у деревни {s}.",
        "На острове {n} гнездятся чайки.",
        "Двое пострадали в аварии у посёлка {s}",
        "{P} проиграл в трёх сетах, а {P} вышел в финал.",
        "Поезд {s} — {s} остановился у станции {s}.",
        "Нападающий перешёл из «Динамо {c}» в «Спартак {c}», а потом в ФК {c}.",
        "Книгу написал {G}, рисунки сделал {G}, премию получил {P}.",
        "По словам адвоката, {P} и {G} ждали брата.",
    ),
    "uk": (
        "До складу громади входять села {s}, {s}, {s} і {s}.",
        "Село {s} стоїть на березі річки {w}, недалеко від міста {s}.",
        "Стежка йде через села {s}, {s} та {s} на гору {n}.",
        "У селі {s} лишився старий млин; його власник {P} хоче його продати.",
        "Станція {s} розташована на лінії {s} — {s}.",
        "Тренер {P} похвалив гравця на прізвище {P} після матчу з клубом «{c}».",
        "Мер {P} і священник {P} відкрили ринок у місті {s}.",
        "Фірма «{P}» будує завод біля села {s}.",
        "На острові {n} гніздяться чайки.",
        "Двоє постраждали в аварії біля селища {s}",
        "{P} програв у трьох сетах, а {P} вийшов у фінал.",
        "Потяг {s} — {s} зупинився біля станції {s}.",
        "Нападник перейшов із «Динамо {c}» до «Шахтар {c}», а потім до ФК {c}.",
        "Книжку написав {G}, малюнки зробив {G}, премію отримав {P}.",
        "За словами адвоката, {P} і {G} чекали на брата.",
    ),
}
_KINDS = {"s": PlaceKind.SETTLEMENT, "w": PlaceKind.WATER, "n": PlaceKind.NATURAL}
_NAME = re.compile(r"[^\W\d_]\w+(?:[ -][^\W\d_]\w+)?")
MOST_NAMES = 600
_SLOT = re.compile(r"\{(\w)\}")
_CYRILLIC = {"ru", "uk"}
# Neighbours stay together in a split.
_PARTS = 20


def named_kinds(gazetteer: Gazetteer) -> Iterator[MarkedDocument]:
    """Every sentence with names of its language's countries, taken evenly over all of them."""
    for lang, patterns in PATTERNS.items():
        names = {slot: cycle(_names(kind, lang, gazetteer)) for slot, kind in _KINDS.items()}
        surnames = _persons("surnames", lang)
        full = map(" ".join, zip(_persons("given_names", lang), reversed(surnames), strict=False))
        names |= {"P": cycle(surnames), "G": cycle(full), "c": names["s"]}
        for number in range(TIMES):
            for row, pattern in enumerate(patterns):
                ident = f"kinds-{lang}-{number}-{row}"
                yield _filled(pattern, names, Document(id=ident, text="", lang=lang), f"kinds:{number % _PARTS}")


def _filled(pattern: str, names: Mapping[str, Iterator[str]], empty: Document, group: str) -> MarkedDocument:
    text, marked, at = "", list[Marked](), 0
    for slot in _SLOT.finditer(pattern):
        text += pattern[at : slot.start()]
        name = next(names[slot[1]])
        if slot[1] in _KINDS:
            marked.append(Marked(len(text), len(text) + len(name)))
        text += name
        at = slot.end()
    return MarkedDocument(replace(empty, text=text + pattern[at:]), tuple(marked), group)


def _names(kind: PlaceKind, lang: str, gazetteer: Gazetteer) -> list[str]:
    """Names of one or two words that places of the kind have in the language."""
    countries = COUNTRIES[lang]
    kinds = (place for place, each in enumerate(gazetteer.kind) if KINDS[each] is kind)
    places = [place for place in kinds if gazetteer.country_code(place) in countries]
    step = max(1, len(places) // MOST_NAMES)
    found = (_name(place, lang, gazetteer).removesuffix(" River") for place in places[::step])
    return _drawn(lang, (name for name in found if _NAME.fullmatch(name)))


def _name(place: int, lang: str, gazetteer: Gazetteer) -> str:
    names = gazetteer.names_of(gazetteer.place_id(place)).get(lang)
    return names[0].text if names else gazetteer.name(place)


def _persons(name: str, lang: str) -> list[str]:
    """Surnames or given names of all countries."""
    return _drawn(lang, (key.title() for key in person_names(name)))[:MOST_NAMES]


def _drawn(lang: str, names: Iterable[str]) -> list[str]:
    """Those in the language's script, in an order by chance, the same every time."""
    return sorted(
        {name for name in names if _in_script(name[0], lang)},
        key=lambda name: crc32(f"{lang}{name}".encode()),
    )


def _in_script(letter: str, lang: str) -> bool:
    return "А" <= letter <= "я" or letter in "ЄІЇҐ" if lang in _CYRILLIC else letter < "Ͱ"
