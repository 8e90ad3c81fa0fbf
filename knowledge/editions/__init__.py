"""Articles and notices as staff write them: editions, their review, their publishing."""
