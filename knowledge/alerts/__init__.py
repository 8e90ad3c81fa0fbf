"""Prices that people wait for: what they said, which market it is read from, and when it has crossed."""
