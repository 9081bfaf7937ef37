"""Report -> HTML: its text with every mention marked, for notebooks."""

from html import escape

from geomap.export.rows import writable
from geomap.report import Report
from geomap.roles import Role, RoleAssignment

# One tint a role, from ColorBrewer's Set3 (Brewer and Harrower), pale enough for black text in light and dark pages.
TINTS = {
    Role.INCIDENT_SITE: "#fb8072",
    Role.CONTESTED_AREA: "#fdb462",
    Role.ACCUSER: "#ffed6f",
    Role.ACCUSED: "#bc80bd",
    Role.AGGRESSOR: "#fccde5",
    Role.TARGET: "#bebada",
    Role.ALLY: "#b3de69",
    Role.MEDIATOR: "#8dd3c7",
    Role.SOURCE: "#80b1d3",
    Role.MENTION: "#d9d9d9",
}


def marked_text(report: Report) -> str:
    """The text, escaped, each mention in the tint of its role and its place where the pointer rests on it."""
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
        f'<mark style="background: {TINTS[assignment.role]}; color: #000" title="{shown(f"{title}: {label}")}">'
        f"{shown(assignment.resolution.mention.text)}</mark>"
    )


def shown(text: str) -> str:
    """Text as HTML can hold it."""
    return escape(writable(text))
