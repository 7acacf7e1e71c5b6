"""Overwriting the personal data of a colleague or of a person, everywhere it is kept."""
