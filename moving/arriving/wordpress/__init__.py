"""Reading what WordPress exports."""

from .export import opened

__all__ = ["opened"]
