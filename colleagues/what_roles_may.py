"""What roles may do, in sentences: the one table of them, and the permissions each needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

REPORTERS, CHECKERS, EDITORS, ADMINISTRATORS = "reporters", "fact-checkers", "editors", "administrators"
EVERYBODY = frozenset({REPORTERS, CHECKERS, EDITORS, ADMINISTRATORS})
WRITERS = EVERYBODY - {CHECKERS}
PUBLISHERS = frozenset({EDITORS, ADMINISTRATORS})
MANAGERS = frozenset({ADMINISTRATORS})

WORKING_COPIES = {"article": "articles", "page": "pages", "person": "profiles"}
RECORDS = {"reference": "references", "publisher": "references", "tag": "publishing", "image": "images"}


@dataclass(frozen=True)
class Right:
    """One sentence of the page; whoever has all its permissions may do what it says."""

    key: str
    words: Any
    permissions: frozenset[str]
    given_to: frozenset[str]
    """The roles of the program that have it until a newsroom says otherwise."""
    part_of: str = ""
    """The sentence it was a part of before it got its own: whoever had that keeps it."""
    more: Any = ""


def _of(kinds: dict[str, str], *rights: str) -> frozenset[str]:
    return frozenset(f"{app}.{right}_{kind}" for kind, app in kinds.items() for right in rights)


READING = _of(WORKING_COPIES | RECORDS, "view")


def _writing(kind: str) -> frozenset[str]:
    return _of({kind: WORKING_COPIES[kind]}, "view", "add", "change")


RIGHTS = (
    Right(
        "read",
        _("Read drafts, people, sources, tags and pictures, with previews and history"),
        READING,
        EVERYBODY,
    ),
    Right(
        "notes",
        _("Leave private notes on drafts"),
        frozenset({"publishing.write_notes"}),
        EVERYBODY,
        more=_("Without changing a word of them. Whoever may change a draft can always do so."),
    ),
    Right("articles", _("Write and change drafts of articles"), _writing("article"), WRITERS),
    Right("people", _("Write and change profiles of people"), _writing("person"), WRITERS),
    Right("pages", _("Write and change pages about the newsroom"), _writing("page"), WRITERS),
    Right(
        "records",
        _("Add and change sources, publishers, tags and pictures"),
        _of(RECORDS, "view", "add", "change"),
        WRITERS,
        more=_("As long as readers do not see them."),
    ),
    Right(
        "public",
        _("Change sources, tags and pictures that are public"),
        frozenset({"publishing.change_public"}),
        PUBLISHERS,
    ),
    Right("publish", _("Publish and schedule"), _of(WORKING_COPIES, "publish"), PUBLISHERS),
    Right(
        "withdraw",
        _("Take down, correct and retract"),
        _of(WORKING_COPIES, "withdraw"),
        PUBLISHERS,
        part_of="publish",
    ),
    Right(
        "old-addresses",
        _("Say where addresses of the former site lead"),
        _of({"oldaddress": "moving"}, "view", "add", "change"),
        PUBLISHERS,
    ),
    Right(
        "newsroom",
        _("Change “Your newsroom”: name, logo, menu, crawlers"),
        _of({"newsroom": "masthead"}, "view", "add", "change"),
        MANAGERS,
    ),
    Right(
        "colleagues",
        _("Invite and manage colleagues, and say what each role may do"),
        _of({"user": "accounts"}, "view", "add", "change"),
        MANAGERS,
        more=_("Whoever may do this can give themselves every other right by way of somebody else."),
    ),
    Right(
        "audit",
        _("See and export everything that was done, by whom"),
        frozenset({"publishing.view_event"}),
        MANAGERS,
        part_of="colleagues",
    ),
    Right(
        "site",
        _("Look after the site: background work, caches in front, backups"),
        frozenset({"jobs.change_job"}),
        MANAGERS,
        part_of="colleagues",
    ),
    Right(
        "erase",
        _("Erase the personal data of colleagues who have left, and of people"),
        frozenset({"operating.erase"}),
        MANAGERS,
        more=_("Nobody can bring back what was erased."),
    ),
)
BY_KEY = {right.key: right for right in RIGHTS}
KNOWN = frozenset().union(*(right.permissions for right in RIGHTS))
"""Every permission some sentence speaks of; others a role may have are left alone."""


@dataclass(frozen=True)
class RoleToBeginWith:
    """A role that the program brings along."""

    kind: str
    name: str

    @property
    def rights(self) -> list[Right]:
        return [right for right in RIGHTS if self.kind in right.given_to]


BROUGHT_ALONG = (
    RoleToBeginWith(REPORTERS, "Reporters"),
    RoleToBeginWith(CHECKERS, "Fact checkers"),
    RoleToBeginWith(EDITORS, "Editors"),
    RoleToBeginWith(ADMINISTRATORS, "Administrators"),
)


def permissions_of(keys: Iterable[str]) -> frozenset[str]:
    """Return the permissions that these sentences need together."""
    return frozenset().union(*(BY_KEY[key].permissions for key in keys))


def rights_in(permissions: frozenset[str]) -> frozenset[str]:
    """Return the sentences that are true of whoever has these permissions."""
    return frozenset(right.key for right in RIGHTS if right.permissions <= permissions)
