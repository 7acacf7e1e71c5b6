"""Bringing in from the admin: files and pasted texts wait, are read, looked at, and become drafts."""
