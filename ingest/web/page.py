"""A parsed web page: which part of it is the text, and which is menus and other furniture."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from ingest.labels import read_label

__all__ = [
    "ENDED",
    "SILENT",
    "Element",
    "begins_paragraph",
    "breaks_paragraphs",
    "find_main",
    "is_furniture",
    "is_hidden",
    "is_link_list",
    "links",
    "meta",
    "parse",
    "tag_of",
    "words",
]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements whose content is never shown as text.
SILENT = words(
    "script style noscript template head title meta link svg math iframe object embed canvas audio video map area "
    "select option datalist textarea input progress meter dialog"
)
#: The end of a sentence.
ENDED = re.compile(r"[。！？；：!?;:…][”’\"』」）)》]*\s*$")
_FURNITURE = frozenset({"nav", "aside", "footer", "form", "button", "menu"})
_ROLES = words("navigation banner contentinfo search complementary menu menubar toolbar dialog alertdialog")
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumb|sidebar|side|footer|foot|header|head|top|share|sharing|"
    r"social|related|recommend|comments?|copyright|toolbar|tools|pagination|pager|advert|ads?|banner|cookies?|popup|"
    r"modal|logo|search|friendlink|links?|qrcode)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DESCEND = frozenset({"body", "div", "section", "article", "main", "td", "tr", "tbody", "table", "center", "form"})
_SHORT_LINE, _LONG_LINE = 12, 60  # characters
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


def breaks_paragraphs(parent: Element | None) -> bool:
    """Whether the ``<br>`` in an element end paragraphs: most of the longer lines end sentences, or are long."""
    if parent is None:
        return False
    lines = [parent.text or ""]
    for item in parent:
        if tag_of(item) == "br":
            lines.append("")
        else:
            lines[-1] += "".join(item.itertext())
        lines[-1] += item.tail or ""
    longer = [line.strip() for line in lines if len(line.strip()) > _SHORT_LINE]
    ended = sum(bool(ENDED.search(line)) or len(line) > _LONG_LINE for line in longer)
    return len(longer) > 1 and 2 * ended > len(longer)


def begins_paragraph(before: str, line: str) -> bool:
    """Whether a line after ``<br>`` begins a paragraph, and is not the next line of a title set in several."""
    if line.startswith(("\u3000\u3000", "\xa0\xa0")) or len(line.strip()) > _SHORT_LINE:
        return True
    return read_label(line.strip()) is not None or read_label(before.strip().rsplit("\n", 1)[-1].strip()) is not None


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


def is_link_list(element: Element, tag: str, weight: int, marks: Container[Element]) -> bool:
    """Whether a block holds nothing but links: then it is a menu, however it is called.

    :param weight: characters of its text outside links.
    :param marks: links that are note marks, and blocks that are notes.
    """
    if tag not in ("ul", "ol", "div", "table", "td", "p", "dl", "section"):
        return False
    found = list(links(element))
    if len(found) < 4 or any(link in marks for link in found) or any(item in marks for item in element.iter()):
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in found)
    return weight < 0.15 * linked and linked / len(found) < 40
