"""Why an export cannot be made or read, in a sentence."""


class CannotLeave(Exception):
    """Nothing was exported, or an export cannot be read; the message says why."""
