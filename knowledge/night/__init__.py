"""The night: other sites' prices, notices, articles and jobs come in, through gates, each source for itself.

`run.py` is one night; `gather.py` fetches and keeps pages, `prices.py` and `texts.py` take in what stands on them,
`judge.py` looks at a source as a whole, `due.py` says when it is time.
"""
