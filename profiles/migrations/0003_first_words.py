"""Names in scripts without spaces are searched for by their first two letters."""

from typing import Any

from django.db import migrations

from publishing.naming import first_word


def renew(apps: Any, editor: Any) -> None:
    """Write the word each name is searched by anew where it is another now."""
    names = apps.get_model("profiles", "PersonName")
    changed = []
    for name in names.objects.only("key", "first_word").iterator():
        word = first_word(name.key)
        if word != name.first_word:
            name.first_word = word
            changed.append(name)
    names.objects.bulk_update(changed, ["first_word"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_writing_desk")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
