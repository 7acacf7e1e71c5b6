"""`manage.py demo`: the demo newsroom, brought in and taken away."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from demo import removing
from demo.loading import Loaded, load
from publishing.errors import WorkflowError


class Command(BaseCommand):
    help = "The demo newsroom: load it beside what is there, or take it away with --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take away every row and picture of it")
        parser.add_argument(
            "--with-changes", action="store_true", help="with --remove: also what colleagues have changed"
        )
        parser.add_argument("--dry-run", action="store_true", help="with --remove: tell, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"] and not options["remove"]:
            raise CommandError(_("--dry-run tells what --remove would do, so it needs --remove."))
        try:
            said = self._take_away(**options) if options["remove"] else told(load())
        except WorkflowError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(said)

    def _take_away(self, *, dry_run: bool, with_changes: bool, **_options: Any) -> str:
        if not removing.is_there():
            return _("The demo is not here, so nothing was removed.")
        if dry_run:
            return "\n".join(taken_away(removing.plan(), dry_run=True))
        # One transaction, so that what is refused is what would have gone.
        with transaction.atomic():
            plan = removing.remove_demo(actor=None)
            if plan.changed and not with_changes:
                raise CommandError("\n".join(kept_for_its_changes(plan)))
        return "\n".join(taken_away(plan, dry_run=False))


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
        count = len(loaded.found)
        found = ngettext(
            "%(count)d thing was here already and is used as it is.",
            "%(count)d things were here already and are used as they are.",
            count,
        )
        line = " ".join((line, found % {"count": count}))
    return line


def kept_for_its_changes(plan: removing.Plan) -> Iterator[str]:
    """Say line by line why nothing was removed: what of the colleagues' work would have gone with it."""
    yield _("Nothing was removed, because colleagues have changed some of the demo:")
    yield from changed(plan)
    yield _("To remove that too, add --with-changes.")


def changed(plan: removing.Plan) -> Iterator[str]:
    """Say line by line what colleagues have changed, and who was the last."""
    for one in plan.changed:
        yield f"  {one.row} ({one.last.actor})"


def taken_away(plan: removing.Plan, *, dry_run: bool) -> Iterator[str]:
    """Say line by line what goes or went, and what stays."""
    yield _("Would be removed:") if dry_run else _("Removed:")
    for kind, count in plan.counts:
        yield f"  {kind}: {count}"
    if plan.changed:
        yield _("Among it, what colleagues have changed:")
        yield from changed(plan)
    if plan.staying:
        yield _("Stays, because your own work uses it:")
        for kept in plan.staying:
            yield f"  {kept.row}: " + ", ".join(map(str, kept.uses))
