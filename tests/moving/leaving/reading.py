"""Reading an export as another program would."""

import json
from pathlib import Path
from typing import Any


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the records of a file."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]
