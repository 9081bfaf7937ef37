"""The size of the wheel and of the index in it, against what a user may be asked to download and store.

    python -m build --wheel --outdir dist . && python benchmarks/sizes.py dist

Exit status 1 where one is over its limit, 2 where the folder does not hold exactly one wheel.
"""

import argparse
import sys
import zipfile
from pathlib import Path

MEGABYTE = 1_000_000
# The package index refuses wheels of 100 MB; this leaves room to grow.
WHEEL_LIMIT = 80 * MEGABYTE
# Unpacked; mapped into memory, of which only the pages that are asked for are read.
INDEX_LIMIT = 60 * MEGABYTE
INDEX = "gazetteer/data/gazetteer.bin"
LARGEST = 8
"""Files that are listed."""


def find_wheel(folder: Path) -> Path:
    """The one wheel in the folder."""
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != 1:
        print(f"{folder} holds {len(wheels)} wheels, not one: build into an empty folder", file=sys.stderr)
        sys.exit(2)
    return wheels[0]


def unpacked_sizes(wheel: Path) -> dict[str, int]:
    """Bytes of each file in the wheel, unpacked."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.file_size for entry in archive.infolist()}


def within(what: str, size: int, limit: int) -> bool:
    """Print a size and its limit; whether it is within."""
    print(f"{what:30} {size / MEGABYTE:7.1f} MB of {limit / MEGABYTE:.0f}{'' if size <= limit else '  OVER'}")
    return size <= limit


def main() -> None:
    """Measure, list the largest files, and fail where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dist", type=Path, help="the folder with the wheel")
    wheel = find_wheel(parser.parse_args().dist)
    sizes = unpacked_sizes(wheel)
    if INDEX not in sizes:
        sys.exit(f"{wheel.name} has no {INDEX}: the build hook did not run")
    fits = [within(wheel.name, wheel.stat().st_size, WHEEL_LIMIT), within(INDEX, sizes[INDEX], INDEX_LIMIT)]
    for name in sorted(sizes, key=lambda each: (-sizes[each], each))[:LARGEST]:
        print(f"  {sizes[name]:>12,}  {name}")
    sys.exit(0 if all(fits) else 1)


if __name__ == "__main__":
    main()
