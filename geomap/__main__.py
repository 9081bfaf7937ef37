"""``python -m geomap``: the same program as ``geomap``."""

from geomap.cli import main

if __name__ == "__main__":
    main()
