from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from newsroom import queries_asked, reporting
from newsroom.local_templates import check_local_templates
from publishing.promotions import refuse_replaced


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        connection_created.connect(refuse_replaced, dispatch_uid="newsroom.refuse_replaced")
        queries_asked.begin()
        reporting.begin()
        checks.register(check_local_templates, checks.Tags.templates)
