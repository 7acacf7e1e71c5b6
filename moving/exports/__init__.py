"""Reading what other systems export: posts one after the other, whatever the size of the archive."""
