"""Evidence in words that a journalist understands."""

from collections.abc import Mapping

from gazetteer.place import Place, PlaceKind

MOST_REASONS = 4
# A reason that moved the log-odds by less would not have changed anybody's mind.
LEAST_MOVE = 0.25

PHRASES = {
    "in_division_comma": "the text places it in {admin1} right after the name",
    "in_country_comma": "the text names its country right after it",
    "in_division_near": "{admin1} is named right beside it",
    "in_country_near": "its country is named right beside it",
    "country_named": "the text also names {country}",
    "division_named": "the text also names {admin1}",
    "county_named": "the text also names {admin2}",
    "country_share": "most other places in the text are in {country}",
    "country_count": "other places in the text are in {country}",
    "division_share": "most other places in the text are in {admin1}",
    "division_count": "other places in the text are in {admin1}",
    "inside_count": "the text names places in it",
    "near_0": "another place in the text is next to it",
    "near_1": "another place in the text is close by",
    "near_2": "another place in the text is in the same area",
    "own_name": "it is the place's own name",
    "tagged": "it is the place's name in the language of the text",
    "capital": "it is a capital",
    "capital_in_world_news": "it is a capital, and the text is about several countries",
    "rank_0": "the best known place of that name",
    "fame": "a well-known place",
    "firm_abbreviation": "a usual abbreviation of its name",
    "firm_historic": "a former name of the place",
    "firm_metonym": "the seat of its government, which stands for the state",
}
"""Evidence -> reason. Evidence without a phrase weighs silently: sizes and shapes say little to a reader."""


def explain(place: Place | None, evidence: Mapping[str, float], known: Mapping[str, float], namesakes: int) -> tuple[str, ...]:
    """The strongest reasons for a place, strongest first; or why none was chosen."""
    if place is None:
        return ("none of the known places of this name fits",)
    moves = {name: known.get(name, 0.0) * value for name, value in evidence.items() if name in PHRASES}
    strongest = sorted((name for name in moves if moves[name] >= LEAST_MOVE), key=lambda name: (-moves[name], name))
    words = {"country": place.country or place.name, "admin1": place.admin1 or place.name, "admin2": place.admin2 or place.name}
    said = tuple(dict.fromkeys(PHRASES[name].format(**words) for name in strongest[:MOST_REASONS]))
    cue = next((name for name in evidence if name.startswith("cue_") and name.removeprefix("cue_") in set(PlaceKind)), None)
    beside = (f"a word beside it says it is a {cue.removeprefix('cue_')}",) if cue else ()
    only = ("the only known place of that name",) if namesakes == 1 else ()
    return (*only, *beside, *said)
