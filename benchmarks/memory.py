"""What memory a process that reads articles holds, station by station; Linux only.

    python benchmarks/memory.py [--articles 500]

The stations: geomap imported, the gazetteer opened, one article in each language by turns, then the rest, all of the
repository's own passages (see own_texts.py). "own" is what no other process shares; the rest is files mapped: the index,
the tables, libraries. The tables should be built (`python -m geomap.build`), as every wheel has them; the first line says so.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from geomap.build import everything

STATIONS = 4
"""How often the memory is told while the last articles are read."""

# Reads documents from own_texts in a process of its own, which imports nothing else, and prints the stations.
READ = """
import sys
from pathlib import Path
def told(station):
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    resident, own = (int(status[part].split()[0]) / 1024 for part in ("VmRSS", "RssAnon"))
    print(f"{station:28} {resident:8.1f} {own:8.1f}")
told("Python")
import geomap
told("geomap imported")
from gazetteer import open_gazetteer
index = open_gazetteer()
told("gazetteer opened")
from own_texts import LANGUAGES, documents

count, every = int(sys.argv[1]), int(sys.argv[2])
for number, document in enumerate(documents(count), start=1):
    geomap.read(document, gazetteer=index)
    if number <= len(LANGUAGES):
        told(f"an article in {document.lang}")
    elif number % every == 0:
        told(f"{number} articles")
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    count = parser.parse_args().articles
    missing = [compiled.name for compiled in everything() if not compiled.is_built()]
    print("compiled tables: " + (f"NOT built: {', '.join(missing)}" if missing else "built"))
    print(f"{'MB':28} resident      own")
    command = [sys.executable, "-c", READ, str(count), str(max(1, count // STATIONS))]
    subprocess.run(command, check=True, cwd=Path(__file__).parent)


if __name__ == "__main__":
    main()
