"""The text of an article: paragraphs out of HTML, from a known place or from where most of the page's words stand."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_BLOCKS = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "pre")


def paragraphs(html: str | Tag) -> str:
    """The words of each block on a line of its own, cells apart, without scripts and idle white space."""
    tree = BeautifulSoup(str(html), "lxml")
    for tag in tree.find_all(["script", "style", "noscript", "template"]):
        tag.decompose()
    for text in tree.find_all(string=True):
        # A comment is a string too, and would become words.
        if type(text) is NavigableString:
            text.replace_with(NavigableString(re.sub(r"\s+", " ", str(text))))
    for tag in tree.find_all(["br", "td", "th", *_BLOCKS]):
        tag.insert_after(" " if tag.name in ("td", "th") else "\n")
        if tag.name in _BLOCKS:
            tag.insert_before("\n")
    lines = (" ".join(line.split()) for line in tree.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


def main_text(html: str) -> str:
    """The words of the page's main part; empty where no part stands out."""
    # Not at the top: it brings lxml's cleaner into every process that only lists the sources.
    from readability import Document
    from readability.readability import Unparseable

    try:
        return paragraphs(Document(html).summary(html_partial=True))
    except Unparseable:
        return ""
