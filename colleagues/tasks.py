"""Mail that is sent in the background, and again when the mail server was away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colleagues import braking, mail, passwords, telling, throttling
from colleagues.logins import seeing
from colleagues.logins import telling as login_telling
from colleagues.logins.ending import LINKS_ASKED_FOR
from colleagues.models import PasswordLink
from colleagues.tokens import new_token, token_again
from jobs.kinds import JobFailed, kind
from jobs.running import Running
from masthead.site import site_at


@kind(mail.MAIL, gettext_lazy("Send a mail"))
def send_mail(running: Running, *, to: str, subject: str, text: str) -> None:
    """Send one letter that is written."""
    if not mail.send(mail.Letter(to, subject, text), once=running.name):
        raise JobFailed(_("The mail server did not take the mail."))


@kind(telling.HANDING, gettext_lazy("Tell colleagues of a draft"))
def tell_of_handing(running: Running, **about: Any) -> dict[str, Any]:
    """Write to whoever has to do something with a draft now."""
    site = site_at(timezone.now())
    with transaction.atomic():
        return {"letters": telling.write_of_handing(**about, site=site, job=running.number)}


@kind(telling.GIFT, gettext_lazy("Tell a colleague of drafts that are theirs now"))
def tell_of_gift(running: Running, **about: Any) -> dict[str, Any]:
    """Write to whoever was given the drafts of somebody who left."""
    return {"letters": telling.write_of_gift(**about, site=site_at(timezone.now()), job=running.number)}


@kind(LINKS_ASKED_FOR, gettext_lazy("Send links to a new password"))
def send_password_links(running: Running, *, email: str) -> None:
    """Make the links that were asked for, and send each; a later try sends the same ones."""
    site, kept = site_at(timezone.now()), running.kept
    if "made" not in kept:
        kept = {"made": [], "sent": [], "seed": new_token()}
        with site.locale(), transaction.atomic():
            kept["made"] = [link.pk for link in passwords.links_asked_for(email, seed=kept["seed"])]
            running.report(0, len(kept["made"]), **kept)
    sent, away = kept["sent"], 0
    made = PasswordLink.objects.filter(pk__in=set(kept["made"]) - set(sent)).open(timezone.now())
    for link in made.select_related("user").order_by("pk"):
        token = token_again(kept["seed"], link.user_id)
        if not mail.send_password_link(link, token, site=site, once=f"{running.name}-{link.pk}"):
            away += 1
            continue
        sent.append(link.pk)
        running.report(len(sent), len(kept["made"]), sent=sent)
    if away:
        raise JobFailed(_("The mail server did not take the mail."))


@kind(login_telling.DEVICE, gettext_lazy("Tell a colleague of a new device"))
def tell_of_device(running: Running, *, notice: int) -> None:
    """Send the mail about a login on a new device; its link is in the mail alone."""
    letter = login_telling.letter_of_device(notice, site=site_at(timezone.now()))
    if letter is not None and not mail.send(letter, once=running.name):
        raise JobFailed(_("The mail server did not take the mail."))


@kind(braking.TRIES, gettext_lazy("Tell a colleague of many failed logins"))
def tell_of_tries(running: Running, *, name: str) -> dict[str, Any]:
    """Tell whoever is called so, if anybody is."""
    return {"told": login_telling.tell_of_tries(name, site=site_at(timezone.now()))}


@kind("colleagues.sweep", gettext_lazy("Remove what was kept of ended logins"), every=timedelta(hours=1))
def sweep(running: Running) -> dict[str, Any]:
    """Remove sessions that ended, and tries and notices that are too old to count."""
    throttling.forget_old_tries()
    return {"removed": seeing.forget_ended() + login_telling.forget_old()}
