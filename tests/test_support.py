"""Whether the places of a name lie where the text's other names do."""

import numpy as np

from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions.candidates import find_candidates
from geomap.mentions.context import Context
from geomap.mentions.support import SUPPORT, support
from geomap.text import read_text


def supported(text: str, name: str) -> dict[str, float]:
    """SUPPORT of a name of an English text, where every candidate is as likely as not."""
    read = read_text(Document(id="x", text=text, lang="en"))
    context = Context(read, find_candidates(read, open_gazetteer()))
    spans = [text[slice(*each.offsets(read))] for each in context.candidates.found]
    columns = support(context, np.full(len(spans), 0.5, np.float32))
    return {column: float(values[spans.index(name)]) for column, values in columns.items()}


def test_a_town_in_the_county_of_the_others() -> None:
    beside = supported("Love won in Hernando, Southaven and Olive Branch, Mississippi.", "Hernando")
    alone = supported("Love won in Hernando, Oslo and Tbilisi.", "Hernando")
    assert beside["sup_county"] > alone["sup_county"]
    assert beside["sup_division"] > alone["sup_division"]
    assert beside["sup_near"] > alone["sup_near"]


def test_a_name_does_not_support_itself() -> None:
    assert supported("Oslo, Oslo and Oslo again.", "Oslo") == dict.fromkeys(SUPPORT, 0.0)


def test_no_listed_name_at_all() -> None:
    assert supported("Xyzzyburgh Quuxville.", "Xyzzyburgh Quuxville") == dict.fromkeys(SUPPORT, 0.0)
