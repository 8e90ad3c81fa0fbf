"""Gates that a fact must pass before a farmer may read it."""
