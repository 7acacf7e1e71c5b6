"""What stands around every page: menu, colours, foot; a change of it is a change of all."""

from datetime import datetime

from masthead.site import site_at


def frame_mark(at: datetime) -> str:
    """Return what is another one as soon as any page would show anything else around its text."""
    return site_at(at).token
