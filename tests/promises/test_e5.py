"""E5: every change is attributable. A verb whose entry cannot be written leaves everything as it was."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from colleagues import inviting, leaving, lock_pages, passwords, roles
from colleagues.logins import ending
from colleagues.logins.models import KnownDevice, Login
from colleagues.second_factor import codes, setting_up
from demo import removing
from demo.models import DemoRow
from desk.audit import Narrowed
from desk.audit_export import note_export
from moving.models import OldAddress
from newsroom.management.commands.prepare import first_login
from operating.doctor.checks.sessions import forget_ended
from operating.erasing.colleagues import erase_colleague
from operating.erasing.people import erase_person
from profiles.never_asking import ask_again, never_ask
from publishing import records, workflow
from publishing.checks import Kind, Place, Reason
from publishing.embargoes import Embargo
from publishing.errors import EditConflict
from publishing.models import Event, Tag
from publishing.querysets import IN_BIN_FOR
from publishing.workflow.bulk import NewPage, bring_in
from publishing.workflow.recomputing import put_right
from tests import factories as make
from tests.colleagues.second_factor.app import shown_by, with_factor
from tests.environment import ROOT
from tests.states import Broken, everything

pytestmark = pytest.mark.django_db

Call = Callable[[], Any]


class NoEntries:
    """A database in which nothing can be entered in the history."""

    def __init__(self) -> None:
        self.tried = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{Event._meta.db_table}"'):
            self.tried += 1
            raise Broken
        return execute(sql, *arguments)


def faults(verb: Call) -> str:
    """Say how a verb gets on without its entry: it is to be undone as a whole."""
    before, history = everything(), NoEntries()
    with connection.execute_wrapper(history):
        try:
            verb()
        except (Broken, SystemExit):
            # Whatever is undone is undone by the verb's own transaction, not by the test's.
            transaction.set_rollback(False)
    if not history.tried:
        return "makes no entry"
    return "is done in part" if everything() != before else ""


# Every verb there is, each ready to be called.


def new_page() -> NewPage:
    payload = {"headline": "Moved in", "body": make.text_of("From elsewhere.")}
    return NewPage(working_copy=Article(), content=payload, published_at=timezone.now())


def draft() -> dict[str, Any]:
    article = make.make_article()
    return {"working_copy": article, "version": article.version, "actor": None}


def changed() -> dict[str, Any]:
    article = make.make_published_article()
    version = make.save(article, headline="Otherwise")
    return {"working_copy": article, "version": version, "actor": None}


def live() -> dict[str, Any]:
    return {"working_copy": make.make_published_article(), "edition": 1, "actor": None}


def scheduled() -> dict[str, Any]:
    article = make.make_scheduled_article(starts_at=make.tomorrow())
    return {"working_copy": article, "edition": 1, "actor": None}


def undated() -> dict[str, Any]:
    return {"working_copy": make.make_article(), "actor": None}


def held_back() -> dict[str, Any]:
    about, embargo = undated(), Embargo("HOLD")
    workflow.put_under_embargo(**about, embargo=embargo)
    return about | {"seen": embargo.mark}


def submitted() -> dict[str, Any]:
    about = draft()
    workflow.submit(**about)
    return about


def binned() -> dict[str, Any]:
    about = draft()
    workflow.bin_draft(**about)
    return about


def down() -> dict[str, Any]:
    about = live()
    workflow.withdraw(**about)
    return {"working_copy": about["working_copy"], "actor": None}


def second() -> Call:
    """Save a text that comes second: it is kept aside, and refused."""
    about = draft()
    make.save(about["working_copy"], headline="First")
    return lambda: workflow.save_revision(**about, payload={"headline": "Second"})


def merging() -> Call:
    """Save a text that comes second and does not collide."""
    about = draft()
    make.save(about["working_copy"], headline="First")
    return lambda: workflow.save_revision(**about, payload={"standfirst": "Second"})


def colliding() -> Call:
    """Settle where two texts collide."""
    about = draft()
    make.save(about["working_copy"], headline="First")
    with suppress(EditConflict):
        workflow.save_revision(**about, payload={"headline": "Second"})
    about["working_copy"].refresh_from_db()
    (place,) = workflow.collision_of(about["working_copy"], 3).places
    decisions = {place.key: workflow.Decision("ours")}
    return lambda: workflow.settle(**about | {"version": 2}, kept=3, decisions=decisions)


def past_the_bin() -> Call:
    about = binned()
    long_ago = timezone.now() - 2 * IN_BIN_FOR
    Article.objects.filter(pk=about["working_copy"].pk).update(binned_at=long_ago)
    return workflow.empty_bin


def tag() -> dict[str, Any]:
    return {"record": make.make_tag(), "version": 1, "actor": None}


def lock() -> Call:
    AccessAttempt.objects.create(username="ada", ip_address="192.0.2.1", failures_since_start=99)
    found = lock_pages.Lock("ada", "192.0.2.1", timezone.now())
    return lambda: lock_pages.lift(lock=found, actor=None)


def invited(verb: Callable[..., Any]) -> Call:
    invitation, _token = make.make_invitation()
    return lambda: verb(invitation=invitation, actor=None)


def own_role(verb: Callable[..., Any], **more: Any) -> Call:
    role = roles.make_role(name="Translators", like=None, actor=None)
    return lambda: verb(role=role, version=1, actor=None, **more)


def changing_rights() -> Call:
    role = roles.make_role(name="Translators", like=None, actor=None)
    wanted = roles.Wanted(role=role, version=1, rights=frozenset({"read"}))
    return lambda: roles.change_rights(wanted=[wanted], actor=None)


def joining() -> Call:
    _invitation, token = make.make_invitation()
    return lambda: inviting.accept(token=token, username="ada", password="a password")


def choosing() -> Call:
    _link, token = passwords.make_link(user=make.make_user("editor"), actor=None)
    return lambda: passwords.choose(token=token, password="a password")


def logged_in() -> Login:
    user, session = make.make_user("editor"), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.save()
    return Login.objects.create(user=user, session_key=session.session_key)


def ending_one() -> Call:
    login = logged_in()
    return partial(ending.end_one, user=login.user, key=login.key, actor=None)


def strange_device() -> Call:
    user = make.make_user("editor", email="ed@example.org")
    device = KnownDevice.objects.create(user=user, token_hash="0" * 64)
    return partial(ending.was_not_me, device=device)


def with_a_factor() -> Any:
    user = make.make_user("reporter")
    with_factor(user)
    return user


def new_app() -> dict[str, str]:
    seed = codes.new_seed()
    return {"seed": seed, "code": shown_by(codes.secret_of(seed))}


def setting_up_factor() -> Call:
    return partial(setting_up.set_up, user=make.make_user("editor"), **new_app())


def replacing_factor() -> Call:
    return partial(setting_up.replace, user=with_a_factor(), **new_app(), this_session="")


def recovering() -> Call:
    user = make.make_user("editor")
    return partial(setting_up.recover, user=user, code=with_factor(user)[0])


def finding() -> dict[str, Any]:
    place = Place("body", "“It is so.”")
    return {"working_copy": make.make_article(), "kind": Kind.SPEAKER, "place": place, "actor": None}


def looking_again() -> Call:
    about = finding()
    workflow.leave(**about, reason=Reason.WANTED)
    return lambda: workflow.look_again(**about)


def mending() -> Call:
    article = make.make_article()
    Article.objects.filter(pk=article.pk).update(find_text="| other |")
    article.refresh_from_db()
    return lambda: put_right(article, actor=None)


def forgetting() -> Call:
    ended = timezone.now() - timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=ended)
    return lambda: forget_ended(None)


def asking_again() -> Call:
    never_ask(name="Ada", actor=None)
    return lambda: ask_again(name="Ada", actor=None)


def demo() -> Call:
    DemoRow.objects.create(kind="articles.article", object_key=make.make_article().key)
    return lambda: removing.remove_demo(actor=None)


def left() -> Any:
    user = make.make_user("editor")
    leaving.deactivate(user=user, actor=None)
    return user


def importing(folder: Path) -> Call:
    text = folder / "story.txt"
    text.write_text("A headline\n\nA paragraph that says something, and goes on.\n")
    return lambda: call_command("importarticle", str(text), stdout=StringIO(), stderr=StringIO())


def verb(
    function: Callable[..., Any], about: Callable[[], dict[str, Any]], **more: Any
) -> Callable[[], Call]:
    """Have a verb done to what is made for it."""

    def ready() -> Call:
        given = about()
        return lambda: function(**given, **more)

    return ready


MENU = [{"label": "Everybody", "address": "/people/"}]
NOTED = {"kind": "correction", "note": "It was 6."}
VERBS: dict[str, Callable[[], Call]] = {
    "bring_in": lambda: partial(bring_in, [new_page(), new_page()], actor=None),
    "create": lambda: make.make_article,
    "save_revision": verb(workflow.save_revision, draft, payload={"headline": "New"}),
    "save_revision, second": second,
    "save_revision, merged": merging,
    "settle": colliding,
    "restore": verb(workflow.restore, changed, revision=1),
    "discard": verb(workflow.discard, changed),
    "submit": verb(workflow.submit, draft),
    "send_back": verb(workflow.send_back, submitted),
    "take_over": lambda: verb(workflow.take_over, draft, holder=make.make_user("editor"))(),
    "publish": verb(workflow.publish, changed),
    "schedule": lambda: verb(workflow.schedule, changed, starts_at=make.tomorrow())(),
    "cancel": verb(workflow.cancel, scheduled),
    "withdraw": verb(workflow.withdraw, live),
    "republish": verb(workflow.republish, down),
    "correct": verb(workflow.correct, changed, **NOTED),
    "retract": verb(workflow.retract, live, note="None of it holds."),
    "fix_live": verb(workflow.fix_live, live, payload={"headline": "Fixed"}),
    "put_under_embargo": verb(workflow.put_under_embargo, undated, embargo=Embargo("HOLD")),
    "lift_embargo": verb(workflow.lift_embargo, held_back, reason="They said so."),
    "bin_draft": verb(workflow.bin_draft, draft),
    "take_out_of_bin": verb(workflow.take_out_of_bin, binned),
    "empty_bin": past_the_bin,
    "remove_for_good": verb(workflow.remove_for_good, lambda: {"rows": [make.make_tag()], "actor": None}),
    "remove_record": verb(
        records.remove_record, lambda: {"record": make.make_tag(), "version": 1, "actor": None}
    ),
    "save_record": verb(
        records.save_record,
        lambda: {"record": make.make_tag(), "version": 1, "actor": None, "changes": {"name": "New"}},
    ),
    "save_record, a new one": lambda: make.make_tag,
    "add_records": verb(
        records.add_records,
        lambda: {"records": [OldAddress(path=path, place="/feed/") for path in ("/a", "/b")], "actor": None},
    ),
    "add_picture": lambda: make.make_image,
    "save_newsroom": lambda: lambda: make.fill_in_newsroom(name="The Daily", menu=MENU),
    "note_export": lambda: lambda: note_export(narrowed=Narrowed(), actor=None),
    "make_role": lambda: lambda: roles.make_role(name="Translators", like=None, actor=None),
    "rename_role": lambda: own_role(roles.rename_role, name="Subtitlers"),
    "remove_role": lambda: own_role(roles.remove_role),
    "change_rights": changing_rights,
    "invite": lambda: make.make_invitation,
    "renew": lambda: invited(inviting.renew),
    "revoke": lambda: invited(inviting.revoke),
    "accept": joining,
    "make_link": verb(passwords.make_link, lambda: {"user": make.make_user("editor"), "actor": None}),
    "choose": choosing,
    "change_own": verb(passwords.change_own, lambda: {"user": make.make_user("editor")}, password="another"),
    "deactivate": verb(leaving.deactivate, lambda: {"user": make.make_user("editor"), "actor": None}),
    "reactivate": verb(leaving.reactivate, lambda: {"user": left(), "actor": None}),
    "set_up": setting_up_factor,
    "replace": replacing_factor,
    "renew_codes": lambda: partial(setting_up.renew_codes, user=with_a_factor()),
    "remove": lambda: partial(setting_up.remove, user=with_a_factor()),
    "reset": lambda: partial(setting_up.reset, user=with_a_factor(), actor=None),
    "recover": recovering,
    "end_one": ending_one,
    "end_others": lambda: partial(ending.end_others, user=logged_in().user, this_session="", actor=None),
    "was_not_me": strange_device,
    "lift": lock,
    "remove_demo": demo,
    "leave": verb(workflow.leave, finding, reason=Reason.WANTED),
    "look_again": looking_again,
    "put_right": mending,
    "forget_ended": forgetting,
    "erase_colleague": verb(erase_colleague, lambda: {"user": left(), "actor": None}),
    "erase_person": verb(erase_person, lambda: {"person": make.make_person(), "actor": None}),
    "never_ask": verb(never_ask, lambda: {"name": "Ada", "actor": None}),
    "ask_again": asking_again,
}
PARTS = {
    "may_erase": "only tells whether somebody may",
    "write_event": "writes the entry",
    "append_revision": "is how verbs save",
    "append_merged": "is how verbs save what was merged",
    "release": "is how verbs publish",
    "write_release": "is how verbs write their entry",
    "call_off": "is how verbs call off",
    "carry": "is how verbs carry a fix",
    "carry_into_waiting": "is how verbs carry a fix",
    "end_invitations": "is done when somebody leaves, in that transaction",
    "end_what_they_gave": "is done when somebody leaves, in that transaction",
    "drafts_of": "only asks",
    "last_touched": "only asks",
    "load": "calls the verbs",
    "examine": "calls the verbs",
    "mend": "calls the verbs",
    "mend_now": "calls the verbs",
    "references_by_key": "calls the verbs",
    "reference_for": "calls the verbs",
    "event_of": "is how the entry is written",
    "take_in": "calls the verbs",
    "write_notes": "calls the verbs",
    "next_version": "calls the verbs",
    "hold_back": "calls the verbs",
    "publisher_for": "calls the verbs",
    "publisher_if_allowed": "calls the verbs",
    "make_source": "calls the verbs",
    "find_or_make_tag": "calls the verbs",
    "tags_of": "calls the verbs",
    "lead_on": "calls the verbs",
    "write_new": "calls the verbs",
    "may_remove": "only asks",
    "require_manager": "only asks",
    "require_manager_still": "only asks",
    "may_manage": "only asks",
    "may": "only asks",
    "may_note": "only asks",
    "may_bin": "only asks",
    "may_put_back": "only asks",
    "may_change_public": "only asks",
    "require": "only asks",
    "write_note": "is private, and each note says who wrote it",
    "settle_note": "is private, and each note says who settled it",
    "reopen_note": "is private",
    "remove_note": "is private",
    "tell_of_handing": "sends a mail",
    "tell_of_gift": "sends a mail",
    "tell_of_reset": "sends a mail",
    "write_of_handing": "writes a mail",
    "write_of_gift": "writes a mail",
}
"""Functions that take an actor and are no verb of their own."""


@pytest.mark.parametrize("name", VERBS)
def test_what_cannot_be_entered_is_not_done(name: str) -> None:
    assert faults(VERBS[name]()) == "", name


def test_nor_is_what_commands_do(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "local.env").write_text("ADMIN_USERNAME=ada\nADMIN_PASSWORD=first-password\n")
    settings.DATA_DIR = tmp_path
    assert faults(first_login) == ""
    assert faults(importing(tmp_path)) == ""


def with_actor(package: str) -> set[str]:
    """Return the public functions of a package that are told who acts."""
    found = set()
    for module in walk_packages(import_module(package).__path__, f"{package}."):
        if ".migrations." in module.name or ".admin" in module.name:
            continue
        here = vars(import_module(module.name))
        functions = {name: one for name, one in here.items() if inspect.isfunction(one)}
        found |= {
            name
            for name, one in functions.items()
            if one.__module__ == module.name
            and not name.startswith("_")
            and "actor" in inspect.signature(one).parameters
        }
    return found


def test_every_verb_is_tried() -> None:
    """A new one fails here until it stands above."""
    packages = {app.name for app in apps.get_app_configs() if (ROOT / app.name).is_dir()}
    found = set().union(*(with_actor(package) for package in packages))
    assert found - {name.partition(",")[0] for name in VERBS} - PARTS.keys() == set()


def test_control_an_entry_of_its_own_or_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(**about: Any) -> None:
        Tag.objects.filter(pk=about["record"].pk).update(name="Otherwise")
        if about["version"]:
            Event.objects.create(verb="save", kind="tag", object_key="x", label="x")

    tag = make.make_tag()
    assert faults(lambda: careless(record=tag, version=1)) == "is done in part"
    assert faults(lambda: careless(record=tag, version=0)) == "makes no entry"
