"""Writes the table of ordinary words by language from Faker (MIT), which brings some hundreds of real words for each.

    python benchmarks/extract_common_words.py

Only words that Faker writes without a capital are taken, so that no name is among them; German nouns are our own list.
"""

import importlib
from pathlib import Path

TABLE = Path(__file__).parents[1] / "geomap" / "languages" / "common_words.tsv"
LOCALES = {
    "de": "de_DE", "en": "en_US", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "nl": "nl_NL", "pl": "pl_PL", "ru": "ru_RU",
    "uk": "uk_UA",
}  # fmt: skip
# Faker has none for Portuguese, and no nouns for German; these are our own.
OWN = {
    "de": """
    tag tage tagen jahr jahre jahren monat monate woche wochen uhr zeit zeiten stunde stunden minute minuten ende
    anfang mitte norden süden osten westen nordosten nordwesten südosten südwesten alter wahl wahlen kirche kirchen
    regierung regierungen partei parteien polizei polizisten soldat soldaten truppen armee krieg kriege frieden
    angriff angriffe anschlag anschläge explosion explosionen bombe bomben rakete raketen drohne drohnen tote toten
    verletzte verletzten opfer täter verdächtige menschen mensch leute bewohner einwohner bürger kinder kind frau
    frauen männer mann familie familien mutter vater eltern sohn tochter bruder schwester freund freunde leben tod
    arbeit unternehmen firma firmen geld wirtschaft handel preis preise markt märkte haus häuser wohnung wohnungen
    schule schulen straße straßen weg wege platz plätze brücke auto autos zug züge bahn flugzeug flugzeuge schiff
    schiffe hafen grenze grenzen wasser feuer brand brände erdbeben überschwemmung hochwasser sturm regen schnee
    sonne wetter erde welt land länder staat staaten gebiet gebiete region regionen bezirk provinz dorf dörfer stadt
    städte gemeinde gemeinden fluss flüsse see meer insel inseln berg berge wald wälder tal küste spiel spiele
    spieler trainer mannschaft mannschaften verein vereine liga saison tor tore sieg siege niederlage niederlagen
    meister meisterschaft pokal runde rennen fahrer weltmeister olympia turnier halbfinale finale bericht berichte
    angaben sprecher sprecherin minister ministerin präsident präsidentin kanzler kanzlerin chef chefin leiter
    mitglied mitglieder vorsitzende gericht gerichte richter anklage urteil gefängnis haft strafe verfahren gesetz
    gesetze recht rechte freiheit demokratie parlament abgeordnete opposition koalition gespräche gespräch
    verhandlungen treffen gipfel abkommen vertrag verträge hilfe hilfen sanktionen protest proteste demonstranten
    demonstration kritik vorwurf vorwürfe forderung frage fragen antwort grund gründe ziel ziele teil teile zahl
    zahlen prozent million millionen milliarde milliarden euro meter kilometer quadratkilometer gruppe gruppen
    klasse art arten form formen name namen wort worte sprache buch bücher film filme musik lied album band konzert
    kunst künstler werk werke bild bilder geschichte jahrhundert jahrhunderts jahrhunderte könig königin kaiser
    fürst herzog graf bischof papst gott religion kloster schloss burg turm gebäude bau museum theater universität
    professor studium student studenten schüler lehrer arzt ärzte krankenhaus klinik patienten krankheit virus
    entwicklung ergebnis ergebnisse erfolg problem probleme möglichkeit beispiel bedeutung begriff linie strecke
    station bahnhof flughafen verkehr unfall unfälle sicherheit lage situation folge folgen ursache ermittler
    ermittlungen behörde behörden amt verwaltung rat ausschuss kommission organisation verband rolle macht kraft
    kräfte gewalt waffen waffe panzer montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar
    märz april mai juni juli august september oktober november dezember morgen abend nacht vormittag nachmittag
    herbst sommer winter frühling frühjahr
""",
    "pt": """
    abrir acabar aceitar acesso acidente acima acontecer acordo acusar adulto agora ajuda ajudar ainda além algo alguém
    algum alguma algumas alguns alto alta amanhã ambos amigo amor ano anos antes antigo antiga aparecer apenas apesar
    apoio após aquela aquelas aquele aqueles aqui aquilo área arma armas assim assunto ataque ataques até atingir
    atividade atual através aumentar aumento autoridades avançar baixo baixa banco bastante bem boa bom bons cabeça cada
    caminho campo cara carro carros casa casas caso casos causa centro cerca certo chamado chefe chegar cidade cidades
    cima cinco civil coisa coisas com combate começar começo como companhia comunidade conhecer conhecido conseguir
    conselho considerar conta contra controle corpo correr crescer crescimento criança crianças criar crise cuidado cujo
    curso dado dados daqui dar debaixo decidir decisão deixar dela delas dele deles demais dentro depois desde dessa desse
    desta deste deve dever dez dia dias diante diferente difícil dinheiro direito direitos disse disso disto diz dizer
    dizem dois domingo duas durante dúvida economia efeito eleições eles elas embora empresa empresas encontrar encontro
    enfim enquanto então entrada entrar entre equipe era eram escola escolas escrever esforço espaço especial esperar essa
    essas esse esses esta estado estão estar estas estava estavam este estes esteve estou estrada estudo eu exemplo
    exército existir falar falta família famílias fase favor fazer feira feito ferido feridos fez ficar fim final fogo foi
    fora foram força forças forma forte frente futuro ganhar gente geral gerente governo grande grandes grupo grupos
    guerra haver havia história hoje homem homens hora horas hospital houve igual imagem imprensa informação início ir
    isso isto já janeiro jogo jornal jovem jovens julgamento junto justiça lado lei leis lembrar levar lhe lhes livre
    livro local logo longe lugar luta luz mãe maior maioria mais mal manhã manter mão mãos mas mata matar medo meia meio
    melhor menos mês meses mesma mesmo mesmos meu mil milhares milhão milhões militares minha ministro minuto moradores
    morrer morte mortes morto mortos mostrar movimento muita muitas muito muitos mulher mulheres mundo música nada não nas
    nasceu negócio nem nenhum nessa nesse nesta neste ninguém noite nome nos nós nossa nosso notícia nova novas nove novo
    novos num numa número nunca obra oito olhar onde ontem operação ordem origem os ou outra outras outro outros pagar
    país países pai palavra papel para parte partido passado passar paz pé pedido pedir pela pelas pelo pelos pensar
    pequeno pequena perder perto pessoa pessoas pode podem poder polícia política político ponto população por porque
    porta portanto possível pouco poucos povo precisar preço preso presos presença presidente primeira primeiro problema
    problemas processo procurar produção professor programa projeto própria próprio próximo público qual qualquer quando
    quantidade quanto quarta quase quatro que quem querer questão quinta razão receber recurso rede relação resposta
    resultado reunião rua ruas saber sábado sair saúde se seca segunda segundo segurança seis seja sem semana semanas
    sempre senhor sentir ser será serviço sete setor seu seus sexta sim sistema situação só sob sobre sociedade sol sua
    suas tal talvez também tanto tão tarde tempo tentar ter terça terra teve têm tem tinha tipo toda todas todo todos
    tomar trabalhador trabalhadores trabalho três tropas tudo último um uma umas uns usar vai valor vários velho vencer
    ver verdade vez vezes vida vila violência vir vítima vítimas viver volta voltar voto voz zona
""",
}
SHORTEST = 2
# Names that Faker writes small all the same, found by looking up its words in the gazetteer.
NAMES = frozenset([
    "américa", "argentina", "barcelona", "chile", "cuba", "españa", "europa", "francia", "luis", "madrid", "méxico", "parís",
    "santiago", "горький", "ленинград", "ленінград",
])  # fmt: skip


def _listed(lang: str) -> list[str]:
    """The ordinary words of a language that Faker has; none where it has no list."""
    if lang not in LOCALES:
        return []
    locale = LOCALES[lang]
    listed = importlib.import_module(f"faker.providers.lorem.{locale}").Provider.word_list
    return [word for word in listed if word.isalpha() and word.islower() and len(word) >= SHORTEST and word not in NAMES]


def main() -> None:
    """Write the table."""
    found = {lang: sorted({*_listed(lang), *OWN.get(lang, "").split()}) for lang in sorted({*LOCALES, *OWN})}
    rows = [f"{lang}\t{' '.join(words)}" for lang, words in found.items()]
    TABLE.write_text("\n".join(["lang\twords", *rows]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
