"""Readers of formats: from bytes or a clipboard to the one form, each by itself."""
