"""The night from other sites to farmers, on stand-ins; `python -m tests.night` measures it."""
