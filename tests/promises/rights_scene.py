"""A newsroom with one of everything in every state that decides who may do what, and one of everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from articles.models import Article
from colleagues.leaving import deactivate
from colleagues.logins.models import KnownDevice
from colleagues.logins.telling import token_for
from colleagues.passwords import make_link
from demo.models import DemoRow
from demo.removing import plan
from moving.models import OldAddress
from publishing import workflow
from publishing.workflow.binning import bin_draft
from tests import factories as make
from tests.colleagues.second_factor.app import with_factor

WHO = (
    "stranger",
    "no rights",
    "fact checker",
    "reporter",
    "holder",
    "editor",
    "administrator",
    "superuser",
)
"""Who asks; the holder is the reporter who has the drafts."""


@dataclass
class Scene:
    """Who asks, by what they are; the rows of each kind, by their state; what fills other addresses."""

    people: dict[str, User]
    rows: dict[type, dict[str, Any]]
    words: dict[str, Any]


def build() -> Scene:
    """Make the newsroom; its drafts are the holder's."""
    people = {
        "no rights": make.staff_with(),
        "fact checker": make.make_user("fact checker"),
        "reporter": make.make_user("reporter"),
        "holder": make.make_user("reporter"),
        "editor": make.make_user("editor"),
        "administrator": make.make_user("editor"),
        "superuser": make.make_user("administrator"),
    }
    people["administrator"].groups.set([make.group_of("administrator")])
    rows = {}
    for create in (make.make_article, make.make_page, make.make_person):
        states = drafts(create, people["holder"])
        rows[type(states["draft"])] = states
    rows |= records()
    reporter = make.make_user("reporter", email="e@example.org")
    colleagues = {"a reporter": reporter, "a superuser": make.make_user("administrator")}
    for one in colleagues.values():
        with_factor(one)
    left = make.make_user("editor")
    deactivate(user=left, actor=None)
    rows[User] = colleagues | {"somebody who has left": left}
    newsroom = make.fill_in_newsroom(name="The Daily Example")
    rows[type(newsroom)] = {"filled in": newsroom}
    rows[OldAddress] = {"there": make.make_old_address()}
    demo = DemoRow.objects.create(kind="articles.article", object_key=make.make_article().key)
    rows[DemoRow] = {"there": demo}
    invitation, token = make.make_invitation()
    _link, password_token = make_link(user=colleagues["a reporter"], actor=None)
    delivery = make.make_delivery(people["holder"], *(f"Headline {n}\n\nA text.\n" for n in "ab"))
    device = KnownDevice.objects.create(user=colleagues["a reporter"], token_hash="0" * 64)
    words = {
        "delivery": delivery.key,
        "delivered": delivery.files.all()[0].key,
        "invitation": invitation,
        "token": token,
        "device token": token_for(device),
        "password token": password_token,
        "mark": plan().mark,
        "buffer": make.keep(rows[Article]["draft"], people["holder"], headline="Not saved"),
    }
    return Scene(people, rows, words)


def drafts(create: Callable[..., Any], holder: User) -> dict[str, Any]:
    """Make a working copy in every state."""
    names = ("draft", "handed over", "scheduled", "live", "taken down", "in the bin")
    made = {name: create(actor=holder) for name in names}
    workflow.submit(working_copy=made["handed over"], version=1, actor=holder)
    workflow.schedule(working_copy=made["scheduled"], version=1, actor=None, starts_at=make.tomorrow())
    for name in ("live", "taken down"):
        workflow.publish(working_copy=made[name], version=1, actor=None)
    workflow.withdraw(working_copy=made["taken down"], edition=1, actor=None)
    make.save(made["live"], slug="another-address-of-it")
    bin_draft(working_copy=made["in the bin"], version=1, actor=None)
    return made


def records() -> dict[type, dict[str, Any]]:
    """Make rows without a draft: used by nothing, and where readers see them."""
    publisher = make.make_publisher()
    used = {
        "tag": make.make_tag(),
        "image": make.make_image(),
        "reference": make.make_reference(publisher=publisher),
    }
    make.make_published_article(
        tags=[used["tag"].key], main_image=used["image"].key, sources=[used["reference"].key]
    )
    unused = (make.make_tag(), make.make_image(), make.make_reference(), make.make_publisher())
    in_use = (*used.values(), publisher)
    return {
        type(one): {"unused": one, "seen by readers": other}
        for one, other in zip(unused, in_use, strict=True)
    }
