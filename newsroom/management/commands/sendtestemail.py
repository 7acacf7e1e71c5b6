"""`manage.py sendtestemail`: Django's own, which says in a sentence what is wrong."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import sendtestemail
from django.utils.translation import gettext as _


class Command(sendtestemail.Command):
    """Sends one mail to each address given."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except (OSError, ValueError) as problem:
            # OSError holds whatever a mail server answers, too.
            raise CommandError(
                _(
                    "The mail could not be sent: %(problem)s. Look at EMAIL_URL, which names the mail "
                    "server, and try again."
                )
                % {"problem": " ".join(str(problem).split())}
            ) from problem
        if not settings.EMAIL_IS_SET_UP:
            self.stderr.write(_("E-mail is not set up, so this was printed and sent nowhere: set EMAIL_URL."))
            return
        self.stdout.write(
            _(
                "The mail server took it. If nothing arrives, look among the spam, and at the sender: "
                "%(sender)s."
            )
            % {"sender": settings.DEFAULT_FROM_EMAIL}
        )
