from django.db import migrations

FILL = """
    UPDATE profiles_person SET
    seen_until = COALESCE((
        SELECT MAX(e.live_until) FROM profiles_personedition e
        WHERE e.working_copy_id = profiles_person.id AND e.live_from < e.live_until
    ), seen_until),
    settled_until = CASE WHEN stage = 'submitted' THEN settled_until ELSE COALESCE((
        SELECT MAX(e.live_until) FROM profiles_personedition e
        JOIN profiles_personrevision r ON r.id = e.revision_id
        WHERE e.working_copy_id = profiles_person.id AND e.live_from < e.live_until
        AND r.number = profiles_person.version
    ), settled_until) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0006_settled"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
