"""Jobs and goods that are open to all, approved and not over, as the farmers' pages list them."""

from knowledge.postings.listed import A_PAGE, MOST_PAGES, Page, goods, goods_here, jobs, jobs_here
from knowledge.postings.one import find_goods, find_job

__all__ = ["A_PAGE", "MOST_PAGES", "Page", "find_goods", "find_job", "goods", "goods_here", "jobs", "jobs_here"]
