"""Where somebody is logged in, on which devices they were before, and what they are told of it."""
