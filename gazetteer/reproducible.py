"""Builds the index twice, in processes that hash in other orders, and refuses where one byte differs.

``python -m gazetteer.reproducible`` takes two to three minutes; exit status 1 where the builds differ.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SEEDS = ("1", "2")


def built_with(seed: str, folder: Path) -> str:
    """SHA-256 of an index that is built with this seed of Python's hashes."""
    index = folder / f"{seed}.bin"
    command = [sys.executable, "-m", "gazetteer.build", str(index)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return hashlib.sha256(index.read_bytes()).hexdigest()


def main() -> int:
    """Build twice and compare."""
    with tempfile.TemporaryDirectory() as folder:
        digests = {built_with(seed, Path(folder)) for seed in SEEDS}
    sys.stdout.write(f"{'one' if len(digests) == 1 else 'NOT one'} index: {', '.join(sorted(digests))}\n")
    return len(digests) - 1


if __name__ == "__main__":
    sys.exit(main())
