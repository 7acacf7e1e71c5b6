"""`manage.py prepare`: what has to be true before the site is served."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from environs import Env

from colleagues.throttling import counts_all_as_one, forget_old_tries
from jobs.queue import enqueue
from masthead.plain_look import keep_look
from masthead.site import site_at
from newsroom import environment, static_files
from newsroom.releases import belongs_to_another_release
from publishing.history import write_event
from publishing.models import Event, Verb
from publishing.search.folding import FOLDED_AS
from publishing.search.rebuilding import is_outdated, is_quick, rebuild
from publishing.tasks import REBUILD
from publishing.workflow import empty_bin


class Command(BaseCommand):
    help = _(
        "Bring the database and the static files up to date, load the demo newsroom into a new database "
        "unless DEMO is off, make the first login, and print it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--static", action="store_true", help=_("collect the static files, and do nothing else")
        )
        parser.add_argument(
            "--serving", action="store_true", help=_("say where the server listens that is started next")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["static"]:
            static_files.collect()
            return
        require_own_database()
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
        # The clock decides what is gone; this only keeps the rows from piling up where no cron runs.
        empty_bin()
        forget_old_tries()
        if static_files.collect():
            self.stdout.write(_("Collected the static files."))
        if is_outdated():
            self.make_found()
        if settings.DEMO and is_new():
            # Before the first login, so that a start stopped half-way loads it the next time.
            call_command("demo", stdout=self.stdout)
        # A new release links other stylesheets.
        keep_look(site_at(timezone.now()))
        self.say_where(login=first_login(), serving=options["serving"])

    def say_where(self, *, login: str, serving: bool) -> None:
        """Say where the site is, how to log in, and what is wrong with the proxy in front."""
        self.stdout.write(_("Site:   %(address)s/") % {"address": settings.SITE_URL})
        self.stdout.write(_("Admin:  %(address)s/admin/") % {"address": settings.SITE_URL})
        if login:
            self.stdout.write(_("Login:  %(login)s") % {"login": login})
        listening = environment.listening_url(host=settings.HOST, port=settings.PORT)
        if serving and listening != settings.SITE_URL:
            self.stdout.write(_("Listening on %(address)s") % {"address": listening})
        if counts_all_as_one():
            self.stdout.write(
                _(
                    "Warning: PROXY_COUNT is 0, so behind the proxy that ends TLS everybody's failed logins "
                    "count as one person's, and any stranger can lock everybody out. Set PROXY_COUNT to the "
                    "number of proxies, each of which has to add to X-Forwarded-For."
                )
            )

    def make_found(self) -> None:
        """Have everything found that was there before search was, or was made by other rules."""
        if is_quick():
            for _progress in rebuild():
                pass
            return
        with transaction.atomic():
            enqueue(REBUILD, key=f"{REBUILD} {FOLDED_AS}")
        self.stdout.write(
            _(
                "Not everything is found by its words yet. That is seen to while the site is served, and "
                "shown under “Background work”; “manage.py rebuildsearch” does it at once."
            )
        )


def require_own_database() -> None:
    """Refuse a database that this release cannot use."""
    if belongs_to_another_release():
        raise CommandError(
            _(
                "This database was made by an older Newsroom, or a newer one, and this one cannot use "
                "it. To start anew, move “%(folder)s” away (the database of this machine and the "
                "pictures are in it), or name an empty database in DATABASE_URL and an empty folder in "
                "NEWSROOM_DATA_DIR. To keep what is there, run the Newsroom it was made with."
            )
            % {"folder": settings.DATA_DIR}
        )


def is_new() -> bool:
    """Tell whether nobody has had a login here and nothing was ever done."""
    return not (get_user_model().objects.exists() or Event.objects.exists())


def first_login() -> str:
    """Make the first administrator from local.env, once, and say how to log in."""
    env = Env()
    kept_in = settings.DATA_DIR / "local.env"
    environment.read_kept(env, kept_in)
    username = environment.text(env, "ADMIN_USERNAME", "")
    password = environment.text(env, "ADMIN_PASSWORD", "")
    if not (username and password):
        return ""
    user = get_user_model().objects.filter(username=username).first()
    is_made_now = user is None
    if user is None:
        with transaction.atomic():
            user = get_user_model().objects.create_superuser(username=username, password=password)
            note = _("The first login, made by the program.")
            write_event(Verb.JOIN, of=user, actor=None, note=note)
    if is_made_now and not settings.PRODUCTION:
        return _("%(username)s, password %(password)s (kept in %(file)s and shown this once)") % {
            "username": username,
            "password": password,
            "file": kept_in,
        }
    # Whatever is printed may be kept in a log, where no password belongs.
    if is_made_now or user.check_password(password):
        said = _("%(username)s, with the password kept in %(file)s")
    else:
        said = _(
            "%(username)s, with the password you have chosen since; “manage.py %(command)s” sets another"
        )
    return said % {"username": username, "file": kept_in, "command": f"changepassword {username}"}
