"""Colleagues from the first invitation to the last day: joining, passwords, own settings, leaving."""
