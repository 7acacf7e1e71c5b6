from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing.search.checks import check_fts5, check_words

        checks.register(check_fts5, checks.Tags.database)
        checks.register(check_words, checks.Tags.database)


class TaggingLibrary(AppConfig):
    """taggit as a library: our tags are rows of our own, so its tables, rights and commands stay out."""

    name = "taggit"
    default_auto_field = "django.db.models.AutoField"
    # Where commands and templates of an app are looked for.
    path = str(Path(__file__).parent / "tagging_library")

    def get_models(self, include_auto_created: bool = False, include_swapped: bool = False) -> Iterator[Any]:
        """Return no model: nothing is made, granted or deleted for one."""
        return iter(())
