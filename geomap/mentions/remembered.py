"""What is known of the words of each language, remembered from text to text, as far as memory allows."""

from functools import lru_cache
from operator import itemgetter

from gazetteer.index import Gazetteer
from geomap.mentions.model import read_linear
from geomap.mentions.words import Lexicon

# Words remembered, of all languages together, some 15 MB; then all are forgotten but those of the most texts, half as many.
# A thousand articles in ten languages have twice as many; a word that comes back is read in 40 microseconds.
WORDS_REMEMBERED = 12_288


@lru_cache(maxsize=4)
def _lexicons(gazetteer: Gazetteer) -> dict[str | None, Lexicon]:
    """Those of a gazetteer, by language."""
    return {}


def lexicon(gazetteer: Gazetteer, lang: str | None) -> Lexicon:
    """The words of a language; one for all its texts, until too many are remembered."""
    known = _lexicons(gazetteer)
    linear = read_linear()
    if sum(len(each.words) for each in known.values()) > WORDS_REMEMBERED and not linear.training:
        _forget_rare(known)
    if lang not in known:
        known[lang] = Lexicon(gazetteer, lang, linear)
    return known[lang]


def _forget_rare(lexicons: dict[str | None, Lexicon]) -> None:
    """Of all words remembered, keep those of the most texts."""
    met = [
        (known.texts.rows[word.number, 0], lang, spelled)
        for lang, known in lexicons.items()
        for spelled, word in known.words.items()
    ]
    met.sort(key=itemgetter(0), reverse=True)
    before = dict(lexicons)
    lexicons.clear()
    for _, lang, spelled in met[: WORDS_REMEMBERED // 2]:
        known = before[lang]
        if lang not in lexicons:
            lexicons[lang] = Lexicon(known.gazetteer, lang, known.linear, known.divisions)
        lexicons[lang].keep(known, spelled)
