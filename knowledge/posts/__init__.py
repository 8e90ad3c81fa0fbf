"""Jobs and trade that farmers post by message: from the first word to what became of it."""
