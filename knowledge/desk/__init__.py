"""What staff decide on prices: rows that wait, quotes that are public, sources that are asked again."""
