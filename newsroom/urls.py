"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles.views import article
from colleagues import before_login
from colleagues.logins import pages as logins
from colleagues.second_factor import steps
from desk.finding.views import to_edit
from masthead import crawlers, identity
from newsroom import faults, health
from pages.views import page
from profiles.views import people
from reading import feeds, sitemaps
from reading import views as listed
from reading.person_page import person
from reading.search import views as found
from reading.source_page import source

urlpatterns = [
    path("", listed.home, name="home"),
    path("articles/<slug:slug>/", article, name="article"),
    path("people/", people, name="people"),
    path("people/<slug:slug>/", person, name="person"),
    path("people/<slug:slug>/feed/", feeds.person_feed, name="person-feed"),
    path("references/<slug:address>/", source, name="reference"),
    path("tags/", listed.tags, name="tags"),
    # A tag's address may hold letters of any script.
    re_path(r"^tags/(?P<slug>[-\w]+)/$", listed.tag, name="tag"),
    re_path(r"^tags/(?P<slug>[-\w]+)/feed/$", feeds.tag_feed, name="tag-feed"),
    path("search/", found.search, name="search"),
    path("search/starting/", found.suggestions, name="search-starting"),
    path("opensearch.xml", found.description, name="opensearch"),
    path("feed/", feeds.site_feed, name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news-sitemap"),
    re_path(
        r"^sitemap-(?P<kind>[a-z]+)-(?P<letter>[a-z2-9]{1,2})\.xml$",
        sitemaps.sitemap_file,
        name="sitemap-letter",
    ),
    re_path(r"^sitemap-(?P<kind>[a-z]+)\.xml$", sitemaps.sitemap_file, name="sitemap-kind"),
    path("style/<slug:digest>.css", identity.style, name="style"),
    path("favicon.ico", identity.icon, name="icon"),
    path("site.webmanifest", identity.manifest, name="manifest"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("security.txt", crawlers.security_before, name="security-before"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path(".well-known/tdmrep.json", crawlers.reservation, name="reservation"),
    path(".well-known/change-password", crawlers.change_password, name="change-password"),
    path("health/", health.ready, name="health"),
    path("health/live/", health.live, name="health-live"),
    path("", include("images.urls")),
    # Whatever stands behind it, be it a page's address or nonsense.
    re_path(r"^edit/(?P<path>(?s:.*))$", to_edit, name="edit"),
    # For people who are not logged in yet.
    # A link has no stroke at its end, which a mail program could leave out; one that comes with it works too.
    re_path(r"^admin/join/(?P<token>[^/]+)/?$", before_login.join, name="join"),
    re_path(r"^admin/password/(?P<token>[^/]+)/?$", before_login.choose_password, name="choose-password"),
    path("admin/login/code/", steps.code, name="login-code"),
    path("admin/login/second-factor/", steps.factor, name="login-factor"),
    re_path(r"^admin/not-me/(?P<token>[^/]+)/?$", logins.not_me, name="not-me"),
    path("admin/forgotten/", before_login.forgotten, name="forgotten"),
    path("admin/", admin.site.urls),
    # Last, so that nothing else is hidden; pages.models.reserved keeps pages from being hidden by the others.
    path("<slug:slug>/", page, name="page"),
]

handler400 = faults.bad_request
handler403 = faults.not_permitted
handler404 = faults.not_found
handler500 = faults.server_error
