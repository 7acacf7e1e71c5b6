"""What sources a text rests on that should be looked at again."""

from references.checks.doubted import doubted, gone, incomplete
from references.checks.one_publisher import one_publisher

__all__ = ["doubted", "gone", "incomplete", "one_publisher"]
