"""Fuzz one door for some time, guided by what its inputs reach: python tests/fuzz/run.py DOOR SECONDS FOLDER.

FOLDER takes what is found: new inputs in it, and below crashes/ what made a fault. Needs atheris: pip install 'geomap[fuzz]'.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

# Longer inputs reach no more than these; larger ones have tests of their own.
MAX_BYTES = 8_192
# One input may take so long, in seconds, and the process so much memory, in MiB.
MAX_SECONDS = 20
MAX_MIB = 3_000


# No door leads to these.
LEFT_OUT = (
    *("geomap.__main__", "geomap.dask", "geomap.spacy"),
    *("gazetteer.sources.extract", "gazetteer.shapes", "gazetteer.wheel"),
)


def import_all() -> None:
    """Import every module that the doors may come to, now that it is instrumented: many are imported when first needed."""
    import gazetteer
    import geomap

    for package in (gazetteer, geomap):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(LEFT_OUT):
                importlib.import_module(module.name)


def main() -> None:
    door, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    with atheris.instrument_imports(include=["geomap", "gazetteer"]):
        from doors import DOORS

        import_all()
    crashes = folder / "crashes"
    crashes.mkdir(parents=True, exist_ok=True)
    grown = folder / door
    grown.mkdir(exist_ok=True)
    options = {
        "max_total_time": seconds,
        "max_len": MAX_BYTES,
        "timeout": MAX_SECONDS,
        "rss_limit_mb": MAX_MIB,
        "artifact_prefix": f"{crashes}/{door}-",
        "verbosity": 1,
        "print_final_stats": 1,
    }
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(grown), str(HERE / "corpus" / door)]
    atheris.Setup(arguments, DOORS[door])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
