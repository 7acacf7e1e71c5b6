"""What keeps a text, or some of it, for members: such a post was never whole for everybody."""

import re
from collections.abc import Mapping

_ACCESS = "_jetpack_newsletter_access"
_BLOCK = re.compile(
    r"<!--\s{0,9}wp:([\w-]{1,60}/(?:[\w-]{0,60}(?:paywall|subscriber-view|members?-only|restrict)[\w/-]{0,60}"
    r"|logged-in[\w/-]{0,60})|premium-content/[\w/-]{1,60})",
    re.IGNORECASE,
)
# Gates of the plugins there are: what they close over is named by their closing sign too.
_SHORTCODE = re.compile(
    r"(?<!\[)\[((?:members?|subscribers?|premium|paid|private|login|logged[-_]?in|registered|user)[-_]?(?:only|content|view)"
    r"|members?|memberships?|private|protected?|premium|paywall|subscribers?|restrict(?:ed)?|logged[-_]?in"
    r"|is[-_]?logged[-_]?in|members?[-_]logged[-_]in|members?[-_]access|login[-_]required|um_loggedin|s2if|wlm_private"
    r"|passster|hide[-_]content|content[-_]protector|mepr-(?:show|active)|swpm_protected|rcp_[\w-]{1,40}"
    r"|[\w-]{0,40}(?:restrict|paywall|hide-content)[\w-]{0,40})(?=[\s\]=])[^\[\]]{0,2000}\](?!\])",
    re.IGNORECASE,
)


def gate_of(content: str, fields: Mapping[str, str]) -> str:
    """Return the name of what kept a text for members there, "" where everybody could read it."""
    access = fields.get(_ACCESS, "")
    if access and access != "everybody":
        return access
    if "wp:" in content and (found := _BLOCK.search(content)):
        return found[1]
    if "[/" not in content:
        return ""
    lowered = content.lower()
    return next((one[1] for one in _SHORTCODE.finditer(content) if f"[/{one[1].lower()}]" in lowered), "")
