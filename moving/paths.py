"""One way of writing an address of the site the newsroom had before."""

from urllib.parse import quote, unquote, urlsplit

LONGEST = 1000
# Between the parts of a path and of a query these mean something; written as %2F they are letters.
KEPT = "/:@!$&'()*+,;=-._~"


def as_kept(address: str) -> str:
    """Return the path and query of an address as the table keeps it, or "" if it is none.

    Letters are written as readers see them or as %C3%BC, with a slash at the end or without one, behind
    a host or not: it is one address. What stands behind # never reaches a server.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = "/" + quote(unquote(parts.path), safe=KEPT).strip("/")
    query = quote(unquote(parts.query), safe=KEPT + "?/")
    return f"{path}?{query}" if query else path
