"""Why a backup cannot be made, read or brought back, in a sentence."""


class BackupError(Exception):
    """Nothing was backed up or brought back; the message says why, and what helps."""
