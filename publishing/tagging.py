"""The tags of a draft, by taggit's own manager: everybody reads them, a verb alone writes them."""

from typing import Any, NoReturn

from taggit.managers import TaggableManager, _TaggableManager


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise TypeError(
        "The tags of a draft are part of what a saved version holds: "
        'give their keys to save_revision, in its payload as "tags".'
    )


class _Reading(_TaggableManager):
    add = set = remove = clear = _refuse
    create = get_or_create = update_or_create = bulk_create = _refuse


class DraftTags(TaggableManager):
    """What an article's `tags` are: all(), names(), slugs(), and lookups through them, in their order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"manager": _Reading}))

    def __set__(self, instance: Any, value: Any) -> None:
        _refuse()

    def deconstruct(self) -> Any:
        """Return what migrations write: to the database it is any such manager."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "taggit.managers.TaggableManager", args, kwargs
