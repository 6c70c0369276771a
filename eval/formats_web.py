"""The same report as a web page, as the page that a browser prints, and as Markdown."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

from eval.formats import Report, pieces
from ingest.blocks import Block, CellText

__all__ = ["print_page", "to_html", "to_markdown", "to_print"]

_PRINT = (
    "@page{size:A4;margin:25mm;@bottom-center{content:counter(page)}}"
    "body{font-family:'Noto Serif CJK SC',serif;font-size:12pt;line-height:1.6}"
    "table{border-collapse:collapse}td{border:1px solid #888;padding:2pt 4pt}"
)


def to_html(report: Report) -> str:
    """The report as a web page with a menu, a footer, and footnotes linked both ways."""
    notes = "".join(
        f'<li id="fn{label}"><a href="#r{label}">{label}</a> {html.escape(note.text.text)}</li>'
        for label, note in report.notes.items()
    )
    return (
        f"{_head(report, 'p{margin:0}')}<nav><a href='/'>首页</a> <a href='/news'>新闻</a></nav><main>"
        f'{_body(report)}<section class="footnotes"><ol>{notes}</ol></section></main>'
        "<footer>版权所有 联系我们</footer></body></html>"
    )


def to_print(report: Report) -> str:
    """The report as a page to print: numbered notes at the end, each with a link back."""
    notes = "".join(
        f'<li id="fn{label}">{html.escape(note.text.text)} <a href="#r{label}">↩</a></li>'
        for label, note in report.notes.items()
    )
    return f"{_head(report, _PRINT)}{_body(report)}<ol>{notes}</ol></body></html>"


def _head(report: Report, style: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{html.escape(report.title)}</title>'
        f"<style>{style}</style></head><body>"
    )


def _body(report: Report) -> str:
    out: list[str] = []
    open_kind = ""
    for block in report.blocks:
        kind = {"row": "table", "item": "ul"}.get(block.kind, "")
        if open_kind and (kind != open_kind or (kind == "table" and block.gap)):
            out.append(f"</{open_kind}>")
            open_kind = ""
        if kind and not open_kind:
            out.append(f"<{kind}>")
            open_kind = kind
        out.append(_html_block(block, report))
    if open_kind:
        out.append(f"</{open_kind}>")
    return "\n".join(out)


def _html_block(block: Block, report: Report) -> str:
    if block.kind == "row":
        return "<tr>" + "".join(f"<td>{_html_runs(cell, report, link=False)}</td>" for cell in block.cells) + "</tr>"
    tag = {"heading": f"h{min(block.level or 1, 6)}", "item": "li"}.get(block.kind, "p")
    deeper = block.level or 0 if block.kind == "item" else 0
    return f"{'<ul>' * deeper}<{tag}>{_html_runs(block, report)}</{tag}>{'</ul>' * deeper}"


def _html_runs(block: Block | CellText, report: Report, *, link: bool = True) -> str:
    out = []
    for piece in pieces(block):
        text = html.escape(piece.text)
        if piece.mark and link and piece.text in report.notes:
            text = f'<sup><a id="r{text}" href="#fn{text}">{text}</a></sup>'
        elif piece.mark:
            text = f"<sup>{text}</sup>"
        out.append(f"<b>{text}</b>" if piece.bold else text)
    return "".join(out)


def to_markdown(report: Report) -> str:
    """The report as Markdown with pipe tables and ``[^1]`` notes."""
    out: list[str] = []
    before: Block | None = None
    for block in report.blocks:
        together = before is not None and before.kind == block.kind and block.kind in ("item", "row") and not block.gap
        out += [] if together else [""]
        if block.kind == "row":
            out.append(f"| {' | '.join(_markdown_runs(cell, report) for cell in block.cells)} |")
            out += [] if together else [f"|{' --- |' * len(block.cells)}"]
        else:
            prefix = {"heading": "#" * min(block.level or 1, 6) + " ", "item": "  " * (block.level or 0) + "- "}
            out.append(prefix.get(block.kind, "") + _markdown_runs(block, report))
        before = block
    out += [f"\n[^{label}]: {note.text.text}" for label, note in report.notes.items()]
    return "\n".join(out).strip() + "\n"


def _markdown_runs(block: Block | CellText, report: Report) -> str:
    out = []
    for piece in pieces(block):
        text = piece.text.replace("|", "\\|")
        if piece.mark and piece.text in report.notes and isinstance(block, Block):
            text = f"[^{text}]"
        elif piece.mark:
            text = f"<sup>{text}</sup>"
        out.append(f"**{text}**" if piece.bold and text.strip() else text)
    return "".join(out)


def print_page(page: Path, pdf: Path) -> Path:
    """Print a web page to PDF with Chromium.

    :raises FileNotFoundError: when Chromium is not installed.
    """
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise FileNotFoundError("chromium: install a browser that prints")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return pdf
