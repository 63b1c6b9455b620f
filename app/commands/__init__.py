"""The subcommands of `gatescope`, a file each. What they need is imported when they run: help must come at once."""
