"""Passages and text that the tests of the app share."""

import html
import re

from records import Citation, Passage

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "![图](https://example.org/pixel.png)",
    "[点击](javascript:alert(1))",
    '" onmouseover="alert(1)',
    "</details></article><h1>假标题</h1>",
    "&lt;b&gt; &amp; <b>",
]
TAG = re.compile(r"<[^>]*>")


def passage(text="正文", **more):
    fields = {
        "id": "a:1",
        "document": "a",
        "label": "1",
        "section": ("一、概况",),
        "page": None,
        "form": "paragraph",
        "type": "achievement",
        "text": text,
        "citation": Citation("报告", None, "第1段"),
        "position": 0,
    }
    return Passage(**{**fields, **more})


def words(markup):
    return html.unescape(TAG.sub("", markup))
