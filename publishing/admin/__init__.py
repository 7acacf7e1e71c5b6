"""The admin of tags, and the deny-by-default base every other admin here is made of."""

from publishing.admin import checks, tags

__all__ = ["checks", "tags"]
