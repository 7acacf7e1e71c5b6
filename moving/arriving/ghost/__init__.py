"""Sites written in Ghost."""

from .export import GhostSite, opened

__all__ = ["GhostSite", "opened"]
