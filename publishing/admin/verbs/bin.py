"""Deleting a draft that readers never saw, and putting it back."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from publishing import workflow
from publishing.admin.situation import Situation
from publishing.admin.verbs.forms import VerbForm
from publishing.querysets import IN_BIN_FOR
from publishing.usage import Use
from publishing.workflow import binning


class Delete(VerbForm):
    name = "put-in-bin"
    link = gettext_lazy("Delete…")
    title = gettext_lazy("Delete this draft")
    explanation = format_lazy(
        ngettext_lazy(
            "It lies in the bin for {days} day and can be put back from there. Then it is gone for good, "
            "with all its saved versions.",
            "It lies in the bin for {days} days and can be put back from there. Then it is gone for good, "
            "with all its saved versions.",
            IN_BIN_FOR.days,
        ),
        days=IN_BIN_FOR.days,
    )
    button = gettext_lazy("Put in the bin")
    right = "change"
    is_grave = True

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return not binning.why_not_bin(situation.editions)

    @classmethod
    def why_not(cls, situation: Situation) -> str:
        return binning.why_not_bin(situation.editions) or super().why_not(situation)

    @classmethod
    def is_for(cls, actor: Any, situation: Situation) -> bool:
        return binning.may_bin(actor, situation.working_copy)

    def obstacles(self) -> list[Use]:
        return binning.uses_that_keep(self.working_copy)

    def carry_out(self, *, actor: Any) -> str:
        version = self.cleaned_data["version"]
        workflow.bin_draft(working_copy=self.working_copy, version=version, actor=actor)
        said = ngettext(
            "“%(name)s” is in the bin. It can be put back for %(days)d day.",
            "“%(name)s” is in the bin. It can be put back for %(days)d days.",
            IN_BIN_FOR.days,
        )
        return said % {"name": self.working_copy, "days": IN_BIN_FOR.days}

    def next_url(self) -> str:
        return str(self.page.url("changelist"))


class PutBack(VerbForm):
    name = "put-back"
    link = gettext_lazy("Put back…")
    title = gettext_lazy("Put back")
    explanation = gettext_lazy("It is a draft again, as it was when it was deleted.")
    button = gettext_lazy("Put back")
    right = "change"
    is_for_bin = True

    @classmethod
    def is_for(cls, actor: Any, situation: Situation) -> bool:
        return binning.may_put_back(actor, situation.working_copy)

    @classmethod
    def why_not(cls, situation: Situation) -> str:
        return _("This is not in the bin any more.")

    def carry_out(self, *, actor: Any) -> str:
        slug = self.working_copy.slug
        with_it = workflow.take_out_of_bin(
            working_copy=self.working_copy, version=self.cleaned_data["version"], actor=actor
        )
        said = [_("“%(name)s” is a draft again.") % {"name": self.working_copy}]
        if self.working_copy.slug != slug:
            said.append(
                _("Another page has its web address by now, so this one is “%(slug)s”.")
                % {"slug": self.working_copy.slug}
            )
        if with_it:
            names = ", ".join(str(page) for page in with_it)
            said.append(
                ngettext(
                    "Put back with it, because it is named there: %(names)s.",
                    "Put back with it, because they are named there: %(names)s.",
                    len(with_it),
                )
                % {"names": names}
            )
        return " ".join(said)
