from django.db import migrations

FILL = """
    UPDATE pages_page SET
    seen_until = COALESCE((
        SELECT MAX(e.live_until) FROM pages_pageedition e
        WHERE e.working_copy_id = pages_page.id AND e.live_from < e.live_until
    ), seen_until),
    settled_until = CASE WHEN stage = 'submitted' THEN settled_until ELSE COALESCE((
        SELECT MAX(e.live_until) FROM pages_pageedition e
        JOIN pages_pagerevision r ON r.id = e.revision_id
        WHERE e.working_copy_id = pages_page.id AND e.live_from < e.live_until
        AND r.number = pages_page.version
    ), settled_until) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_settled"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
