"""The whole story of one mention: the text around it, why it is one, which places it could be, and why it has its role."""

from collections.abc import Iterator, Sequence

from gazetteer import Gazetteer
from geomap.export.plain import evidence_dict, incident_dict, mention_dict, place_dict, relation_dict, rounded
from geomap.report import Report
from geomap.roles import RoleAssignment
from geomap.roles.analysis import Analysis, analyse
from geomap.roles.happening import ATTACHED, CLAUSE, DIRECT, DISCOURSE, LIGHT, Ground, Happening
from geomap.text import Text, read_text

# The places of a name that are listed, the likeliest first.
MOST_PLACES = 20
NEARNESS = {
    DIRECT: "directly",
    ATTACHED: "through the phrase it hangs on",
    LIGHT: "through a light verb",
    CLAUSE: "by standing in its clause",
    DISCOURSE: "from another clause",
}

Plain = dict[str, object]


def stories(report: Report, numbers: Sequence[int], gazetteer: Gazetteer) -> Iterator[Plain]:
    """The story of each of these mentions of a report that was just read, as plain dictionaries."""
    text = read_text(report.document)
    resolutions = [assignment.resolution for assignment in report.mentions]
    analysis = analyse(text, resolutions)
    for number in numbers:
        yield {
            "document": report.document.id,
            "number": number,
            "mentions": len(report.mentions),
            "mention": mention_dict(report.mentions[number]),
            "sentence": sentence_of(text, report.mentions[number]),
            "recognition": recognition(report, number, gazetteer),
            "places": places(report.mentions[number], report.lang, gazetteer),
            "place_why": [why for why in resolutions[number].why if why not in resolutions[number].mention.why],
            "role_why": list(report.mentions[number].why),
            "considered": considered(text, analysis, number, report),
            "happenings": happenings(text, analysis, number, report),
            "incidents": [incident_dict(each) for each in report.incidents if number in each.mentions],
            "relations": [relation_dict(each) for each in report.relations if number in (each.source, each.target)],
        }


def sentence_of(text: Text, assignment: RoleAssignment) -> Plain:
    """Where the sentence around a mention begins and ends; the mention itself where there is none."""
    mention = assignment.resolution.mention
    if not mention.first < len(text.sentence_of):
        return {"start": mention.start, "end": mention.end}
    first, past = text.sentences[text.sentence_of[mention.first]]
    return {"start": min(text.starts[first], mention.start), "end": max(text.ends[past - 1], mention.end)}


def recognition(report: Report, number: int, gazetteer: Gazetteer) -> Plain:
    """How likely it names a place, why, and which names of the gazetteer overlap it."""
    mention = report.mentions[number].resolution.mention
    taken = {(each.resolution.mention.start, each.resolution.mention.end) for each in report.mentions}
    text = report.document.text
    begin = max(text.rfind("\n", 0, mention.start) + 1, mention.start - 100)
    overlapping = [
        {
            "start": begin + found.start,
            "end": begin + found.end,
            "text": text[begin + found.start : begin + found.end],
            "places": len(found.postings),
            "taken": (begin + found.start, begin + found.end) in taken,
        }
        for found in gazetteer.scan(text[begin : mention.end + 100])
        if begin + found.start < mention.end and begin + found.end > mention.start
    ]
    return {"probability": rounded(mention.probability), "why": list(mention.why), "names": overlapping}


def places(assignment: RoleAssignment, lang: str | None, gazetteer: Gazetteer) -> list[Plain]:
    """The places it could be, the chosen one first; ``confidence`` is null for those that were next to impossible."""
    resolution = assignment.resolution
    chosen = [(resolution.place, resolution.confidence)] if resolution.place else []
    weighed = [*chosen, *((each.place, each.confidence) for each in resolution.alternatives)]
    listed: list[Plain] = [
        {**place_dict(place), "confidence": rounded(confidence), "chosen": place is resolution.place}
        for place, confidence in weighed
    ]
    known = {place.id for place, _ in weighed}
    others = gazetteer.lookup(resolution.mention.text, lang=lang, limit=MOST_PLACES)
    return [
        *listed,
        *({**place_dict(each), "confidence": None, "chosen": False} for each in others if each.id not in known),
    ]


def considered(text: Text, analysis: Analysis, number: int, report: Report) -> list[Plain]:
    """Every ground for a role that the words around gave, and which of them decided."""
    evidence = report.mentions[number].evidence
    return [
        {
            "role": ground.role,
            "cue": text.words[ground.at],
            "sense": ground.cue.lemma,
            "frame": ground.cue.frame.name,
            "slot": ground.slot,
            "how": NEARNESS[ground.nearness],
            "alleged": ground.alleged,
            "clause": clause_of(text, ground),
            "decided": evidence is not None
            and evidence_dict(evidence)["cue"] == text.words[ground.at]
            and ground.role == report.mentions[number].role.value,
        }
        for ground in analysis.grounds.get(number, ())
    ]


def clause_of(text: Text, told: Ground | Happening) -> str:
    """The words of a clause."""
    first, past = min(told.clause.first, told.at), max(told.clause.past, told.at + 1)
    return text.document.text[text.starts[first] : text.ends[past - 1]]


def happenings(text: Text, analysis: Analysis, number: int, report: Report) -> list[Plain]:
    """What the sentence tells: each cue, whether it is told as done, and which mentions play which part."""
    first = report.mentions[number].resolution.mention.first
    if not first < len(text.sentence_of):
        return []
    return [
        {
            "cue": text.words[each.at],
            "sense": each.cue.lemma,
            "frame": each.cue.frame.name,
            "told": "as denied" if each.denied else "as done" if each.real else "as planned, feared or supposed",
            "parts": {
                slot: [report.mentions[stand.number].resolution.mention.text for stand in stands]
                for slot, stands in each.fillers.items()
                if stands
            },
        }
        for each in analysis.by_sentence.get(text.sentence_of[first], ())
    ]
