from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from newsroom import queries_asked, reporting
from newsroom.local_templates import check_local_templates


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        queries_asked.begin()
        reporting.begin()
        checks.register(check_local_templates, checks.Tags.templates)
