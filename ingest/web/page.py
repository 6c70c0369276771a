"""A parsed web page: which part of it is the text, and which is menus and other furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["SILENT", "Element", "find_main", "is_furniture", "is_hidden", "meta", "parse", "tag_of", "words"]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements whose content is never shown as text.
SILENT = words(
    "script style noscript template head title meta link svg math iframe object embed canvas audio video map area "
    "select option datalist textarea input progress meter dialog"
)
_FURNITURE = frozenset({"nav", "aside", "footer", "form", "button", "menu"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumb|sidebar|side|footer|foot|header|head|top|share|sharing|"
    r"social|related|recommend|comments?|copyright|toolbar|tools|pagination|pager|advert|ads?|banner|cookies?|popup|"
    r"modal|logo|search|friendlink|links?|qrcode)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DESCEND = frozenset({"body", "div", "section", "article", "main", "td", "tr", "tbody", "table", "center", "form"})
_MOST = 0.75  # share of the text that the main part holds
_SMALL = 0.2  # share of the text from which a part is no menu, whatever its name
_TAG = re.compile(r"<[^<>]*>")
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.DOTALL | re.IGNORECASE)
_NUL = re.compile("[\x00\ufffe\uffff\ud800-\udfff]")


def parse(text: str) -> Element | None:
    """The root of a page; ``None`` when there is nothing in it."""
    text = _NUL.sub("", text)
    # The text is already decoded: what the page says about its encoding no longer counts.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # nothing but white space and comments
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        # libxml2 gives up on elements thousands deep, and loses what is in them: read the page without its structure.
        flat = "".join(f"<p>{piece}</p>" for piece in _TAG.split(_SCRIPT.sub(" ", text)) if piece.strip())
        root = etree.fromstring(flat.encode("utf-8"), parser) if flat else None
    return root


def tag_of(element: Element) -> str:
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def meta(root: Element, *names: str) -> str | None:
    """The content of the first ``<meta>`` of one of these names."""
    for item in root.iter("meta"):
        name = (item.get("name") or item.get("property") or "").lower()
        if name in names and (item.get("content") or "").strip():
            return " ".join((item.get("content") or "").split())
    return None


def _weights(root: Element) -> dict[Element, int]:
    """Characters of text outside links in each element."""
    weights: dict[Element, int] = {}
    order = list(root.iter())
    for element in reversed(order):
        tag = tag_of(element)
        if tag in SILENT or tag == "a" or not tag:
            weights[element] = 0
            continue
        own = len((element.text or "").strip())
        weights[element] = own + sum(weights.get(item, 0) + len((item.tail or "").strip()) for item in element)
    return weights


def find_main(root: Element) -> tuple[Element, dict[Element, int]]:
    """The element that holds the text of the page, with the weight of each element."""
    body = next(root.iter("body"), root)
    weights = _weights(body)
    for name in ("main", "article"):
        named = [e for e in body.iter(name)]
        if len(named) == 1 and weights.get(named[0], 0) >= 0.4 * max(weights[body], 1):
            return named[0], weights
    role = [e for e in body.iter() if e.get("role") == "main"]
    if len(role) == 1:
        return role[0], weights
    node = body
    while True:
        inner = [e for e in node if tag_of(e) in _DESCEND and weights[e] >= _MOST * weights[node] > 0]
        if not inner or (tag_of(inner[0]) == "table" and _is_data(inner[0])):
            return node, weights
        node = inner[0]


def _is_data(table: Element) -> bool:
    """Whether a table shows data rather than laying out a page."""
    rows = list(table.iter("tr"))
    nested = any(True for e in table.iter("table") if e is not table)
    return not nested and len(rows) > 2 and max((len(row) for row in rows), default=0) > 1


def is_furniture(element: Element, weights: dict[Element, int], whole: int) -> bool:
    """Whether an element is a menu, footer or the like."""
    tag = tag_of(element)
    if tag in _FURNITURE or (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header":
        return not any(True for _ in element.iter("h1", "h2"))
    if tag in ("div", "ul", "section", "table", "p", "span", "td", "dl"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        small = weights.get(element, 0) < _SMALL * max(whole, 1)
        return small and bool(_NAMES.search(names)) and not any(True for _ in element.iter("h1"))
    return False


def links(element: Element) -> Iterator[Element]:
    """The links in an element."""
    return (a for a in element.iter("a") if a.get("href"))
