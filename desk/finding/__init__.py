"""Find anything: by name, by a pasted address, or by its key."""
