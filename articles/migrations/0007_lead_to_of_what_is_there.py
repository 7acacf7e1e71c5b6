"""Versions published before have where they lead in their links alone: it is noted with them too."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models

AT_ONCE = 500
KINDS = (
    ("Citation", "reference", "position"),
    ("Mention", "person", "position"),
    ("ArticleTag", "tag", "position"),
    ("Related", "other", "id"),
)


def note(apps: Any, editor: Any) -> None:
    """Write down what each edition's links lead to, as publishing does."""
    editions: Any = models.QuerySet(apps.get_model("articles", "ArticleEdition"))
    last = 0
    while numbers := list(editions.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        found: dict[int, dict[str, list[int]]] = defaultdict(dict)
        for kind, field, order in KINDS:
            links = apps.get_model("articles", kind).objects.filter(edition__in=numbers).order_by(order)
            for edition, leads_to in links.values_list("edition", field):
                found[edition].setdefault(field, []).append(leads_to)
        rows = [editions.model(pk=number, leads_to=found.get(number, {})) for number in numbers]
        editions.bulk_update(rows, ["leads_to"])
        last = numbers[-1]


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_what_editions_lead_to")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
