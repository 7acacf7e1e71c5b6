"""Whether what came with the demo still stands among what readers see."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from operating.doctor.findings import Asked, Finding, check


@check("demo", gettext_lazy("Demo"), needs_database=True)
def demo(ask: Asked) -> Iterator[Finding]:
    """Count the rows of the demo."""
    # The demo stands above this: its table is asked for by its name.
    count = apps.get_model("demo", "DemoRow")._default_manager.count()
    if count and settings.PRODUCTION:
        yield Finding(
            "warning",
            ngettext(
                "%(count)d thing of the demo newsroom is still here, on a site that others can reach.",
                "%(count)d things of the demo newsroom are still here, on a site that others can reach.",
                count,
            )
            % {"count": count},
            _("Open %(address)s, or run “manage.py demo --remove”.")
            % {"address": f"{settings.SITE_URL}{reverse('admin:demo_demorow_start')}"},
            _("Readers take it for yours."),
            code="demo.there",
        )
    elif count:
        yield Finding("notice", _("The demo newsroom is still here."), code="demo.there")
    else:
        yield Finding("good", _("Nothing of the demo newsroom is here."), code="demo.gone")
