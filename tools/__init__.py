"""Running and testing Newsroom. These files run before anything is installed: standard library only."""
