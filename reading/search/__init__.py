"""Search for readers: what is live, by its words."""
