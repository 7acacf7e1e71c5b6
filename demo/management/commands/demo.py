"""`manage.py demo`: the demo newsroom."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from demo.loading import Loaded, load
from publishing.errors import WorkflowError


class Command(BaseCommand):
    help = "The demo newsroom: load it beside what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load()
        except WorkflowError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(told(loaded))


def told(loaded: Loaded) -> str:
    """Say in one line what was made, and how it goes away again."""
    made = ", ".join(
        f"{count} {model._meta.verbose_name_plural}" for model, count in reversed(loaded.counts())
    )
    line = _(
        "Loaded the demo newsroom (%(made)s). To take it away: “Start my own newsroom” in the admin, "
        "or “manage.py demo --remove”."
    ) % {"made": made}
    if loaded.found:
        line += " " + _("What was here already is used as it is: %(count)d.") % {"count": len(loaded.found)}
    return line
