"""What is wrong with the site, and what to do about it (docs/doctor.md)."""
