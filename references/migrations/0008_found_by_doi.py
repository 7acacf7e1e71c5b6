"""Sources are found by their DOI, as what else they are found by."""

from django.db import migrations

from publishing.finding import LONGEST, find_text

AT_ONCE = 1_000


def add_dois(apps, schema_editor):
    Reference = apps.get_model("references", "Reference")
    last = 0
    while rows := list(
        Reference.objects.filter(pk__gt=last)
        .exclude(doi="")
        .order_by("pk")
        .only("doi", "find_text")[:AT_ONCE]
    ):
        for row in rows:
            there = row.find_text or "|"
            new = find_text([row.doi]).removeprefix("|")
            if new not in there and len(there) + len(new) <= LONGEST:
                row.find_text = there + new
        Reference.objects.bulk_update(rows, ["find_text"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("references", "0007_names")]

    operations = [migrations.RunPython(add_dois, migrations.RunPython.noop)]
