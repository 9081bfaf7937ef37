"""Report -> HTML for notebooks: its text with every mention marked, a legend, and a small map."""

from base64 import b64encode
from html import escape

from geomap.export.rows import writable
from geomap.export.sketch import HEIGHT, WIDTH, sketch
from geomap.report import Report
from geomap.roles import Role, RoleAssignment

# The colours of the map's legend; a test holds the two together.
COLOURS = {
    Role.INCIDENT_SITE: "#d55e00",
    Role.CONTESTED_AREA: "#cc79a7",
    Role.ACCUSER: "#e69f00",
    Role.ACCUSED: "#f0e442",
    Role.AGGRESSOR: "#000000",
    Role.TARGET: "#0072b2",
    Role.ALLY: "#009e73",
    Role.MEDIATOR: "#56b4e9",
    Role.SOURCE: "#8c8c8c",
    Role.MENTION: "#c9c4ba",
}


LONGEST = 20_000
"""Characters of a text that are shown; a notebook keeps what it shows."""


def shown_report(report: Report) -> str:
    """Legend, text and map, side by side where there is room; without scripts, style sheets or addresses."""
    picture = sketch(report, COLOURS)
    return (
        '<div style="display: flex; flex-wrap: wrap; gap: 1em 1.5em; align-items: flex-start; max-width: 1200px">'
        f'<div style="flex: 1 1 22em; min-width: 0; line-height: 1.6">{legend(report)}{marked_text(report)}</div>'
        f"{pictured(picture, report) if picture else ''}</div>"
    )


def pictured(picture: str, report: Report) -> str:
    """The map as an image, in which nothing can run."""
    named = "; ".join(dict.fromkeys(each.place.name for each in report.mentions if each.place))
    data = b64encode(picture.encode()).decode()
    return (
        f'<img alt="{shown(f"Map of {named}")}" width="{WIDTH}" height="{HEIGHT}" src="data:image/svg+xml;base64,{data}" '
        'style="flex: 0 1 auto; max-width: 100%; height: auto; border-radius: 4px">'
    )


def legend(report: Report) -> str:
    """The roles that occur, in the order of the table of roles."""
    there = {mention.role for mention in report.mentions}
    chips = "".join(
        f'<span style="white-space: nowrap; margin-right: 1em"><span style="display: inline-block; width: .8em; height: .8em; '
        f'border-radius: 50%; margin-right: .35em; background: {COLOURS[role]}; border: 1px solid #fff8"></span>'
        f"{role.value.replace('_', ' ')}</span>"
        for role in Role
        if role in there
    )
    return f'<div style="font-size: 85%; margin-bottom: .6em; opacity: .85">{chips}</div>' if chips else ""


def marked_text(report: Report) -> str:
    """The text, escaped, each mention underlined in the colour of its role, its place where the pointer rests on it."""
    text = report.document.text[:LONGEST]
    pieces = []
    done = 0
    for assignment in sorted(report.mentions, key=lambda assignment: assignment.resolution.mention.start):
        mention = assignment.resolution.mention
        if done <= mention.start and mention.end <= len(text):
            pieces += [shown(text[done : mention.start]), marked(assignment)]
            done = mention.end
    left = len(report.document.text) - len(text)
    pieces += [shown(text[done:]), f"… <em>and {left:,} characters more</em>" if left else ""]
    return f'<div style="white-space: pre-wrap; overflow-wrap: anywhere">{"".join(pieces)}</div>'


def marked(assignment: RoleAssignment) -> str:
    """One mention."""
    place = assignment.resolution.place
    title = ", ".join(part for part in (place and place.name, place and place.country) if part) or "no place"
    label = assignment.role.value.replace("_", " ")
    return (
        f'<mark style="background: none; color: inherit; border-bottom: 3px solid {COLOURS[assignment.role]}" '
        f'title="{shown(f"{title}: {label}")}">'
        f"{shown(assignment.resolution.mention.text)}</mark>"
    )


def shown(text: str) -> str:
    """Text as HTML can hold it."""
    return escape(writable(text))
