"""What crawlers are told: who may read the site for what, and where to write about a hole.

The names are those their operators gave in November 2026. Whoever keeps to no rules is held back by none
of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from masthead.models import KEY, Newsroom
from masthead.site import site_of
from publishing.caching import keyed, shows
from publishing.site import absolute

TRAINING, ANSWERS = "training", "answers"


@dataclass(frozen=True)
class Crawler:
    """One name that robots.txt can speak of."""

    name: str
    operator: str
    use: str
    more: str = ""


CRAWLERS = (
    Crawler("GPTBot", "OpenAI", TRAINING),
    Crawler("ClaudeBot", "Anthropic", TRAINING),
    Crawler("anthropic-ai", "Anthropic", TRAINING, "an earlier name"),
    Crawler("Google-Extended", "Google", TRAINING, "no crawler: what Google's may be used for"),
    Crawler("Applebot-Extended", "Apple", TRAINING, "no crawler: what Apple's may be used for"),
    Crawler("CCBot", "Common Crawl", TRAINING, "an archive most models were trained on"),
    Crawler("Meta-ExternalAgent", "Meta", TRAINING),
    Crawler("Amazonbot", "Amazon", TRAINING, "answers of Alexa, too"),
    Crawler("Bytespider", "ByteDance", TRAINING),
    Crawler("cohere-training-data-crawler", "Cohere", TRAINING),
    Crawler("AI2Bot", "Allen Institute for AI", TRAINING),
    Crawler("Diffbot", "Diffbot", TRAINING, "sells what it reads"),
    Crawler("omgili", "Webz.io", TRAINING, "sells what it reads"),
    Crawler("PanguBot", "Huawei", TRAINING),
    Crawler("OAI-SearchBot", "OpenAI", ANSWERS),
    Crawler("ChatGPT-User", "OpenAI", ANSWERS, "when somebody asks about an address"),
    Crawler("Claude-SearchBot", "Anthropic", ANSWERS),
    Crawler("Claude-User", "Anthropic", ANSWERS, "when somebody asks about an address"),
    Crawler("PerplexityBot", "Perplexity", ANSWERS),
    Crawler("Perplexity-User", "Perplexity", ANSWERS, "when somebody asks about an address"),
    Crawler("DuckAssistBot", "DuckDuckGo", ANSWERS),
    Crawler("MistralAI-User", "Mistral", ANSWERS, "when somebody asks about an address"),
    Crawler("Meta-ExternalFetcher", "Meta", ANSWERS, "when somebody asks about an address"),
)
NEVER = ("/admin/", "/edit/")
"""What no crawler is to ask for, whatever else it may."""
SECURITY_HOLDS = timedelta(days=180)
"""For how long security.txt says it holds; less than a year, as RFC 9116 wants."""


def names_for(use: str) -> list[str]:
    """Return the names of those that read for this."""
    return [crawler.name for crawler in CRAWLERS if crawler.use == use]


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what the newsroom lets them read, where not to go, and where everything is listed."""
    site = site_of(request)
    shows(keyed(Newsroom, KEY))
    groups = [_group(["*"], let_in=site.lets_search_in)]
    for use, let_in in ((TRAINING, site.lets_training_in), (ANSWERS, site.lets_answers_in)):
        if let_in != site.lets_search_in:
            groups.append(_group(names_for(use), let_in=let_in))
    files = [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "news-sitemap")]
    text = "\n\n".join("\n".join(lines) for lines in [*groups, files])
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


def reservation(request: HttpRequest) -> HttpResponse:
    """Reserve text and data mining where training is not wanted, as the TDM Reservation Protocol says it."""
    shows(keyed(Newsroom, KEY))
    reserved = 0 if site_of(request).lets_training_in else 1
    return JsonResponse([{"location": "/*", "tdm-reservation": reserved}], safe=False)


def security(request: HttpRequest) -> HttpResponse:
    """Say where to write who has found a hole; there is no such page until a contact is named."""
    site = site_of(request)
    if not site.security_contact:
        raise Http404
    contact = site.security_contact
    lines = [
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {_expires()}",
        f"Preferred-Languages: {', '.join(dict.fromkeys([site.language, 'en']))}",
        f"Canonical: {absolute(reverse('security'))}",
    ]
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def security_before(request: HttpRequest) -> HttpResponse:
    """Lead from where such a file stood before it had a place of its own."""
    if not site_of(request).security_contact:
        raise Http404
    return redirect("security")


def change_password(request: HttpRequest) -> HttpResponse:
    """Lead password managers to where a password is changed."""
    return redirect("admin:password_change")


def _group(names: Sequence[str], *, let_in: bool) -> list[str]:
    rules = [f"Disallow: {path}" for path in NEVER] if let_in else ["Disallow: /"]
    return [*(f"User-agent: {name}" for name in names), *rules]


def _expires() -> str:
    """Return a day to come, the same for all of today."""
    day = (timezone.now() + SECURITY_HOLDS).date()
    return f"{day.isoformat()}T00:00:00Z"
