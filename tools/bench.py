"""`make bench`: install what measuring needs, the peers too where they can be had, and measure."""

import os
import subprocess
import sys

from tools import environment


def main(arguments: list[str]) -> int:
    """Run the benchmarks; without the peers' packages they are measured alone."""
    environment.install(environment.TESTING)
    os.chdir(environment.ROOT)
    peers = subprocess.run([environment.PYTHON, "-m", "benchmarks.peers"], check=False)
    if peers.returncode:
        print("The peers could not be installed, so nothing is compared with them.", flush=True)
    return subprocess.run([environment.PYTHON, "-m", "benchmarks", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
