from django.db import migrations, models

import publishing.languages


class Migration(migrations.Migration):
    dependencies = [("profiles", "0003_carrying")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                default=publishing.languages.site_language, max_length=12, verbose_name="language"
            ),
        ),
        migrations.AddField(
            model_name="personedition",
            name="language",
            field=models.CharField(
                default=publishing.languages.site_language, max_length=12, verbose_name="language"
            ),
            preserve_default=False,
        ),
    ]
