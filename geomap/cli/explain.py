"""``geomap explain``: which mentions are asked for, and how their story is printed."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from geomap.cli.printing import print_lines, readable
from geomap.cli.run import Run
from geomap.cli.story import Plain, stories
from geomap.export.plain import json_line
from geomap.report import Report

if TYPE_CHECKING:
    from rich.console import Console

AROUND = 300  # characters each side of a mention that are shown of a long sentence
INDENT = "  "


def explain(run: Run, mention: int | None, text: str | None, ident: str | None, *, as_json: bool) -> None:
    """Print the story of the mentions asked for, of the first document that has any.

    Raises BadParameter, listing what there is, where no document has such a mention.
    """
    from gazetteer import open_gazetteer

    seen: list[Report] = []
    for report in run.reports():
        if ident is not None and report.document.id != ident:
            continue
        numbers = asked_for(report, mention, text)
        if numbers:
            told = stories(report, numbers, open_gazetteer(run.settings.gazetteer))
            print_stories(list(told), report, as_json=as_json)
            return
        seen.append(report)
        if text is None:
            break
    raise typer.BadParameter(not_found(seen, mention, text, ident))


def asked_for(report: Report, mention: int | None, text: str | None) -> list[int]:
    """The numbers of the mentions asked for: by number, or by their text or the name of their place."""
    if mention is not None:
        return [mention] if mention < len(report.mentions) else []
    wanted = (text or "").casefold()
    found = [(each.resolution.mention.text, each.resolution.place) for each in report.mentions]
    return [
        number
        for number, (written, place) in enumerate(found)
        if written.casefold() == wanted or (place is not None and place.name.casefold() == wanted)
    ]


def not_found(seen: list[Report], mention: int | None, text: str | None, ident: str | None) -> str:
    """What to tell where there is no such mention: which there are."""
    wanted = "say which, with --mention or --text" if mention is None and text is None else "there is no such mention"
    if not seen:
        return f"no document has the id {ident!r}" if ident else "there is no document to explain"
    report = seen[0]
    names = [f"{number} {each.resolution.mention.text}" for number, each in enumerate(report.mentions)]
    return readable(f"{wanted}; {report.document.id} has {', '.join(names) or 'none'}")


def print_stories(told: list[Plain], report: Report, *, as_json: bool) -> None:
    """Print the stories: for people, or as JSON, one a line."""
    if as_json:
        print_lines(json_line(each) for each in told)
        return
    from rich.console import Console

    console = Console(markup=False, highlight=False, soft_wrap=True)
    with console.capture() as captured:
        for each in told:
            print_story(each, report, console)
    print_lines(captured.get().splitlines())


def print_story(told: dict[str, Any], report: Report, console: "Console") -> None:
    """Print one story."""
    mention = told["mention"]
    number = f"mention {told['number']} of {told['mentions']} in {told['document']}"
    at = f"characters {mention['start']} to {mention['end']}"
    console.print(readable(f"{mention['text']}: {number}, {at}"), style="bold")
    console.print(readable(INDENT + quoted(told, report.document.text)))
    for heading, lines in sections(told):
        console.print(readable(f"\n{heading}"), style="bold")
        for line in lines:
            console.print(readable(INDENT + line))
    console.print()


def quoted(told: dict[str, Any], text: str) -> str:
    """The sentence, the mention in brackets, its far ends cut."""
    start, end = told["mention"]["start"], told["mention"]["end"]
    before = text[told["sentence"]["start"] : start][-AROUND:]
    after = text[end : told["sentence"]["end"]][:AROUND]
    return re.sub(r"\s+", " ", f"{before}[{text[start:end]}]{after}")


def sections(told: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The headings, and the lines under them."""
    mention, recognition = told["mention"], told["recognition"]
    yield f"It names a place: probability {recognition['probability']:.2f}", list(recognition_lines(recognition))
    place = mention["place"]
    where = f"{named(place)}, confidence {mention['confidence']:.2f}" if place else "none of the gazetteer"
    yield f"The place: {where}", [*told["place_why"], *map(place_line, told["places"])]
    yield (
        f"The role: {mention['role']}, confidence {mention['role_confidence']:.2f}, read as {mention['reading']}",
        [
            *told["role_why"],
            *dict.fromkeys(map(ground_line, told["considered"])),
        ],
    )
    if told["happenings"]:
        yield "What the sentence tells", list(dict.fromkeys(map(happening_line, told["happenings"])))
    if told["incidents"] or told["relations"]:
        yield "Where it counts", [*map(incident_line, told["incidents"]), *map(relation_line, told["relations"])]


def recognition_lines(recognition: dict[str, Any]) -> Iterator[str]:
    """Why it is a mention, and the names that overlap it."""
    yield from recognition["why"]
    for name in recognition["names"]:
        count = f"{name['places']} place{'s' if name['places'] != 1 else ''}"
        yield f"{'*' if name['taken'] else '-'} {name['text']!r} is a name of {count}{'' if name['taken'] else ': not taken'}"


def named(place: dict[str, Any]) -> str:
    """A place, in words."""
    return ", ".join(str(part) for part in (place["name"], place.get("admin1"), place["country"]) if part)


def place_line(place: dict[str, Any]) -> str:
    """One place it could be."""
    sure = "    " if place["confidence"] is None else f"{place['confidence']:.2f}"
    people = f", {place['population']:,} people" if place["population"] else ""
    return f"{'*' if place['chosen'] else '-'} {sure} {named(place)}: {place['kind']}{people} ({place['id']})"


def ground_line(ground: dict[str, Any]) -> str:
    """One ground for a role."""
    alleged = ", as somebody alleges" if ground["alleged"] else ""
    cue = f"{ground['cue']!r} ({ground['frame']})"
    mark = "*" if ground["decided"] else "-"
    return f"{mark} {ground['role']}: {ground['slot']!r} with {cue}, {ground['how']}{alleged}: {ground['clause']!r}"


def happening_line(happening: dict[str, Any]) -> str:
    """One cue of the sentence, and who plays which part in it."""
    parts = "; ".join(f"{slot} {', '.join(names)}" for slot, names in happening["parts"].items())
    return f"- {happening['cue']!r} ({happening['frame']}), told {happening['told']}{': ' + parts if parts else ''}"


def incident_line(incident: dict[str, Any]) -> str:
    """An incident that the mention is in."""
    days = incident["date"]
    when = f", {days['start']} to {days['end']}" if days else ""
    return f"- incident {incident['id']}: {incident['type']} at {named(incident['place'])}{when}"


def relation_line(relation: dict[str, Any]) -> str:
    """A relation that the mention is an end of."""
    return f"- relation: mention {relation['source']} {relation['kind']} mention {relation['target']}"
