"""In which places a part of a name was erased, so that a restored backup loses it there too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operating", "0004_checkup")]

    operations = [
        migrations.AddField("erasure", "places", models.TextField(blank=True, default="", db_default="")),
    ]
