"""The services whose posts and players may stand in a text."""

from urllib.parse import urlsplit

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "twitter.com": "X",
    "x.com": "X",
    "bsky.app": "Bluesky",
    "datawrapper.de": "Datawrapper",
    "dwcdn.net": "Datawrapper",
    "spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud",
}


def provider(url: str) -> str:
    """Name the service an address belongs to, or return nothing for one that is not allowed."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return ""
    labels = (parts.hostname or "").split(".")
    return PROVIDERS.get(".".join(labels[-2:]), "")
