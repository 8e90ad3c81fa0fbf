"""Jobs and trade that people post: from the first word to what became of it, and the lists of what is open to all."""

from knowledge.posts.listed import A_PAGE, MOST_PAGES, Page, goods, goods_here, jobs, jobs_here
from knowledge.posts.one import find_goods, find_job

__all__ = ["A_PAGE", "MOST_PAGES", "Page", "find_goods", "find_job", "goods", "goods_here", "jobs", "jobs_here"]
