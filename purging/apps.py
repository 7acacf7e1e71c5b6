from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurgingConfig(AppConfig):
    name = "purging"
    verbose_name = _("Caches in front")
