"""Reports with a clock: what farmers say went wrong, who owns it, when it is due, and what came of it."""
