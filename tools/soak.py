"""`make soak`: everything that is tried at random tried very often, then sabotage; it takes hours."""

import os
import sys

from tools import sabotage, suite


def main(arguments: list[str]) -> int:
    """Run the whole suite with the long counts, on both databases; then break the program on purpose."""
    os.environ["SOAK"] = "yes"
    if failed := suite.main(arguments):
        return failed
    del os.environ["SOAK"]
    return sabotage.main([])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
