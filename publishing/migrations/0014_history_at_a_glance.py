from django.conf import settings
from django.db import migrations, models

from publishing.indexes_apart import AddIndexApart


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("publishing", "0013_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "started"),
                    ("save", "saved"),
                    ("keep", "saved second; the text was kept aside"),
                    ("merge", "saved second; both texts were merged"),
                    ("settle", "settled where two texts collided"),
                    ("submit", "handed to the editors"),
                    ("send_back", "sent back"),
                    ("publish", "published"),
                    ("schedule", "scheduled"),
                    ("cancel", "cancelled the schedule"),
                    ("withdraw", "took down"),
                    ("republish", "published again"),
                    ("restore", "brought back an earlier version"),
                    ("discard", "went back to what readers see"),
                    ("fix", "fixed what readers see"),
                    ("carry", "carried it into what is scheduled"),
                    ("correct", "published a correction"),
                    ("retract", "retracted"),
                    ("bin", "put in the bin"),
                    ("put_back", "put back from the bin"),
                    ("remove", "removed for good"),
                    ("take_over", "took over"),
                    ("invite", "invited"),
                    ("renew", "made a new invitation link"),
                    ("revoke", "took back the invitation"),
                    ("join", "joined"),
                    ("link", "made a password link"),
                    ("password", "chose a new password"),
                    ("deactivate", "deactivated"),
                    ("reactivate", "reactivated"),
                    ("leave", "left as it is"),
                    ("look_again", "will look at again"),
                    ("unlock", "lifted a locked login"),
                    ("embargo", "put under embargo"),
                    ("lift_embargo", "lifted or changed the embargo"),
                    ("export", "exported the history"),
                    ("erase", "erased personal data"),
                    ("factor", "set up the second factor"),
                    ("new_codes", "made new recovery codes"),
                    ("no_factor", "removed the second factor"),
                    ("reset_factor", "reset the second factor"),
                    ("recover", "used a recovery code"),
                    ("end_logins", "ended logins"),
                    ("reset_access", "gave access again"),
                    ("mend", "put right what is worked out by the program"),
                ],
                max_length=12,
                verbose_name="did",
            ),
        ),
        AddIndexApart(
            model_name="event",
            index=models.Index(fields=["at", "id"], name="event_at"),
        ),
        AddIndexApart(
            model_name="event",
            index=models.Index(fields=["actor", "at", "id"], name="event_of_actor"),
        ),
        AddIndexApart(
            model_name="event",
            index=models.Index(fields=["verb", "at", "id"], name="event_of_verb"),
        ),
        AddIndexApart(
            model_name="event",
            index=models.Index(fields=["kind", "at", "id"], name="event_of_kind"),
        ),
    ]
