"""Files that would hang a reader, eat its memory or unpack to gigabytes, made here; and what reading each one costs."""

from __future__ import annotations

import io
import os
import random
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx

from errors import SourceError
from eval.measurement import Measurement, Row
from index.prepared import prepare
from ingest.files import fingerprint, read_apart
from settings import Settings

__all__ = ["HAZARDS", "Cost", "Costs", "evaluate_limits", "measure"]

_MIB = 2**20
_SENTENCE = "国内生产总值达到{}万亿元，增长{}%，城镇新增就业{}万人，居民消费价格上涨{}%，国际收支基本平衡。"
_EVERY = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost(Row):
    """What one file costs: seconds by the clock, the most memory of all children together (MB), and what came of it."""

    name: str
    size: float
    seconds: float
    memory: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Costs(Measurement):
    """What was measured."""

    costs: tuple[Cost, ...]

    def to_dict(self) -> dict[str, Any]:
        return {**Measurement.to_dict(self), "files": [cost.to_dict() for cost in self.costs]}

    def text(self) -> str:
        lines = [f"{'file':42} {'MB':>6} {'seconds':>8} {'memory':>7}  outcome"]
        lines += [f"{c.name:42} {c.size:6.1f} {c.seconds:8.1f} {c.memory:7.0f}  {c.outcome}" for c in self.costs]
        return "\n".join(lines)


def evaluate_limits(settings: Settings) -> Costs:
    """Read each hazard as an import would, under the limits of ``settings``."""
    costs = []
    for name, make in HAZARDS.items():
        with TemporaryDirectory() as folder:
            costs.append(measure(name, make(Path(folder)), settings))
    return Costs(*Measurement.head(), tuple(costs))


def measure(name: str, path: Path, settings: Settings) -> Cost:
    """Read one file in a guarded child; memory is told on Linux only."""
    start = time.monotonic()
    with _peak() as peak:
        try:
            sha256, data = fingerprint(path, settings)
            names: dict[str, Any] = {"aliases": None, "stem": path.stem, "shown": path.name}
            report = read_apart(path, data, sha256, settings, **names, then=prepare).report
            pages = f"{report.pages} pages, " if report.pages else ""
            outcome = f"read: {pages}{report.passages} passages, {len(report.warnings)} warnings"
        except SourceError as error:
            outcome = error.reason
    seconds = time.monotonic() - start
    return Cost(name, round(path.stat().st_size / _MIB, 1), round(seconds, 1), round(peak[0] / _MIB), outcome)


@contextmanager
def _peak() -> Iterator[list[int]]:
    """The most bytes that all descendants of this process hold at one time, looked at again and again."""
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            most[0] = max(most[0], sum(map(_resident, _descendants(os.getpid()))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def _descendants(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(n) for task in tasks for n in (task / "children").read_text(encoding="ascii").split()]
    except OSError:  # it has just ended, or there is no such place
        return []
    return children + [n for child in children for n in _descendants(child)]


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


# -- the files ----------------------------------------------------------------------------------------------------


def _sentences(chance: random.Random, count: int) -> str:
    return "".join(_SENTENCE.format(*(chance.randrange(1, 99) for _ in range(4))) for _ in range(count))


def _canvas(path: Path, *, compressed: bool = True) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(str(path), pageCompression=int(compressed), invariant=1)


def _text_page(canvas: Any, chance: random.Random, lines: int = 36) -> None:
    """Paragraphs of three lines, the first one set in, numbered now and then."""
    canvas.setFont("STSong-Light", 12)
    for start in range(0, lines, 3):
        label = f"{chance.randrange(1, 400)}. " if chance.random() < 0.3 else ""
        text = label + _sentences(chance, 3)
        for number, (x, low, high) in enumerate(((96, 0, 34), (72, 34, 70), (72, 70, 95))):
            canvas.drawString(x, 770 - 19 * (start + number), text[low:high] + ("。" if number == 2 else ""))


def long_pdf(folder: Path) -> Path:
    path = folder / "long.pdf"
    canvas, chance = _canvas(path), random.Random(1)
    for _ in range(1000):
        _text_page(canvas, chance)
        canvas.showPage()
    canvas.save()
    return path


def pictures_pdf(folder: Path) -> Path:
    """500 pages with four different pictures each."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    path = folder / "pictures.pdf"
    canvas, chance = _canvas(path), random.Random(2)
    for _ in range(500):
        _text_page(canvas, chance, 18)
        for place in range(4):
            image = Image.frombytes("RGB", (120, 120), chance.randbytes(120 * 120 * 3))
            canvas.drawImage(ImageReader(image), 72 + 110 * place, 100, 100, 100)
        canvas.showPage()
    canvas.save()
    return path


def drawing_pdf(folder: Path) -> Path:
    """A text, a map of two million lines, a text."""
    path = folder / "map.pdf"
    canvas, chance = _canvas(path), random.Random(3)
    _text_page(canvas, chance)
    canvas.showPage()
    line = "{} {} m {} {} l S\n"
    canvas._code.append("".join(line.format(*(chance.randrange(800) for _ in range(4))) for _ in range(2_000_000)))
    canvas.showPage()
    _text_page(canvas, chance)
    canvas.save()
    return path


def hanging_pdf(folder: Path) -> Path:
    """A text, a page that draws a form of 20,000 lines 1,900 times, a text."""
    path = folder / "hanging.pdf"
    canvas, chance = _canvas(path), random.Random(4)
    canvas.beginForm("chart")
    canvas._code.append("0 0 m 1 1 l S\n" * 20_000)
    canvas.endForm()
    _text_page(canvas, chance)
    canvas.showPage()
    _text_page(canvas, chance)
    for _ in range(1900):
        canvas.doForm("chart")
    canvas.showPage()
    _text_page(canvas, chance)
    canvas.save()
    return path


def bomb_pdf(folder: Path) -> Path:
    """A text, and a page whose 1 MB unpacks to a gigabyte."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, StreamObject

    plain = folder / "plain.pdf"
    canvas = _canvas(plain)
    _text_page(canvas, random.Random(5))
    canvas.showPage()
    _text_page(canvas, random.Random(5))
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(plain))
    stream: StreamObject = DecodedStreamObject()
    packed = _packed(1024 * _MIB)
    stream._data = packed
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream[NameObject("/Length")] = NumberObject(len(packed))
    writer.pages[1][NameObject("/Contents")] = writer._add_object(stream)
    path = folder / "bomb.pdf"
    writer.write(path)
    return path


def _packed(size: int) -> bytes:
    import zlib

    packer, parts = zlib.compressobj(9), []
    block = b"0 0 m 1 1 l S  \n" * (_MIB // 16)
    for _ in range(size // _MIB):
        parts.append(packer.compress(block))
    return b"".join((*parts, packer.flush()))


def long_word(folder: Path) -> Path:
    return _word(folder / "long.docx", 30, 1000)


def bomb_word(folder: Path) -> Path:
    """A Word file whose text unpacks to a gigabyte."""
    return _word(folder / "bomb.docx", 7000, 1000)


def _word(path: Path, times: int, paragraphs: int) -> Path:
    """A Word file with the same so many paragraphs again and again."""
    buffer, chance = io.BytesIO(), random.Random(6)
    docx.Document().save(buffer)
    texts = (_sentences(chance, 1) for _ in range(paragraphs))
    block = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts).encode()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for item in old.infolist():
            if item.filename != "word/document.xml":
                new.writestr(item, old.read(item))
        with new.open("word/document.xml", "w", force_zip64=True) as stream:
            space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            stream.write(f"<w:document {space}><w:body>".encode())
            for _ in range(times):
                stream.write(block)
            stream.write(b"</w:body></w:document>")
    return path


def long_web(folder: Path) -> Path:
    """A web page of 50 MB."""
    path, chance = folder / "long.html", random.Random(7)
    block = "".join(f"<p>{_sentences(chance, 2)}</p>\n" for _ in range(2000)).encode()
    path.write_bytes(b"<html><meta charset=utf-8><body>" + block * (50 * _MIB // len(block)))
    return path


def deep_web(folder: Path) -> Path:
    path = folder / "deep.html"
    path.write_text("<html><body>" + "<div>" * 200_000 + _sentences(random.Random(8), 9), encoding="utf-8")
    return path


def long_text(folder: Path) -> Path:
    """A text of 19 MB, one less than is taken."""
    path, chance = folder / "long.txt", random.Random(9)
    block = "".join(f"{_sentences(chance, 2)}\n\n" for _ in range(2000)).encode()
    path.write_bytes(block * (19 * _MIB // len(block)))
    return path


HAZARDS: dict[str, Callable[[Path], Path]] = {
    "PDF, 1000 pages of prose": long_pdf,
    "PDF, 500 pages with four pictures each": pictures_pdf,
    "PDF, one page of two million lines": drawing_pdf,
    "PDF, one page that takes hours": hanging_pdf,
    "PDF, one page that unpacks to 1 GB": bomb_pdf,
    "Word, 30,000 paragraphs": long_word,
    "Word, unpacks to 1 GB": bomb_word,
    "web page of 50 MB": long_web,
    "web page nested 200,000 deep": deep_web,
    "text of 19 MB": long_text,
}
