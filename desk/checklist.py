"""The first steps of a new newsroom: what there is to do, where, and what is done."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues.models import Invitation
from masthead.models import Newsroom
from masthead.saving import the_newsroom
from pages.models import Page, PageEdition


@dataclass(frozen=True)
class Step:
    """One thing to do, and where it is done."""

    words: str
    address: str
    is_done: bool


def shown_steps(request: HttpRequest) -> list[Step]:
    """Return the steps for whoever can take them, until all are done or nobody wants to see them."""
    if not request.user.has_perm("masthead.change_newsroom"):
        return []
    newsroom = the_newsroom()
    if not newsroom.shows_checklist:
        return []
    settings = reverse("admin:masthead_newsroom_changelist")
    steps = [
        Step(_("Give your newsroom its name"), f"{settings}#id_name", bool(newsroom.name)),
        Step(_("Add your logo"), f"{settings}#id_logo_upload", newsroom.logo_id is not None),
        Step(_("Put together the menu"), f"{settings}#menu-group", _has_menu(newsroom)),
        Step(_("Say who you are on a page of your own"), _about(), _is_live("about", at=request.moment)),
        Step(_("Invite your colleagues"), reverse("admin:accounts_user_add"), _has_colleagues()),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _about() -> str:
    """Return where the page is written: its draft, or a new one begun."""
    draft = Page.objects.out_of_bin().filter(slug="about").first()
    if draft:
        return reverse("admin:pages_page_change", args=[draft.pk])
    return f"{reverse('admin:pages_page_add')}?{urlencode({'start': 'about'})}"


def _is_live(slug: str, *, at: datetime) -> bool:
    return PageEdition.objects.live(at).filter(slug=slug).exists()


def _has_menu(newsroom: Newsroom) -> bool:
    return newsroom.pk is not None and newsroom.menu.exists()


def _has_colleagues() -> bool:
    return Invitation.objects.filter(revoked_at=None).exists() or User.objects.order_by("pk")[1:2].exists()
