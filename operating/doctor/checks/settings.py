"""Whether the settings are those of a site that others can reach."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operating.doctor.findings import Asked, Finding, check

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 15
"""Different ones that fifty random letters hardly ever stay below."""


@check("settings", gettext_lazy("Settings"))
def look_at_settings(ask: Asked) -> Iterator[Finding]:
    """Look at what a public site needs; a site for this machine alone needs less."""
    if not settings.PRODUCTION:
        yield Finding(
            "notice",
            _("SITE_URL is %(address)s, so this site is for this machine alone.")
            % {"address": settings.SITE_URL},
            _(
                "For readers elsewhere set SITE_URL to the address they use, such as https://news.example.org."
            ),
            _("What only matters on a public site is not looked at."),
            code="settings.local",
        )
    else:
        yield from _https()
    yield from _debug()
    yield from _secret()
    yield from _deploy()


def _https() -> Iterator[Finding]:
    if not settings.HTTPS:
        yield Finding(
            "error",
            _("SITE_URL begins with http:, so passwords and drafts are sent in the open."),
            _("Have a proxy end TLS (docs/deploying.md), and set SITE_URL to https://…"),
            _("Whoever is on the way reads them, and can change what readers see."),
            code="settings.http",
        )
        return
    yield Finding("good", _("SITE_URL is %(address)s.") % {"address": settings.SITE_URL}, code="settings.url")
    if not settings.PROXY_COUNT:
        yield Finding(
            "error",
            _("PROXY_COUNT is 0, although a proxy has to stand in front that ends TLS."),
            _("Set PROXY_COUNT to the number of proxies that add to X-Forwarded-For: 1 with nginx alone."),
            _("Everybody’s failed logins count as one person’s, so any stranger can lock everybody out."),
            code="settings.proxies",
        )


def _debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "warning",
            _("DEBUG is on."),
            _("Turn it off unless you are working on the program itself."),
            _("Error pages show the program’s insides, and no page is kept finished."),
            code="settings.debug",
        )


def _secret() -> Iterator[Finding]:
    given = str(settings.SECRET_KEY)
    most_common = Counter(given).most_common(1)[0][1] if given else 0
    is_weak = (
        len(given) < SHORTEST_SECRET
        or len(set(given)) < FEWEST_CHARACTERS
        or most_common > len(given) // 3
        or given.startswith("django-insecure-")
    )
    if is_weak:
        yield Finding(
            "error" if settings.PRODUCTION else "notice",
            _("SECRET_KEY can be guessed: it is short, or repeats a few letters."),
            _(
                "Remove it from the environment and run “make setup”, which keeps a random one in "
                "%(file)s, or set 50 random characters. Everybody has to log in again."
            )
            % {"file": settings.DATA_DIR / "local.env"},
            _("Whoever knows it can log in as anybody."),
            code="settings.secret",
        )
    else:
        yield Finding("good", _("SECRET_KEY is long and random."), code="settings.secret")


KNOWN = {"newsroom.W001", "colleagues.W001"}
"""What a check of Django's says that is told above already."""


def _deploy() -> Iterator[Finding]:
    told = [
        message
        for message in run_checks(include_deployment_checks=settings.PRODUCTION)
        if not message.is_silenced() and message.id not in KNOWN
    ]
    for message in told:
        said = str(message.msg)
        yield Finding(
            "error" if message.is_serious() else "warning",
            _("The program’s own check %(name)s says: %(said)s")
            % {"name": message.id or Tags.security, "said": said},
            str(message.hint or _("Look into docs/configuration.md.")),
            code=f"settings.check.{message.id}",
        )
    if not told:
        yield Finding("good", _("“manage.py check --deploy” finds nothing."), code="settings.check")
