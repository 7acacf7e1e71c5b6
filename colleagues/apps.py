from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ColleaguesConfig(AppConfig):
    name = "colleagues"
    verbose_name = _("Colleagues")

    def ready(self) -> None:
        from colleagues.settling_roles import after_migrations

        post_migrate.connect(after_migrations, sender=self)
