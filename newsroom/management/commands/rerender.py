"""`manage.py rerender`: write every published text as today's renderer does."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.workflow.rerendering import outdated, rerender


class Command(BaseCommand):
    help = _(
        "Write every published text as today's renderer does; readers see the same words. "
        "Can be stopped at any time and run again: it goes on where it was."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, failed = outdated(), 0, 0
        if not total:
            self.stdout.write(_("Every published text is as today's renderer writes it."))
            return
        for batch in rerender():
            for edition, fault in batch.failed:
                self.stderr.write(self.passed_over(edition, fault))
            done, failed = done + batch.done, failed + len(batch.failed)
            self.stdout.write(
                _("%(done)d of %(total)d rendered anew.") % {"done": done, "total": max(total, done + failed)}
            )
        if failed:
            said = ngettext(
                "%(count)d published version was passed over and stays as it was. It is named above.",
                "%(count)d published versions were passed over and stay as they were. They are named above.",
                failed,
            )
            raise CommandError(said % {"count": failed})

    def passed_over(self, edition: Any, fault: Exception) -> str:
        """Say which published version was left as it was, and why."""
        return _("Passed over: %(kind)s “%(name)s”, published version %(number)d (%(key)s): %(reason)s") % {
            "kind": edition.working_copy._meta.verbose_name,
            "name": edition,
            "number": edition.number,
            "key": edition.key,
            "reason": str(fault) or type(fault).__name__,
        }
