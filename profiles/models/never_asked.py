"""Names that are no person's, or nobody the newsroom writes profiles of."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.naming import LONGEST_KEY


class NeverAsked(models.Model):
    """A name the checks of every article leave alone, as names are compared."""

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    name = models.CharField(_("name"), max_length=200)
    asked_at = models.DateTimeField(_("when"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("name nobody is asked about")
        verbose_name_plural = _("names nobody is asked about")
        ordering = ["name", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
