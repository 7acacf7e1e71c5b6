"""The desk a text is written on: one mixin for each thing it can do, composed in `working_copies`."""
