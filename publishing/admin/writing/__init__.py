"""The desk a text is written at: one capability a file, composed in `publishing.admin.working_copies`."""
