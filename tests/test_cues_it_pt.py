"""The role tables of Italian and Portuguese: rows in order, every class covered, and plain news sentences read right."""

import re
from functools import cache
from pathlib import Path

import pytest

import geomap
from geomap.roles.compiling import HEAD_CLASSES
from geomap.roles.frames import read_frames
from geomap.roles.lexicon import read_lexicon

LANGUAGES = Path(geomap.__file__).parent / "languages"
LANGS = ("it", "pt")
TABLES = ("actors", "cues", "dates", "slots")
LEMMAS_AT_LEAST = 400
LETTERS = {"it": "a-zàèéìíîòóùç", "pt": "a-zàáâãçéêíóôõúü"}
# Classes that a text only passes over need no words of their own in both languages.
NOT_NEEDED = {"travel", "weather", "trade", "background", "culture"}

SENTENCES = {
    "it": (
        ("Mosca accusa Kiev di aver bombardato Belgorod.", "Mosca accuser, Kiev accused, Belgorod incident_site"),
        ("L'Iran ha condannato l'attacco israeliano a Damasco.", "Iran accuser, Damasco incident_site"),
        ("Pechino ha convocato l'ambasciatore giapponese.", "Pechino accuser, giapponese accused"),
        ("Varsavia richiama l'ambasciatore da Mosca.", "Varsavia accuser, Mosca accused"),
        ("La Turchia ha espulso tre diplomatici olandesi.", "Turchia accuser, olandesi accused"),
        ("La Bolivia ha rotto le relazioni con Israele.", "Bolivia accuser, Israele accused"),
        ("Aerei russi hanno bombardato Aleppo.", "russi aggressor, Aleppo incident_site"),
        ("Gli Stati Uniti hanno imposto nuove sanzioni all'Iran.", "Stati Uniti aggressor, Iran target"),
        ("Kiev chiede armi alla Germania.", "Germania ally"),
        ("La Polonia ha offerto il suo sostegno all'Ucraina.", "Polonia ally"),
        ("Il Qatar si è offerto di mediare tra le parti.", "Qatar mediator"),
        ("Ginevra ospita i negoziati sulla Siria.", "Ginevra mediator"),
        ("Migliaia di persone hanno manifestato a Belgrado.", "Belgrado incident_site"),
        ("Scontri tra polizia e manifestanti a Nairobi.", "Nairobi incident_site"),
        ("Un terremoto ha devastato la Turchia.", "Turchia incident_site"),
        ("Pechino rivendica la sovranità su Taiwan.", "Pechino mention, Taiwan contested_area"),
        ("La Russia ha annesso la Crimea nel 2014.", "Crimea contested_area"),
        ("Teheran nega ogni coinvolgimento nell'attacco.", "Teheran accused"),
        ("L'Italia esporta vino in Germania.", "Italia mention, Germania mention"),
        ("Dalla Svizzera sono arrivati soccorritori con i cani ad Aleppo.", "Svizzera ally"),
        ("Malta e Cipro si sono dette pronte ad accogliere i naufraghi.", "Malta ally, Cipro ally"),
        ("La Catalogna vuole staccarsi dalla Spagna.", "Catalogna contested_area, Spagna mention"),
        ("Il treno si è fermato a Bologna per un guasto.", "Bologna mention"),
        ("I passeggeri sono sbarcati a Genova nel pomeriggio.", "Genova mention"),
        ("Il tasso di occupazione in Polonia cresce.", "Polonia mention"),
        ("La città di Lucca è circondata da mura.", "Lucca mention"),
        ("Si scava a mani nude tra le macerie ad Antiochia.", "Antiochia incident_site"),
        ("Un cadavere è stato trovato senza vita a Rimini.", "Rimini incident_site"),
        ("Il ministro ha parlato in conferenza stampa a Madrid.", "Madrid mention"),
        ("Parigi caccia due diplomatici azeri.", "Parigi accuser, azeri accused"),
        ("Bruxelles multa l'Ungheria.", "Ungheria target"),
        ("Mosca ammassa truppe al confine con l'Ucraina.", "Mosca aggressor, Ucraina target"),
        ("La Francia chiude i porti alle navi britanniche.", "Francia aggressor"),
        ("Tafferugli a Torino tra polizia e studenti.", "Torino incident_site"),
        ("Le modelle hanno sfilato in passerella a Milano.", "Milano mention"),
        ("Il Qatar ha portato al tavolo le due fazioni.", "Qatar mediator"),
        ("I due capi si sono visti in segreto a Muscat.", "Muscat mediator"),
        ("Il fiume ha rotto gli argini a Faenza.", "Faenza incident_site"),
        ("La Bolivia pretende scuse dal Cile.", "Bolivia accuser, Cile accused"),
        ("Sassaiola contro la polizia a Barcellona.", "Barcellona incident_site"),
        ("Durante la Seconda guerra mondiale visse a Lisbona.", "Lisbona mention"),
        ("Il soprano ha debuttato a Parma.", "Parma mention"),
        ("Un incontro di boxe si terrà a Napoli.", "Napoli mention"),
        ("L'incendio è divampato a Palermo.", "Palermo incident_site"),
        ("La Serbia considera il Kosovo parte del suo territorio.", "Kosovo contested_area"),
        ("Il Giappone ha condonato il debito allo Zambia.", "Giappone ally"),
        ("La manifestazione culturale si è svolta a Matera.", "Matera mention"),
        ("Il corteo storico ha attraversato Siena.", "Siena mention"),
        ("L'occupazione in Spagna è salita del due per cento.", "Spagna mention"),
        ("L'azienda ha licenziato cento operai a Terni.", "Terni mention"),
        ("Kiev accusa Mosca di aver violato la tregua.", "Kiev accuser, Mosca accused"),
        ("La Turchia ha fatto da tramite fra Mosca e Kiev.", "Turchia mediator"),
        ("La dengue ha fatto venti vittime in Perù.", "Perù incident_site"),
        ("Spari nella notte a Marsiglia, un ferito.", "Marsiglia incident_site"),
        ("Le vendite sono crollate in Germania.", "Germania mention"),
        ("Il palazzo è crollato a Barletta.", "Barletta incident_site"),
        ("I prezzi sono esplosi in Argentina.", "Argentina mention"),
        ("Le modelle hanno sfilato a Milano.", "Milano mention"),
        ("L'Egitto compra grano dalla Romania.", "Egitto mention, Romania mention"),
    ),
    "pt": (
        ("Moscou acusa Kiev de ter bombardeado Belgorod.", "Moscou accuser, Kiev accused, Belgorod incident_site"),
        ("O Irã condenou o ataque israelense contra Damasco.", "Irã accuser, Damasco incident_site"),
        ("Pequim convocou o embaixador japonês.", "Pequim accuser, japonês accused"),
        ("A Turquia expulsou três diplomatas holandeses.", "Turquia accuser, holandeses accused"),
        ("A Bolívia rompeu relações diplomáticas com Israel.", "Bolívia accuser, Israel accused"),
        ("Aviões russos bombardearam Alepo.", "russos aggressor, Alepo incident_site"),
        ("Os Estados Unidos impuseram novas sanções ao Irã.", "Estados Unidos aggressor, Irã target"),
        ("Kiev pediu armas à Alemanha.", "Alemanha ally"),
        ("A Polônia ofereceu apoio à Ucrânia.", "Polônia ally"),
        ("O Catar se ofereceu para mediar entre as partes.", "Catar mediator"),
        ("Genebra acolhe as negociações sobre a Síria.", "Genebra mediator"),
        ("Milhares de pessoas protestaram em Belgrado.", "Belgrado incident_site"),
        ("Pelo menos vinte mortos num atentado em Cabul.", "Cabul incident_site"),
        ("Um terremoto devastou a Turquia.", "Turquia incident_site"),
        ("Pequim reivindica a soberania sobre Taiwan.", "Pequim mention, Taiwan contested_area"),
        ("A Rússia anexou a Crimeia em 2014.", "Crimeia contested_area"),
        ("Teerã negou qualquer envolvimento no ataque.", "Teerã accused"),
        ("O presidente disse que a Rússia atacou Odessa.", "Odessa incident_site"),
        ("Portugal exporta vinho para a Alemanha.", "Portugal mention, Alemanha mention"),
        ("De Espanha vieram bombeiros e dois helicópteros.", "Espanha ally"),
        ("Da Argentina chegaram médicos e medicamentos.", "Argentina ally"),
        ("Malta e Chipre disseram-se prontas a acolher os náufragos.", "Malta ally, Chipre ally"),
        ("Os passageiros desembarcaram em Lisboa.", "Lisboa mention"),
        ("O helicóptero caiu em Coimbra.", "Coimbra incident_site"),
        ("A taxa de ocupação dos hotéis em Faro subiu.", "Faro mention"),
        ("O ciclone tocou terra em Quelimane.", "Quelimane incident_site"),
        ("Correu sangue em Luanda.", "Luanda incident_site"),
        ("O ministro falou em conferência de imprensa em Madrid.", "Madrid mention"),
        ("Washington deu um ultimato a Teerão.", "Washington aggressor"),
        ("Brasília chamou de volta o embaixador em Caracas.", "Brasília accuser"),
        ("O Chile exige um pedido de desculpas à Bolívia.", "Chile accuser"),
        ("A França multou a Hungria.", "Hungria target"),
        ("Moscovo concentra tropas junto à fronteira com a Ucrânia.", "Moscovo aggressor"),
        ("Washington cortara a cooperação militar com a Indonésia.", "Washington aggressor, Indonésia target"),
        ("O Catar levou à mesa as duas partes.", "Catar mediator"),
        ("O acordo foi costurado pelo Brasil em Havana.", "Brasil mediator"),
        ("Os dois líderes encontraram-se em segredo em Mascate.", "Mascate mediator"),
        ("Tiros numa escola em Goiânia fazem dois mortos.", "Goiânia incident_site"),
        ("Queimadas destroem a floresta em Rondônia.", "Rondônia incident_site"),
        ("A bomba de gasolina em Leiria fechou.", "Leiria mention"),
        ("O romancista viveu em Coimbra.", "Coimbra mention"),
        ("Durante a Segunda Guerra Mundial refugiou-se em Lisboa.", "Lisboa mention"),
        ("Manifestações culturais animam Salvador.", "Salvador mention"),
        ("A polícia lançou gás lacrimogéneo em Maputo.", "Maputo incident_site"),
        ("O Japão perdoou a dívida à Zâmbia.", "Japão ally"),
        ("A Guiana recorreu ao tribunal contra a Venezuela.", "Guiana accuser, Venezuela accused"),
        ("A Argentina reclama a soberania das Malvinas.", "Malvinas contested_area"),
        ("O surto de sarampo em Manaus já fez três mortos.", "Manaus incident_site"),
        ("A ponte ruiu em Imperatriz.", "Imperatriz incident_site"),
        ("A feira de livros abriu no Porto.", "Porto mention"),
        ("A equipa venceu o torneio em Braga.", "Braga mention"),
        ("O Governo aprovou a execução orçamental em Lisboa.", "Lisboa mention"),
        ("Ancara fez de intermediária entre Moscovo e Kiev.", "Ancara mediator"),
        ("Agricultores bloquearam estradas em Toulouse.", "Toulouse incident_site"),
        ("Os soldados tomaram de assalto Bukavu.", "Bukavu incident_site"),
        ("O navio atracou em Setúbal com cereais.", "Setúbal mention"),
        ("As vendas de automóveis caíram na Alemanha.", "Alemanha mention"),
        ("O desemprego caiu no Ceará.", "Ceará mention"),
        ("O avião caiu em Vinhedo.", "Vinhedo incident_site"),
        ("As modelos desfilaram em Lisboa.", "Lisboa mention"),
    ),
}
KNOWN = {"L'Egitto compra grano dalla Romania.": "who sells grain is read as ally"}
CASES = [(lang, *case) for lang in LANGS for case in SENTENCES[lang]]


@cache
def rows(lang: str, table: str) -> list[list[str]]:
    lines = (LANGUAGES / lang / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_and_unique(lang: str, table: str) -> None:
    found = rows(lang, table)
    assert found == sorted(found)
    keys = [(*row[:3], row[6]) if table == "cues" else tuple(row[:2]) for row in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_written_in_the_letters_of_the_language(lang: str) -> None:
    allowed = re.compile(rf"[{LETTERS[lang]}0-9]+(?:[_-][{LETTERS[lang]}0-9]+)*")
    cells = [cell for row in rows(lang, "cues") for cell in row[3:6] if cell != "-"]
    words = [word for cell in cells for word in cell.split()]
    words += [word for row in rows(lang, "actors") for word in row[2].split()]
    assert [word for word in words if not allowed.fullmatch(word)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_class_has_words(lang: str) -> None:
    found = {row[2] for row in rows(lang, "cues")}
    assert set(read_frames()) - found <= NOT_NEEDED
    assert {row[1] for row in rows(lang, "actors")} >= HEAD_CLASSES - {"unknown", "time", "other"}
    assert len({row[0] for row in rows(lang, "cues")}) >= LEMMAS_AT_LEAST


@pytest.mark.parametrize("lang", LANGS)
def test_a_form_without_accents_is_found_too(lang: str) -> None:
    lexicon = read_lexicon(lang)
    assert lexicon is not None
    for word in ("bombardera", "accuso") if lang == "it" else ("bombardeara", "acusacao"):
        assert lexicon.word(word) is not None


@pytest.mark.parametrize(("lang", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_roles(request: pytest.FixtureRequest, lang: str, text: str, expected: str) -> None:
    if text in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[text], strict=True))
    mentions = geomap.read(text, lang=lang).mentions
    found = {text[one.resolution.mention.start : one.resolution.mention.end]: str(one.role) for one in mentions}
    wanted = dict(pair.rsplit(" ", 1) for pair in expected.split(", "))
    assert {name: found.get(name) for name in wanted} == wanted
