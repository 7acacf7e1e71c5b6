"""Backups of everything the newsroom is, and bringing them back."""

from .records import last_good

__all__ = ["last_good"]
