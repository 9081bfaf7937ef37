"""Takes out of known-failures.json what passes now. It never adds: a new failure is added by hand, with its reason.

python tests/cases/settle.py
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
# Wide enough that pytest does not cut its lines.
WIDE = {"COLUMNS": "1000"}
FAILURES = FOLDER / "known-failures.json"
PASSED = re.compile(r"^FAILED \S*test_golden\.py::\w+\[(.*?)\] - \[XPASS\(strict\)\]", re.MULTILINE)


def passing(output: str) -> set[str]:
    """The names of the checks that pytest says pass against expectation; it escapes letters that are not ASCII."""
    return {name.encode().decode("unicode_escape") for name in PASSED.findall(output)}


def dump(failures: list[dict[str, str]]) -> str:
    """One failure a line, in the order of their names."""
    lines = (" " + json.dumps(failure, ensure_ascii=False) for failure in sorted(failures, key=lambda each: each["check"]))
    return "[\n" + ",\n".join(lines) + "\n]\n" if failures else "[]\n"


def main() -> None:
    """Run the golden tests and take out what passes."""
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", str(FOLDER.parent / "test_golden.py")]
    ended = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, env=os.environ | WIDE)
    failures = json.loads(FAILURES.read_text(encoding="utf-8"))
    settled = passing(ended.stdout)
    FAILURES.write_text(dump([each for each in failures if each["check"] not in settled]), encoding="utf-8")
    sys.stdout.write(f"took out {len(settled)} of {len(failures)}\n")


if __name__ == "__main__":
    main()
