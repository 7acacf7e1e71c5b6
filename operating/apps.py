import sys
from importlib import import_module
from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperatingConfig(AppConfig):
    name = "operating"
    verbose_name = _("Running the site")

    def ready(self) -> None:
        # Its models are there from here on only. A server says by itself that it is one (newsroom/wsgi.py).
        if Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] == ["worker"]:
            import_module("operating.metrics.telling").count_and_tell()
