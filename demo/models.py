"""What belongs to the demo newsroom, so that all of it, and nothing else, can be taken away."""

from django.db import models


class DemoRow(models.Model):
    """One article, person, source, picture or tag that came with the demo.

    It names its row by kind ("articles.article") and key instead of a foreign key: whatever is
    added to a newsroom later, this table need not know of it.
    """

    kind = models.CharField(max_length=60)
    object_key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_key"], name="demo_row_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"
