"""Takes given names and surnames out of Faker (MIT) into ``geomap/languages/{given_names,surnames}.txt.xz``.

Run by hand: ``pip install faker==40.54.0 && python benchmarks/extract_person_names.py``. Sorted, one folded name a line.
"""

import importlib
import lzma
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from faker.providers import person

from gazetteer.names import name_key

LANGUAGES = Path(__file__).parents[1] / "geomap" / "languages"
SHORTEST = 3


def listed(attribute: str) -> Iterator[str]:
    """Every name in the attributes that begin so, over all of Faker's locales."""
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for name in dir(provider):
            if name.startswith(attribute) and isinstance(getattr(provider, name), (tuple, list, dict)):
                yield from (each for each in getattr(provider, name) if isinstance(each, str) and "{" not in each)


def write(name: str, attribute: str) -> None:
    """One list of single-word names."""
    keys = {name_key(each) for each in listed(attribute)}
    kept = sorted(key for key in keys if " " not in key and len(key) >= SHORTEST)
    (LANGUAGES / name).write_bytes(lzma.compress("\n".join(kept).encode(), check=lzma.CHECK_CRC32, preset=9))
    print(name, len(kept))


if __name__ == "__main__":
    write("given_names.txt.xz", "first_name")
    write("surnames.txt.xz", "last_name")
