"""Articles as pages, with people and sources as snippets and Wagtail's own tags."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


@register_snippet
class Person(models.Model):
    """Somebody with a page."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)


@register_snippet
class Source(models.Model):
    """What an article rests on."""

    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)


class ArticleTag(TaggedItemBase):
    """A tag of an article."""

    content_object = ParentalKey("ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class HomePage(Page):
    """The newest articles."""

    template = "listing.html"

    def get_context(self, request, *args, **kwargs):
        """Add the page of the listing that is asked for."""
        return super().get_context(request, *args, **kwargs) | listing(request, "Newest", articles())


class ArticleIndex(Page):
    """What all articles stand under."""


class ArticlePage(Page):
    """One article."""

    template = "article.html"
    summary = models.TextField(blank=True)
    body = RichTextField()
    published_at = models.DateTimeField(db_index=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    people = ParentalManyToManyField(Person, related_name="articles")
    sources = ParentalManyToManyField(Source, related_name="articles")

    @property
    def headline(self):
        return self.title

    def get_context(self, request, *args, **kwargs):
        """Add what is like it."""
        related = (
            articles()
            .filter(tags__in=self.tags.all())
            .exclude(pk=self.pk)
            .annotate(shared=models.Count("pk"))
            .order_by("-shared", "-published_at")[:4]
        )
        return super().get_context(request, *args, **kwargs) | {"article": self, "related": related}


def articles():
    """Return all public articles, newest first."""
    return ArticlePage.objects.live().public().order_by("-published_at")


def listing(request, title, found):
    """Return one page of a listing."""
    page = Paginator(found.prefetch_related("tagged_items__tag"), 20).get_page(request.GET.get("page"))
    return {"title": title, "page": page}
