"""What kind of journalism an article is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.TextChoices):
    """What kind of journalism readers are told this is."""

    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    INTERVIEW = "interview", _("Interview")
    EXPLAINER = "explainer", _("Explainer")
