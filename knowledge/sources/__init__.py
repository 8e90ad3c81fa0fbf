"""Other sites that prices, jobs, notices and articles come from, one file each: it reads a page, and no more."""
