"""`make soak`: the tests with everything that is tried at random tried very often; it takes hours."""

import os
import sys

from tools import suite


def main(arguments: list[str]) -> int:
    """Run the whole suite with the long counts, on both databases."""
    os.environ["SOAK"] = "yes"
    return suite.main(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
