"""The pages that are no pages of Wagtail's tree."""

from django.shortcuts import get_object_or_404, render
from taggit.models import Tag

from news.models import Person, articles, listing


def tag(request, slug):
    """Show what carries a tag."""
    found = get_object_or_404(Tag, slug=slug)
    return render(request, "listing.html", listing(request, found.name, articles().filter(tags=found)))


def person(request, slug):
    """Show where somebody is named."""
    found = get_object_or_404(Person, slug=slug)
    return render(request, "listing.html", listing(request, found.name, articles().filter(people=found)))
