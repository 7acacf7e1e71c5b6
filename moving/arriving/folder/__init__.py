"""Sites that are folders of files."""

from .export import FolderSite, opened

__all__ = ["FolderSite", "opened"]
