"""What a process of `processes.Worker` does: it takes orders from a pipe, and answers into another."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def answer_orders(answer: Callable[[dict[str, Any]], Any]) -> None:
    """Answer one order after the other, until nobody gives any more."""
    orders, answers = map(Path, sys.argv[1:])
    # Whoever gives orders begins once somebody takes them, and then listens already.
    with answers.open("w") as told, orders.open() as given:
        for line in given:
            told.write(json.dumps(answer(json.loads(line))) + "\n")
            told.flush()
