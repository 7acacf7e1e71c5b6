"""What was brought in and forgotten goes after some days, and what a broken upload left after one."""

from datetime import timedelta

from django.utils import timezone

from articles.delivering.taking import let_go
from articles.models import Delivered, Delivery
from articles.models.deliveries import KEPT_FOR, waiting_files

STRAY_AFTER = timedelta(days=1)


def sweep() -> int:
    """Forget deliveries whose time is over, and files that belong to none; return how many deliveries."""
    now, count = timezone.now(), 0
    for delivery in Delivery.objects.filter(begun_at__lte=now - KEPT_FOR):
        let_go(delivery)
        count += 1
    place = waiting_files()
    known = set(Delivered.objects.exclude(content="").values_list("content", flat=True))
    for name in place.names():
        if name not in known and place.get_modified_time(name) <= now - STRAY_AFTER:
            place.delete(name)
    return count
