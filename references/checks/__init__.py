"""What sources a text rests on that should be looked at again."""

from references.checks.doubted import doubted, gone
from references.checks.one_publisher import one_publisher

__all__ = ["doubted", "gone", "one_publisher"]
