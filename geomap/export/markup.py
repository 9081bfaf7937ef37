"""Report -> HTML: its text with every mention marked, for notebooks."""

from html import escape

from geomap.export.rows import writable
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


def marked_text(report: Report) -> str:
    """The text, escaped, each mention underlined in the colour of its role, its place where the pointer rests on it."""
    text = report.document.text
    pieces = []
    done = 0
    for assignment in sorted(report.mentions, key=lambda assignment: assignment.resolution.mention.start):
        mention = assignment.resolution.mention
        if mention.start >= done:
            pieces += [shown(text[done : mention.start]), marked(assignment)]
            done = mention.end
    return f'<div style="white-space: pre-wrap">{"".join(pieces)}{shown(text[done:])}</div>'


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
