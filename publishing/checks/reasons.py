"""Why something a check found stays as it is: reasons to choose from, of which a newsroom may drop any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.checks.kinds import Kind
from publishing.errors import NotReady


class Reason(models.TextChoices):
    """Why a finding stays."""

    WANTED = "wanted", gettext_lazy("Known and wanted")
    COMMON = "common", gettext_lazy("It is common knowledge")
    IN_TEXT = "in_text", gettext_lazy("The text itself says where it is from")
    PROTECTED = "protected", gettext_lazy("Who said it has to be protected")
    LATER = "later", gettext_lazy("It follows later")
    WRONG = "wrong", gettext_lazy("Wrongly found")
    DECIDED = "decided", gettext_lazy("An editor decided so")


class NameReason(models.TextChoices):
    """Why a name stays as it is; these answers can always be given."""

    NOT_THIS = "not_this", gettext_lazy("Not this person")


def name_reasons(kind: Kind) -> list[NameReason]:
    """Return what can be answered about a name that some profile has."""
    return list(NameReason) if kind == Kind.UNLINKED else []


class SetsReasons(models.Model):
    """A row that says which reasons the newsroom does not use; with none left, none is asked for."""

    reasons_off = models.JSONField(gettext_lazy("reasons not used"), default=list, blank=True)

    class Meta:
        abstract = True


def reasons_to_choose() -> list[Reason]:
    """Return the reasons that are in use, in order."""
    off: set[str] = set()
    for model in apps.get_models():
        if issubclass(model, SetsReasons):
            rows: Any = model._default_manager
            off.update(code for codes in rows.values_list("reasons_off", flat=True) for code in codes)
    return [reason for reason in Reason if reason not in off]


@dataclass(frozen=True)
class Left:
    """What was left as it is when a text went public: the kinds of findings, and the one reason for all."""

    kinds: Sequence[str]
    reason: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return what the history keeps of it; refuse a reason that is not in use, or none at all."""
        if not self.kinds:
            return {}
        in_use = reasons_to_choose()
        if in_use and self.reason not in in_use:
            raise NotReady(_("Say why what the checks found stays as it is: choose a reason."))
        reason = self.reason if self.reason in in_use else ""
        return {"left": {"reason": str(reason), "kinds": sorted(set(self.kinds))}}


def left_in_words(data: Mapping[str, Any]) -> str:
    """Say what the history kept of what was left, or nothing."""
    if not (left := data.get("left")):
        return ""
    names = dict(Kind.choices)
    kinds = ", ".join(str(names.get(kind, kind)) for kind in left["kinds"])
    if not left["reason"]:
        return _("Stays as it is: %(kinds)s.") % {"kinds": kinds}
    reason = dict(Reason.choices).get(left["reason"], left["reason"])
    return _("Stays as it is: %(kinds)s. Why: %(reason)s.") % {"kinds": kinds, "reason": reason}


def what_was_left(left: Left | None) -> dict[str, Any]:
    """Return what the history keeps of what was left, if anything was."""
    return left.as_data() if left else {}
