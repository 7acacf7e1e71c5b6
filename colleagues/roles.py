"""The verbs of roles: what each may do, made, named and removed; and what an upgrade brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from colleagues.leaving import end_what_they_gave
from colleagues.models import Invitation, Role
from colleagues.rights import administrators, require_manager_still
from colleagues.what_roles_may import BY_KEY, KNOWN, RIGHTS, permissions_of, rights_in
from publishing.errors import InvalidText, WrongState
from publishing.history import Subject, write_event
from publishing.models import Verb
from publishing.richtext import one_line
from publishing.workflow.locking import Actor

KIND = "role"
LONGEST_NAME = 60
MOST_ROLES = 40


@dataclass(frozen=True)
class Wanted:
    """What one role is to be allowed, and the version of it that was on the screen."""

    role: Role
    version: int
    rights: frozenset[str]


def rights_of(role: Role) -> frozenset[str]:
    """Return the sentences that are true of a role."""
    return rights_in(permissions_held(role.group))


def permissions_held(group: Group) -> frozenset[str]:
    """Return every permission of a role, as Django names them."""
    pairs = group.permissions.values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in pairs)


def change_rights(*, wanted: Iterable[Wanted], actor: Actor) -> list[Role]:
    """Let roles do what is wanted of each, all or nothing; return those that changed."""
    with transaction.atomic():
        require_manager_still(actor)
        managed = list(administrators())
        changed = [each.role for each in wanted if _change(each, actor=actor)]
        _somebody_is_left(managed)
        for user in _no_longer(managed):
            end_what_they_gave(user, actor=actor)
    return changed


def make_role(*, name: str, like: Role | None, actor: Actor) -> Role:
    """Make a role of the newsroom's own, with the rights of another to begin with."""
    with transaction.atomic():
        require_manager_still(actor)
        if Group.objects.count() >= MOST_ROLES:
            raise WrongState(_("There are too many roles. Remove one that nobody has."))
        group = Group.objects.create(name=_free(name))
        rights = rights_of(like) if like is not None else frozenset()
        role = Role.objects.create(group=group, is_changed=True, known=list(BY_KEY))
        _give(group, rights)
        said = _in_words(rights, frozenset())
        write_event(Verb.CREATE, of=_subject(role), actor=actor, note=said, data={"given": _sorted(rights)})
    return role


def rename_role(*, role: Role, name: str, version: int, actor: Actor) -> None:
    """Call a role something else."""
    with transaction.atomic():
        require_manager_still(actor)
        row = _as_seen(role, version)
        before = row.group.name
        row.group.name = _free(name, but=row.group)
        if row.group.name == before:
            return
        row.group.save(update_fields=["name"])
        row.version += 1
        row.save(update_fields=["version"])
        note = _("Before it was called “%(name)s”.") % {"name": before}
        write_event(Verb.SAVE, of=_subject(row), actor=actor, note=note)


def remove_role(*, role: Role, version: int, actor: Actor) -> None:
    """Remove a role that nobody has and nobody is invited to."""
    with transaction.atomic():
        require_manager_still(actor)
        row = _as_seen(role, version)
        if reason := why_it_stays(row):
            raise WrongState(reason)
        subject = _subject(row)
        write_event(Verb.REMOVE, of=subject, actor=actor, note=_in_words(frozenset(), rights_of(row)))
        row.group.delete()


def why_it_stays(role: Role) -> str:
    """Say why a role cannot be removed; nothing if it can."""
    count = role.group.user_set.count()
    if count:
        return ngettext(
            "%(count)d colleague has this role. Give them another one first.",
            "%(count)d colleagues have this role. Give them another one first.",
            count,
        ) % {"count": count}
    if Invitation.objects.unused().filter(role=role.group).exists():
        return _("An invitation to this role waits for an answer. Take it back first.")
    return ""


def _change(wanted: Wanted, *, actor: Actor) -> bool:
    row = Role.objects.select_for_update(no_key=True).filter(pk=wanted.role.pk).first()
    if row is None:
        raise WrongState(_("“%(role)s” was removed meanwhile.") % {"role": wanted.role})
    before, after = rights_of(row), wanted.rights
    # A sentence that others make true anyway is no change.
    after_all = rights_in(permissions_of(after))
    if before == after_all and not row.undecided:
        return False
    if row.version != wanted.version:
        raise WrongState(
            _("Somebody changed what “%(role)s” may do after you opened this page, so nothing was saved.")
            % {"role": row}
        )
    _give(row.group, after)
    row.is_changed = row.is_changed or before != after_all
    row.version, row.undecided, row.known = row.version + 1, [], list(BY_KEY)
    row.save(update_fields=["is_changed", "version", "undecided", "known"])
    if before == after_all:
        return False
    given, taken = after_all - before, before - after_all
    write_event(
        Verb.SAVE,
        of=_subject(row),
        actor=actor,
        note=_in_words(given, taken),
        data={"given": _sorted(given), "taken": _sorted(taken)},
    )
    return True


def _give(group: Group, rights: frozenset[str]) -> None:
    """Have a role hold exactly what these sentences need, and what no sentence speaks of."""
    held = permissions_held(group)
    wanted = permissions_of(rights) | (held - KNOWN)
    group.permissions.set(permissions_named(wanted))


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """Return permissions by their names in code."""
    pairs: Q = Q(pk__in=[])
    for name in names:
        app, _dot, codename = name.partition(".")
        pairs |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(pairs))


def _as_seen(role: Role, version: int) -> Role:
    row = Role.objects.select_for_update(no_key=True).filter(pk=role.pk).first()
    if row is None:
        raise WrongState(_("This role was removed meanwhile."))
    if row.version != version:
        raise WrongState(_("Somebody changed this role after you opened this page. Look at it again."))
    return row


def _free(name: str, *, but: Group | None = None) -> str:
    words = one_line(name)
    if not words:
        raise InvalidText(_("Write what the role is called."))
    if len(words) > LONGEST_NAME:
        raise InvalidText(_("This name of a role is too long: use fewer words."))
    others = Group.objects.exclude(pk=but.pk) if but else Group.objects.all()
    if any(other.casefold() == words.casefold() for other in others.values_list("name", flat=True)):
        raise InvalidText(_("There is a role with this name already."))
    return words


def _somebody_is_left(managed: list[User]) -> None:
    if managed and not administrators().exists():
        raise WrongState(
            _("Then nobody would be left who manages colleagues, so nothing was saved. Leave it to one role.")
        )


def _no_longer(managed: Iterable[User]) -> list[User]:
    still = set(administrators().values_list("pk", flat=True))
    return [user for user in managed if user.pk not in still]


def _subject(role: Role) -> Subject:
    return Subject(KIND, str(role.group_id), role.group.name)


def _sorted(rights: Iterable[str]) -> list[str]:
    return [right.key for right in RIGHTS if right.key in set(rights)]


def _in_words(given: frozenset[str], taken: frozenset[str]) -> str:
    """Say for the history what a role may do from now on, and what no longer."""
    said = []
    if given:
        said.append(_("May now: %(rights)s.") % {"rights": _listed(given)})
    if taken:
        said.append(_("May no longer: %(rights)s.") % {"rights": _listed(taken)})
    return "\n".join(said)


def _listed(rights: frozenset[str]) -> str:
    return "; ".join(str(right.words) for right in RIGHTS if right.key in rights)


def offered(role: Role) -> Mapping[str, Any]:
    """Return the sentences that came with an upgrade and wait for somebody to decide, by their keys."""
    return {key: BY_KEY[key].words for key in role.undecided if key in BY_KEY}
