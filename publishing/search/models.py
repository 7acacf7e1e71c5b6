"""The rows behind search. All of it is derived: `manage.py rebuildsearch` makes it anew.

There are two of each: what readers may find, and the drafts, which no reader's question ever touches.
The words themselves are in a table of the database's own kind of search (`publishing.search.engines`).
"""

from typing import Any

from django.db import models

from publishing.search.words import LONGEST_WORD


class WordField(models.TextField):
    """A folded word, compared byte by byte whatever the database's own collation is."""

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else "BINARY"
        return super().db_parameters(connection) | {"collation": collation}


class RowBase(models.Model):
    """One thing to be found: where it stands in the order of all, whose it is, and when it is public."""

    place = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    published_at = models.DateTimeField()
    folded_as = models.CharField(max_length=20)

    class Meta:
        abstract = True
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "object_id"], name="%(class)s_of_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class TextBase(models.Model):
    """What a row was made of: for what is shown of a hit, and to take its old words out again."""

    place = models.BigIntegerField(primary_key=True)
    headline = models.TextField()
    text = models.TextField()
    names = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    language = models.CharField(max_length=12)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.headline


class WordBase(models.Model):
    """A word that is or was in a text, for its beginnings, its forms and what is typed wrong."""

    word = WordField(primary_key=True, max_length=LONGEST_WORD)
    stem = WordField(max_length=LONGEST_WORD)

    class Meta:
        abstract = True
        default_permissions = ()
        indexes = [models.Index(fields=["stem"], name="%(class)s_stem")]

    def __str__(self) -> str:
        return self.word


class SearchRow(RowBase):
    pass


class SearchText(TextBase):
    pass


class SearchWord(WordBase):
    pass


class SearchRebuild(models.Model):
    """That a table of words is being made anew, by whom, and up to which place it has all words."""

    words = models.CharField(max_length=40, primary_key=True)
    run = models.CharField(max_length=12)
    done = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.words


class DraftRow(RowBase):
    pass


class DraftText(TextBase):
    pass


class DraftWord(WordBase):
    pass
