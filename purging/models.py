"""What the caches in front of the site have been told, and whether they could be reached."""

from django.db import models


class Front(models.Model):
    """The one row of it; `publishing.models.PublicChange` says what there is to tell."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    # Up to which change everything was told, and which later ones were: rows can become visible out of order.
    told_to = models.BigIntegerField(default=0)
    lately = models.JSONField(default=list)
    reached_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    # What all pages show around their text, and which caches there are by which secret.
    frame = models.CharField(max_length=64, blank=True)
    set_up = models.CharField(max_length=64, blank=True)
    # Somebody wants everything dropped.
    everything = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "Front"
