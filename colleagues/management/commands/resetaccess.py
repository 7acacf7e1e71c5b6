"""`manage.py resetaccess NAME`: a way back in for somebody who is locked out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colleagues.regaining import find, reset_access
from colleagues.rights import administrators
from masthead.site import site_at
from publishing.errors import WorkflowError


class Command(BaseCommand):
    """Prints a link to a new password, and takes everything out of the way that keeps somebody out."""

    help = (
        "Lets a colleague in again who is locked out: prints a link to a new password that works once, "
        "removes the second factor, lifts every lock of the login, lets a deactivated account in again, and "
        "makes it an administrator if no other is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the username or the e-mail address")
        parser.add_argument(
            "--keep-second-factor", action="store_true", help="leave authenticator app and recovery codes"
        )
        parser.add_argument(
            "--administrator", action="store_true", help="make the account an administrator over everything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site = site_at(timezone.now())
        with site.locale():
            self.reset(options)

    def reset(self, options: dict[str, Any]) -> None:
        user = find(options["name"])
        if user is None:
            names = ", ".join(administrators().order_by("username").values_list("username", flat=True)[:10])
            raise CommandError(
                _("No account has exactly this name or e-mail address. Administrators are: %(names)s.")
                % {"names": names or _("none")}
            )
        try:
            way = reset_access(
                user=user,
                keep_factor=options["keep_second_factor"],
                as_administrator=options["administrator"],
            )
        except WorkflowError as refusal:
            raise CommandError(str(refusal)) from refusal
        for sentence in way.done:
            self.stdout.write(sentence)
        until = date_format(timezone.localtime(way.link.expires_at), "DATETIME_FORMAT")
        about = {"username": user.username, "until": until, "zone": timezone.get_current_timezone_name()}
        self.stdout.write(
            _("A new password for %(username)s; the link works once, until %(until)s (%(zone)s):") % about
        )
        self.stdout.write(way.address)
