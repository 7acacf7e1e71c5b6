vcl 4.1;

# Varnish 7 with varnish-modules (xkey) in front of Newsroom. docs/deploying.md says how to use it.
# Seven places are for you: they end with “yours”.

import std;
import xkey;

backend newsroom {
    .host = "127.0.0.1"; # yours: where Newsroom listens
    .port = "8000"; # yours
    .host_header = "127.0.0.1";
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
    .between_bytes_timeout = 10s;
    .max_connections = 200;
    .probe = {
        .url = "/health/";
        .interval = 1s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# The same, asked though it is not well: by colleagues, whom it gives back what they typed when that cannot be
# saved, and for pages that have changed or are not here, which it may have, or miss in the newsroom's own words
# and look.
backend newsroom_anyway {
    .host = "127.0.0.1"; # yours: as above
    .port = "8000"; # yours
    .host_header = "127.0.0.1";
    .connect_timeout = 2s;
    .first_byte_timeout = 5s;
    .between_bytes_timeout = 10s;
    .max_connections = 200;
}

# Who may have pages dropped: Newsroom's own machines, which also send the secret.
acl may_purge {
    "127.0.0.1"; # yours
    "::1";
}

# Who stands in front of this and says truly whether a reader came by https: your TLS proxy.
acl in_front {
    "127.0.0.1";
    "::1";
}

sub newsroom_site {
    # The only host answered for; whatever port came with it.
    set req.http.X-Site = "news.example.org"; # yours: the host of SITE_URL
}

sub newsroom_purge {
    # The file holds what PURGE_VARNISH_SECRET holds. An empty file lets nobody in.
    if (client.ip !~ may_purge || req.http.X-Purge-Secret !~ "." || req.http.X-Purge-Secret !=
        regsuball(std.fileread("/etc/varnish/newsroom-purge-secret"), "\s", "")) { # yours
        return (synth(403, "Not permitted"));
    }
    if (req.http.X-Purge-Hard) {
        set req.http.X-Count = xkey.purge(req.http.X-Purge-Hard);
    } elsif (req.http.X-Purge-Soft) {
        set req.http.X-Count = xkey.softpurge(req.http.X-Purge-Soft);
    }
    return (synth(200, "Purged"));
}

sub vcl_recv {
    if (req.restarts == 0) {
        unset req.http.X-Stale;
        unset req.http.X-Anew;
    }
    set req.hash_always_miss = false;
    if (req.http.X-Anew) {
        set req.hash_always_miss = true;
        unset req.http.X-Anew;
    }
    if (req.method == "PURGE") {
        call newsroom_purge;
    }
    unset req.http.X-Purge-Secret;
    unset req.http.X-Purge-Hard;
    unset req.http.X-Purge-Soft;

    call newsroom_site;
    if (regsub(std.tolower(req.http.Host), ":[0-9]+$", "") != req.http.X-Site) {
        return (synth(421, "Misdirected Request"));
    }
    set req.http.Host = req.http.X-Site;
    unset req.http.X-Site;
    # The origin asks for the proxy's word alone, and for no other name of the host or the address.
    if (client.ip !~ in_front || req.http.X-Forwarded-Proto != "https") {
        set req.http.X-Forwarded-Proto = "http";
    }
    unset req.http.Forwarded;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Port;
    unset req.http.X-Forwarded-Prefix;
    unset req.http.X-Original-URL;
    unset req.http.X-Rewrite-URL;
    unset req.http.X-HTTP-Method-Override;

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Colleagues' pages, and the few pictures that only colleagues see. What is written with % to look like
    # something else is kept neither: the origin says so in its answer.
    if (req.url ~ "^/(admin|edit)(/|\?|$)" || req.url ~ "^/health/") {
        return (pass);
    }
    if (req.url ~ "^/images/" && req.http.Cookie ~ "(^|;\s*)(__Secure-)?newsroom_session=") {
        return (pass);
    }

    # A reader's page depends on its address alone.
    unset req.http.Cookie;
    unset req.http.Authorization;
    unset req.http.Accept-Language;
    unset req.http.X-Request-ID;
    unset req.http.Cache-Control;
    unset req.http.Pragma;
    # Where somebody came from is not part of it.
    if (req.url ~ "[?&](utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=") {
        set req.url = regsuball(req.url, "([?&])(utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=[^&]*", "\1");
        set req.url = regsuball(regsub(req.url, "\?&+", "?"), "&&+", "&");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    # Brotli reaches readers where Varnish is started with -p http_gzip_support=off; gzip always does.
    if (req.http.Accept-Encoding ~ "(^|[,\s])br\s*(,|$)") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(^|[,\s])gzip\s*(,|$)") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    # How long a page may be shown after its time: while the origin is well only as long as it takes to ask it
    # in the background; while it is away as long as the page itself allows (vcl_backend_response).
    if (req.http.X-Stale || !std.healthy(newsroom)) {
        set req.grace = 7d;
    } else {
        set req.grace = 60s;
    }
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_hit {
    # A soft purge must not lengthen what a page was allowed: past its last second it is as good as gone.
    if (obj.age >= std.duration(obj.http.X-Longest, 0s)) {
        set req.http.X-Anew = "yes";
        return (restart);
    }
    # Purged softly (its time ended earlier or later than it would have by itself): asked anew before anybody
    # sees it, also while the origin counts as away, since one that was only slow would answer with the change.
    # Only where that fails is the earlier version shown.
    if (!req.http.X-Stale && obj.ttl <= 0s) {
        if (obj.ttl + obj.age < std.duration(obj.http.X-Lifetime, 0s) - 0.1s ||
            obj.ttl + obj.age > std.duration(obj.http.X-Lifetime, 0s) + 0.1s) {
            set req.http.X-Anew = "yes";
            return (restart);
        }
    }
    return (deliver);
}

sub vcl_backend_fetch {
    if (!std.healthy(newsroom)) {
        set bereq.backend = newsroom_anyway;
    }
    if (bereq.url ~ "^/admin/") {
        # A large picture is made into its sizes before the answer.
        set bereq.first_byte_timeout = 120s;
    }
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.status >= 500) {
        if (bereq.is_bgfetch) {
            # What is there stays for as long as it may.
            return (abandon);
        }
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    if (beresp.http.Cache-Control !~ "(^|,\s*)public\s*(,|$)" || beresp.http.Set-Cookie ||
        beresp.http.Vary ~ "\*|[Cc]ookie|[Aa]uthorization|[Ll]anguage") {
        # Known for a while, so that those who ask at once, say for an old address, do not wait for each other.
        set beresp.uncacheable = true;
        set beresp.ttl = 10s;
        return (deliver);
    }
    if (beresp.http.Cache-Control ~ "stale-if-error=[0-9]+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
    } elsif (beresp.http.Cache-Control ~ "stale-while-revalidate=[0-9]+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, "^.*stale-while-revalidate=([0-9]+).*$", "\1s"), 0s);
    }
    set beresp.http.X-Lifetime = beresp.ttl + "s";
    set beresp.http.X-Longest = (beresp.ttl + beresp.grace) + "s";
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    unset beresp.http.Surrogate-Key;
    unset beresp.http.Cache-Tag;
    unset beresp.http.X-Request-ID;
    return (deliver);
}

sub vcl_backend_error {
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "10";
    set beresp.body = "The site does not answer just now. Please try again in a moment." + {"
"};
    return (deliver);
}

sub vcl_deliver {
    # The origin failed, and is asked for a page that may still be here.
    if (resp.status >= 500 && req.restarts < 2 && !req.http.X-Stale && !req.http.Cookie &&
        (req.method == "GET" || req.method == "HEAD") && req.url !~ "^/(admin|edit)(/|\?|$)") {
        set req.http.X-Stale = "yes";
        return (restart);
    }
    # What was told to this proxy is none of its readers' business: what a page shares with others, until
    # when it stays as it is, how long it has been here.
    if (resp.http.Cache-Control ~ "s-maxage") {
        set resp.http.Cache-Control =
            regsuball(resp.http.Cache-Control, ",\s*(s-maxage|stale-while-revalidate|stale-if-error)=[0-9]+", "");
    }
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
    unset resp.http.X-Lifetime;
    unset resp.http.X-Longest;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.Age;
    return (deliver);
}

sub vcl_synth {
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (resp.status == 200 && req.http.X-Count) {
        set resp.body = req.http.X-Count + {"
"};
    } else {
        set resp.body = resp.reason + {"
"};
    }
    return (deliver);
}
