"""A post that came in before and was changed there: the next version, unless it is a colleague's now."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importing.embargo import hold_back
from articles.models import Article
from publishing import payloads
from publishing.bases import WorkingCopy
from publishing.errors import NotReady, WorkflowError
from publishing.links import editions_of_kind
from publishing.workflow import publish, save_revision, withdraw
from publishing.workflow.locking import Actor
from publishing.workflow.saving import cleaned

from .arrivals import last_events
from .asked import Status
from .writing import Ready


def renew(one: Ready, *, actor: Actor) -> None:
    """Bring in what changed."""
    arrival = one.known
    row = arrival.became if arrival else None
    if arrival is None:
        return
    if not isinstance(row, WorkingCopy):
        one.told.status = Status.KEPT
        one.told.say(_("It was removed here for good, so it does not come in again."))
        return
    one.row = row
    is_ours = row.version == arrival.saved_as and _last_event(row) == arrival.last_event
    if row.binned_at is not None or not is_ours:
        _keep(one, row)
        return
    now = row.payload()
    said = {
        name: value
        for name, value in one.content.items()
        if name != "slug" and (value or name in ("headline", "title", "body"))
    }
    try:
        wanted = payloads.changed(row, cleaned(row, said))
        changed = {name: wanted[name] for name in said if now[name] != wanted[name]}
        with transaction.atomic():
            if changed:
                save_revision(
                    working_copy=row, payload=changed, version=row.version, actor=actor, note=one.note
                )
                row.refresh_from_db()
            is_changed = _show(one, row, is_new=bool(changed), actor=actor) or bool(changed)
            if one.embargo is not None and isinstance(row, Article):
                one.told.say(*hold_back(row, one.embargo, actor=actor))
                row.refresh_from_db()
            arrival.digest, arrival.saved_as = one.digest, row.version
            arrival.last_event = _last_event(row)
            arrival.lacks_pictures = one.lacks_pictures
            arrival.save()
    except WorkflowError as refusal:
        one.told.status = Status.FAILED
        one.told.say(str(refusal))
        return
    one.told.status = Status.UPDATED if is_changed else Status.UNCHANGED


def _last_event(row: WorkingCopy) -> int:
    return last_events([row]).get(row.key, 0)


def _show(one: Ready, row: WorkingCopy, *, is_new: bool, actor: Actor) -> bool:
    """Let readers see what they saw there, and no more; tell whether that changes anything."""
    live = editions_of_kind(type(row)).live(timezone.now()).filter(working_copy=row).first()
    if one.published_at is None:
        if live is None:
            return False
        withdraw(working_copy=row, edition=live.number, actor=actor, note=one.note)
        one.told.say(_("It is no longer public there, so it was taken down here."))
        return True
    if live is not None and not is_new:
        return False
    try:
        with transaction.atomic():
            publish(working_copy=row, version=row.version, actor=actor, backdated_to=one.published_at)
    except NotReady as lacking:
        one.told.say(_("Readers do not see this version yet. %(lacking)s") % {"lacking": lacking})
        return False
    return True


def _keep(one: Ready, row: WorkingCopy) -> None:
    one.told.status = Status.KEPT
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    address = settings.SITE_URL + reverse(name, args=[row.pk])
    if row.binned_at is not None:
        one.told.say(_("It was changed there and lies in the bin here: %(address)s") % {"address": address})
        return
    one.told.say(
        _("It was changed there, and colleagues have worked on it here since. See for yourself: %(address)s")
        % {"address": address}
    )
