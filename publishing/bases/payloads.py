"""The shape of what a saved version holds."""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
Step = Callable[[Payload], Payload]
"""What brings a payload from one shape to the next."""
