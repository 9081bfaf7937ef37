"""Which language a text is in, by its function words and letters.

Seven common words are enough for a verdict in the ten languages that have cue tables, and a dozen neighbours are told
apart so that their texts are not taken for one of these. Small, dependency-free and explainable, which is why it is not
a language identification package: the smallest of these adds 100 ms to a cold start.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from math import exp, log
from pathlib import Path

_TABLE, _ORDINARY = (Path(__file__).with_name(name) for name in ("function_words.tsv", "common_words.tsv"))
# Words looked at: past some hundreds the verdict no longer changes.
WORDS_READ = 400
# Of the words read, the share that must be function words of the language: running text has 0.25 to 0.45 (counted on
# newspaper text in Dutch, Spanish and Russian), a list of names next to none.
LEAST_SHARE = 0.06

_SCRIPTS = (
    ("ar", "ء", "ي"),
    ("he", "א", "ת"),
    ("el", "α", "ω"),
    ("ka", "ა", "ჰ"),
    ("hy", "ա", "ֆ"),
    ("hi", "ऄ", "ह"),
    ("th", "ก", "ฮ"),
    ("ko", "가", "힣"),
    ("ja", "ぁ", "ヿ"),
    ("zh", "一", "鿿"),
)
_OTHER_SCRIPTS = re.compile("[" + "".join(f"{first}-{last}" for _, first, last in _SCRIPTS) + "]")
# Letters that only one of the Cyrillic languages has.
_LETTERS = (("uk", "їєґ"), ("be", "ў"), ("kk", "қғңұһ"), ("sr", "ђћџљњј"), ("mk", "ѓќѕ"), ("ru", "ыэъё"))

# Letters of the Latin alphabet that tell in a text of few words; a foreign name may bring one.
_LATIN_LETTERS = (
    ("de", frozenset("ßäöü")), ("es", frozenset("ñ")), ("fr", frozenset("œêèçàûîë")), ("it", frozenset("ìòàèù")),
    ("pl", frozenset("łąęśźżćń")), ("pt", frozenset("ãõçê")),
)  # fmt: skip
# A headline; for so few words, ordinary words and letters are counted beside the commonest words.
FEW_WORDS = 40
_SIGN_OF_FEW = 0.4
# Where words give no more than this, or no language is so far ahead, spelling tells: it is worth a word.
_ENOUGH, _AHEAD = 1.0, 0.5
# A run of letters that no ordinary word of the language has: half as likely as one that a single word has, of some 5,000 runs.
_UNSEEN = 1e-4
# The kinds of words of dates that are no ordinary words of another language.
_DAYS = frozenset({"weekday", "month"})


@cache
def _languages_of(table: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        lang, words = line.split("\t")
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), lang)
    return found


@cache
def _languages_of_days() -> dict[str, tuple[str, ...]]:
    """The words of dates by the languages that write them so: Sunday, zondag."""
    found: dict[str, tuple[str, ...]] = {}
    for table in sorted(_TABLE.parent.glob("??/dates.tsv")):
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            word, kind, _ = line.split("\t")
            if kind in _DAYS:
                found[word.lower()] = (*found.get(word.lower(), ()), table.parent.name)
    return found


def detect_language(words: Sequence[str]) -> str | None:
    """ISO 639-1 code of the language of these words, in text order; ``None`` where nothing tells."""
    read = words[:WORDS_READ]
    languages = _languages_of(_TABLE)
    scores: dict[str, float] = defaultdict(float)
    for word in read:
        known = languages.get(word.lower(), ())
        for lang in known:
            scores[lang] += 1 / len(known)
    by_script = _by_script(" ".join(read[:100]).lower())
    if by_script:
        return by_script
    _mark_letters(scores, "".join(read).lower())
    if len(read) < FEW_WORDS:
        _mark_few(scores, [word.lower() for word in read])
        if likely := _cyrillic(" ".join(read)):
            scores[likely] += _SIGN_OF_FEW
            if likely == "uk":
                scores["ru"] = 0.0  # which has no і
        if _is_close(scores):
            _mark_spelling(scores, [word for word in read if word.islower()])
    lang, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    if score >= max(1.0, LEAST_SHARE * len(read)):
        return lang
    return _cyrillic(" ".join(read))


def _mark_few(scores: dict[str, float], words: Sequence[str]) -> None:
    """Ordinary words, and letters with signs, each word once."""
    ordinary, days = _languages_of(_ORDINARY), _languages_of_days()
    for word in words:
        marked = [lang for lang, letters in _LATIN_LETTERS if not letters.isdisjoint(word)]
        for found, weight in ((ordinary.get(word, ()), 1.0), (days.get(word, ()), 1.0), (marked, _SIGN_OF_FEW)):
            for lang in found:
                scores[lang] += weight / len(found)


def _is_close(scores: dict[str, float]) -> bool:
    """Whether words alone do not tell which language is ahead."""
    most, *others = sorted((*scores.values(), 0.0, 0.0), reverse=True)
    return most < _ENOUGH or most - others[0] < _AHEAD


def _mark_spelling(scores: dict[str, float], words: Sequence[str]) -> None:
    """How words are spelled: the chance of their runs of three letters in the ordinary words of each language."""
    runs = _runs()
    seen = [word[at : at + 3] for word in (f" {word} " for word in words) for at in range(len(word) - 2)]
    if not seen:
        return
    chances = {lang: sum(log(found.get(run, _UNSEEN)) for run in seen) for lang, found in runs.items()}
    best = max(chances.values())
    odds = {lang: exp(max(chance - best, -700.0)) for lang, chance in chances.items()}
    total = sum(odds.values())
    for lang, share in odds.items():
        scores[lang] += share / total


@cache
def _runs() -> dict[str, dict[str, float]]:
    """By language, what share of the runs of three letters in its ordinary words is this one; a blank is an end."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, languages in _languages_of(_ORDINARY).items():
        for lang in languages:
            counts[lang].update(f" {word} "[at : at + 3] for at in range(len(word)))
    return {lang: {run: count / found.total() for run, count in found.items()} for lang, found in counts.items()}


def _cyrillic(sample: str) -> str | None:
    """Of a Cyrillic text without a word or letter that tells: Ukrainian if it has an і, else Russian."""
    letters = sum(map(str.isalpha, sample))
    if not letters or sum("а" <= letter <= "я" or letter in "іїєґ" for letter in sample.lower()) < letters / 2:
        return None
    return "uk" if "і" in sample.lower() else "ru"


def _by_script(sample: str) -> str | None:
    if not _OTHER_SCRIPTS.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    for lang, first, last in _SCRIPTS:
        if sum(first <= letter <= last for letter in sample) > letters / 3:
            return lang
    return None


def _mark_letters(scores: dict[str, float], text: str) -> None:
    for lang, letters in _LETTERS:
        scores[lang] += sum(map(text.count, letters)) / 2
