"""Articles, people, sources and tags as a first version of such a site has them."""

from django.db import models


class Tag(models.Model):
    """A word articles are found by."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True)


class Person(models.Model):
    """Somebody with a page."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)


class Source(models.Model):
    """What an article rests on."""

    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)


class Article(models.Model):
    """One article; its text is HTML."""

    headline = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.TextField(blank=True)
    body = models.TextField()
    published_at = models.DateTimeField(db_index=True)
    tags = models.ManyToManyField(Tag, related_name="articles")
    people = models.ManyToManyField(Person, related_name="articles")
    sources = models.ManyToManyField(Source, related_name="articles")

    class Meta:
        ordering = ["-published_at"]
