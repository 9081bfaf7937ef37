"""Whether a classifier over slot features would give better roles than the rules: trains one and cross-validates it.

    python benchmarks/train_roles.py PASSAGES... [--folds 5]

PASSAGES are files of marked passages (``benchmarks/roles/passages``), the marks taken as spans. Needs scikit-learn.
Folds are contiguous blocks of passages, never single mentions. What it said with 775 held-back mentions in Dutch and
English: no gain over the rules (core macro-F1 .50 and .50), because what is missed mostly has no cue at all; so no weights
are shipped. Run it again when there are some thousand passages.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions import MentionKind, find_mentions
from geomap.places import Resolution, resolve
from geomap.roles import Role, assign_roles
from geomap.roles.analysis import Analysis, analyse, country_of
from geomap.roles.happening import Happening, best
from geomap.text import Text, read_text

MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)\|[^\]]+\]\]")
CORE = (Role.INCIDENT_SITE, Role.CONTESTED_AREA, Role.ALLY, Role.ACCUSER)
STRENGTH_OF_PRIOR = 0.2
IDLE = frozenset({"act", "do", "undergo"})
"""Frames that say nothing of roles."""
# A text of so few words is a headline or a single sentence.
SHORT_TEXT = 16

Example = tuple[dict[str, int], list[str], str]


class Features:
    """The features of the mentions of one text."""

    def __init__(self, text: Text, resolutions: Sequence[Resolution], analysis: Analysis) -> None:
        self.text = text
        self.resolutions = resolutions
        self.analysis = analysis
        self.ruled = {number: best(grounds).role for number, grounds in analysis.grounds.items() if grounds}
        self.frames = Counter(happening.cue.frame.name for found in analysis.by_sentence.values() for happening in found)
        self.roles_of: dict[str, set[str]] = {}
        for number, role in self.ruled.items():
            country = country_of(resolutions[number])
            if country is not None:
                self.roles_of.setdefault(country, set()).add(role)

    def of(self, number: int) -> list[str]:
        """The features of one mention, in no order that matters."""
        return [*self._grounds(number), *self._place(number), *self._around(number)]

    def _grounds(self, number: int) -> Iterator[str]:
        yield "bias"
        grounds = self.analysis.grounds.get(number, [])
        if not grounds:
            yield "ground=none"
            return
        first = best(grounds)
        yield f"ground={first.role}/{first.nearness}"
        yield f"role={first.role}"
        yield f"frame={first.cue.frame.name}:{first.slot}"
        yield f"pos={first.cue.pos}:{first.role}"
        yield f"idiom={bool(first.cue.particles)}:{first.role}"
        for role in {ground.role for ground in grounds}:
            yield f"any={role}"

    def _place(self, number: int) -> Iterator[str]:
        resolution = self.resolutions[number]
        outer, own = self.analysis.slots.get(number, ("", ""))
        demonym = resolution.mention.kind is MentionKind.DEMONYM
        kind = resolution.place.kind.value if resolution.place is not None else "none"
        area = "country" if kind == "country" else "none" if kind == "none" else "local"
        heads = {stand.head or "self" for stand in self.analysis.stands.get(number, ())} or {"unread"}
        yield f"kind={kind}:{demonym}"
        yield f"slot={outer}:{own}"
        yield f"area={area}:{demonym}:{outer}"
        for head in heads:
            yield f"head={head}"
            yield f"head={head}:{outer}"
        if resolution.place is not None and resolution.place.claimed_by:
            yield "claimed"
            yield f"claimed:{outer}"

    def _around(self, number: int) -> Iterator[str]:
        analysis, mention = self.analysis, self.resolutions[number].mention
        outer, own = analysis.slots.get(number, ("", ""))
        clause = analysis.clause_of.get(number)
        near = _names(analysis.by_clause.get(id(clause), ()))
        sentence = self.text.sentence_of[mention.first] if mention.first < len(self.text.words) else 0
        wide = _names(analysis.by_sentence.get(sentence, ())) - near
        demonym = mention.kind is MentionKind.DEMONYM
        for name in near:
            yield f"clause={name}"
            yield f"clause={name}:{outer}"
            yield f"clause={name}:{own}:{demonym}"
        for name in wide:
            yield f"sentence={name}:{outer or own}"
        if not near and not wide:
            yield "nothing"
        if clause is not None:
            yield f"mood={clause.kind}:{clause.negated}:{clause.unreal}"
        yield from self._document(number, sentence)

    def _document(self, number: int, sentence: int) -> Iterator[str]:
        country = country_of(self.resolutions[number])
        for role in self.roles_of.get(country or "", ()):
            yield f"elsewhere={role}:{self.ruled.get(number) == role}"
        for name in ("sport", "trade", "culture", "travel"):
            if self.frames[name]:
                yield f"topic={name}"
        if not any(name not in IDLE for name in self.frames):
            yield "topic=none"
        yield f"first={sentence == 0}"
        yield f"short={len(self.text.words) <= SHORT_TEXT}"


def _names(happenings: Sequence[Happening]) -> set[str]:
    return {
        happening.cue.frame.name + ("" if happening.real and not happening.denied else "!")
        for happening in happenings
        if happening.cue.frame.name not in IDLE
    }


def examples(path: Path) -> Iterator[list[Example]]:
    """For each passage: the features of its mentions, the roles that are right, and the role by the rules."""
    gazetteer = open_gazetteer()
    for block in path.read_text(encoding="utf-8").split("\n# "):
        head, _, marked = block.removeprefix("# ").partition("\n")
        document, roles = unmarked(*head.split()[:2], marked.strip())
        text = read_text(document)
        resolutions = resolve(text, find_mentions(text, gazetteer), gazetteer)
        ruled = assign_roles(text, resolutions)
        features = Features(text, resolutions, analyse(text, resolutions))
        yield [
            (dict.fromkeys(features.of(number), 1), right.split("/"), str(rule.role))
            for number, (right, rule) in enumerate(zip(roles, ruled, strict=True))
            if right != "supported"
        ]


def unmarked(name: str, lang: str, marked: str) -> tuple[Document, list[str]]:
    """The document of a marked passage, its spans, and the role of each."""
    plain, spans, roles, at = "", [], [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        if match[2] != "-":
            spans.append((len(plain), len(plain) + len(match[1])))
            roles.append(match[2])
        plain += match[1]
        at = match.end()
    return Document(id=name, text=plain + marked[at:], lang=lang, spans=tuple(spans)), roles


def macro_f1(pairs: Sequence[tuple[list[str], str]]) -> float:
    """The mean F1 of the four core roles over (right roles, given role)."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for accepted, role in pairs:
        right[role] += role in accepted
        given[role] += 1
        wanted[role if role in accepted else accepted[0]] += 1
    return sum(2 * right[role] / max(1, given[role] + wanted[role]) for role in CORE) / len(CORE)


def cross_validated(passages: list[list[Example]], folds: int) -> list[tuple[list[str], str]]:
    """The classifier's role for each mention, by a model that has not seen its block of passages."""
    found = []
    for fold in range(folds):
        first, past = fold * len(passages) // folds, (fold + 1) * len(passages) // folds
        train = [one for passage in passages[:first] + passages[past:] for one in passage]
        test = [one for passage in passages[first:past] for one in passage]
        vectorizer = DictVectorizer()
        model = LogisticRegression(C=STRENGTH_OF_PRIOR, max_iter=2000)
        labels = [rule if rule in right else right[0] for _, right, rule in train]
        model.fit(vectorizer.fit_transform([features for features, _, _ in train]), labels)
        roles = model.predict(vectorizer.transform([features for features, _, _ in test]))
        found += [(right, str(role)) for (_, right, _), role in zip(test, roles, strict=True)]
    return found


def main() -> None:
    """Print how the rules and the classifier do on the same mentions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    passages = [passage for path in given.passages for passage in examples(path)]
    rules = [(right, rule) for passage in passages for _, right, rule in passage]
    print(f"{len(rules)} mentions; core macro-F1: rules {macro_f1(rules):.3f}, ", end="")
    print(f"classifier {macro_f1(cross_validated(passages, given.folds)):.3f}")


if __name__ == "__main__":
    main()
