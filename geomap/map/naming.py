"""Places -> what they are called in the languages that the page speaks, from the gazetteer and the texts themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from gazetteer import Gazetteer
from gazetteer.place import Strength

# Abbreviations, historic names and alternates without a language are for finding a place, not for naming it.
FIRM = frozenset({Strength.OFFICIAL, Strength.COMMON})


class Names:
    """What places are called in some languages; where the gazetteer does not say, they keep their own name."""

    def __init__(self, gazetteer: Gazetteer, languages: Sequence[str]) -> None:
        self._gazetteer = gazetteer
        self._languages = languages
        self.of = cache(self._of)
        self._known = cache(gazetteer.names_of)

    def as_written(
        self, place_id: str, known_as: str, names: Mapping[str, str], written: Mapping[str, Counter[str]]
    ) -> dict[str, str]:
        """The names, but where texts in a language use another of the place's names, the one that they use most."""
        usual = {lang: self._usual(place_id, known_as, lang, written[lang]) for lang in self._languages if lang in written}
        return {lang: name for lang, name in {**names, **usual}.items() if name not in ("", known_as)}

    def _usual(self, place_id: str, known_as: str, lang: str, written: Counter[str]) -> str:
        known = {known_as, *(name.text for name in self._known(place_id).get(lang, ()))}
        used = sorted((-count, text) for text, count in written.items() if text in known or self._is_name_of(place_id, text))
        return used[0][1] if used else self.of(place_id, known_as).get(lang, "")

    def _is_name_of(self, place_id: str, text: str) -> bool:
        """Whether what is written, if not in capitals, is a name of the place for the gazetteer, be it an inferred one."""
        return not text.isupper() and any(place.id == place_id for place in self._gazetteer.lookup(text))

    def _of(self, place_id: str | None, known_as: str) -> dict[str, str]:
        """By language, only those that differ from the name that is known."""
        found = self._known(place_id) if place_id else {}
        firm = {
            lang: next((name.text for name in found.get(lang, ()) if name.strength in FIRM), "") for lang in self._languages
        }
        return {lang: name for lang, name in firm.items() if name not in ("", known_as)}
