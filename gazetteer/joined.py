"""The world while the sources are being joined: places, names, and what codes stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gazetteer.sources import NameRow, PlaceRow


@dataclass(slots=True)
class World:
    """Places by id, their names, and what each ISO 3166 code stands for."""

    places: dict[str, PlaceRow] = field(default_factory=dict)
    names: list[NameRow] = field(default_factory=list)
    by_code: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)
    """ISO code of a country -> place id of its capital."""
    missing: list[str] = field(default_factory=list)
    """What the reviewed tables refer to and no source knows."""

    def add(self, place: PlaceRow, names: Iterable[NameRow] = ()) -> None:
        """Add a place with its names."""
        self.places[place.id] = place
        self.names.extend(names)

    def resolve(self, row: NameRow, table: str) -> NameRow | None:
        """The row with its reference made a place id; ``None``, and a note, where no source knows such a place."""
        ident = self.by_code.get(row.place, row.place)
        if ident in self.places:
            return replace(row, place=ident)
        self.missing.append(f"tables/{table}: {row.name!r} -> {row.place!r}")
        return None
