"""`manage.py movepictures`: bring the pictures from the disk into the bucket, or back."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from images.relocating import Moved, relocate
from images.storages import StorageAway, on_disk

TOLD_EVERY = 100


class Command(BaseCommand):
    help = _(
        "Copy the original of every picture from the data folder into the bucket that IMAGES_S3_BUCKET "
        "names, or back, and compare each once it is there. What was copied before is not copied again, so "
        "this can be stopped and run again. Nothing is deleted where it came from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--back", action="store_true", help=_("from the bucket to the data folder"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAGES_S3:
            raise CommandError(
                _("IMAGES_S3_BUCKET names no bucket: set it, and what goes with it, for this command.")
            )
        counts: Counter[str] = Counter()
        try:
            for moved in relocate(back=options["back"]):
                counts[moved.came_of_it] += 1
                self.tell(moved)
                if counts.total() % TOLD_EVERY == 0:
                    self.stdout.write(pictures(counts.total()) + " …")
        except StorageAway as away:
            raise CommandError(
                _("%(problem)s There are: %(pictures)s. Run this again, and it goes on from here.")
                % {"problem": away, "pictures": pictures(counts["moved"] + counts["there"])}
            ) from away
        self.stdout.write(
            _("Copied: %(moved)s. There already: %(there)s.")
            % {"moved": pictures(counts["moved"]), "there": pictures(counts["there"])}
        )
        if wrong := counts["missing"] + counts["damaged"] + counts["taken"]:
            raise CommandError(
                _("Not copied, and named above: %(pictures)s.") % {"pictures": pictures(wrong)}
            )
        if not options["back"] and counts.total():
            folder = getattr(on_disk("originals"), "location", "")
            self.stdout.write(
                _("The files in %(folder)s can go once the site shows its pictures from the bucket.")
                % {"folder": folder}
            )

    def tell(self, moved: Moved) -> None:
        """Name a picture that could not be copied, and say why."""
        reasons = {
            "missing": _("its file is not there"),
            "damaged": _("its file is not what was taken in"),
            "taken": _("another file has its name where it is to be, and is left alone"),
        }
        if reason := reasons.get(moved.came_of_it):
            name = {"name": moved.image, "key": moved.image.key, "reason": reason}
            self.stderr.write(_("Not copied: “%(name)s” (%(key)s): %(reason)s.") % name)


def pictures(count: int) -> str:
    """Say how many pictures."""
    return ngettext("%(count)d picture", "%(count)d pictures", count) % {"count": count}
