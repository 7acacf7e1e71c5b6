"""Break the program in one place at a time, in a copy: its tests have to notice every one.

`make soak` runs it last. By itself it is `python3 -m tools.sabotage`; words choose some of the places.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools import environment
from tools.sabotages import SABOTAGES, Sabotage

FAILED = 1
LEFT_OUT = (".git", ".venv", "var", "local", "*_cache", ".hypothesis", "__pycache__")


def main(words: list[str]) -> int:
    """Break every place in turn; return 0 if each was noticed."""
    environment.install(environment.TESTING)
    chosen = [one for one in SABOTAGES if not words or any(word in one.what for word in words)]
    with tempfile.TemporaryDirectory(prefix="newsroom-sabotage-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(environment.ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        tests = sorted({test for one in chosen for test in one.tests})
        if run(copy, tests, output=None):
            print("The tests fail as it is, so they cannot tell what a sabotage does.")
            return 1
        survived = [one for one in chosen if not noticed(copy, one)]
    print(f"\n{len(chosen) - len(survived)} of {len(chosen)} were noticed.")
    return 1 if survived else 0


def noticed(copy: Path, sabotage: Sabotage) -> bool:
    """Break one place, run the tests that should notice, mend it again; tell whether they did."""
    path = copy / sabotage.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(broken(whole, sabotage), encoding="utf-8")
    try:
        # Anything but a failed test, such as a program that does not even start, proves nothing.
        found = run(copy, sabotage.tests) == FAILED
    finally:
        path.write_text(whole, encoding="utf-8")
    print(f"{'noticed ' if found else 'SURVIVED'}  {sabotage.what}  ({sabotage.file})", flush=True)
    return found


def broken(whole: str, sabotage: Sabotage) -> str:
    """Return a file's text with the place broken; stop if the place is not there, or twice."""
    if whole.count(sabotage.old) != 1:
        times = whole.count(sabotage.old)
        sys.exit(f"“{sabotage.what}”: {sabotage.file} holds its text {times} times, not once.")
    return whole.replace(sabotage.old, sabotage.new)


def run(copy: Path, tests: Sequence[str], *, output: int | None = subprocess.DEVNULL) -> int:
    """Run some tests of the copy until the first fails; return pytest's status."""
    command = [str(environment.PYTHON), "-m", "pytest", "-x", "-q", "--no-header", *tests]
    return subprocess.run(command, cwd=copy, check=False, stdout=output).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
