from django.db import migrations

FILL = """
    UPDATE articles_article SET
    seen_until = COALESCE((
        SELECT MAX(e.live_until) FROM articles_articleedition e
        WHERE e.working_copy_id = articles_article.id AND e.live_from < e.live_until
    ), seen_until),
    settled_until = CASE WHEN stage = 'submitted' THEN settled_until ELSE COALESCE((
        SELECT MAX(e.live_until) FROM articles_articleedition e
        JOIN articles_articlerevision r ON r.id = e.revision_id
        WHERE e.working_copy_id = articles_article.id AND e.live_from < e.live_until
        AND r.number = articles_article.version
    ), settled_until) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_settled"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
