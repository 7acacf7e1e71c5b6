"""The pages readers see."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from news.models import Article, Person, Tag


def home(request):
    """Show the newest articles."""
    return _listing(request, "Newest", Article.objects.all())


def tag(request, slug):
    """Show what carries a tag."""
    found = get_object_or_404(Tag, slug=slug)
    return _listing(request, found.name, found.articles.all())


def person(request, slug):
    """Show where somebody is named."""
    found = get_object_or_404(Person, slug=slug)
    return _listing(request, found.name, found.articles.all())


def article(request, slug):
    """Show an article, its sources and what is like it."""
    found = get_object_or_404(Article.objects.prefetch_related("tags", "people", "sources"), slug=slug)
    related = (
        Article.objects.filter(tags__in=found.tags.all())
        .exclude(pk=found.pk)
        .annotate(shared=Count("pk"))
        .order_by("-shared", "-published_at")[:4]
    )
    return render(request, "article.html", {"article": found, "related": related})


def _listing(request, title, articles):
    page = Paginator(articles.prefetch_related("tags"), 20).get_page(request.GET.get("page"))
    return render(request, "listing.html", {"title": title, "page": page})
