"""Text layers that say something else than the page shows are kept out; honest ones, be they ever so rare, are not."""

from __future__ import annotations

import random
import string

import pytest

from ingest.pdf import read_pdf
from ingest.pdf.quality import fault
from ingest.pdf.runs import Layout, Run
from tests.conftest import REPORTS
from tests.make_pdf import Pdf, joined
from tests.test_pdf import A, B

CHINESE = REPORTS.read_text("utf-8")[3000:4500]
ENGLISH = (
    "The Ministers welcomed the steady progress that member countries have made in implementing the programme, "
    "notwithstanding the disruption caused by the pandemic. Customs administrations exchanged information before the "
    "goods arrived, and certificates were recognised by an increasing number of neighbouring economies. "
)
THOUSAND = (
    "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜金生麗水玉出昆岡劍號巨闕珠稱夜光果珍李柰菜重芥薑海鹹河淡鱗潛羽翔"
    "龍師火帝鳥官人皇始制文字乃服衣裳推位讓國有虞陶唐弔民伐罪周發殷湯坐朝問道垂拱平章愛育黎首臣伏戎羌遐邇壹體率賓歸王鳴鳳在樹白駒食場化被草木賴及萬方"
    "蓋此身髮四大五常恭惟鞠養豈敢毀傷女慕貞絜男效才良知過必改得能莫忘罔談彼短靡恃己長信使可覆器欲難量墨悲絲染詩讚羔羊"
)
ANALECTS = (
    "子曰：學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？有子曰：其為人也孝弟，而好犯上者，鮮矣；"
    "不好犯上，而好作亂者，未之有也。君子務本，本立而道生。孝弟也者，其為仁之本與！子曰：巧言令色，鮮矣仁！曾子曰：吾日三省吾身："
    "為人謀而不忠乎？與朋友交而不信乎？傳不習乎？子曰：道千乘之國，敬事而信，節用而愛人，使民以時。子曰：弟子入則孝，出則弟，"
    "謹而信，汎愛眾，而親仁，行有餘力，則以學文。"
)
JAPANESE = (
    "日本国民は、正当に選挙された国会における代表者を通じて行動し、われらとわれらの子孫のために、諸国民との協和による成果と、"
    "わが国全土にわたって自由のもたらす恵沢を確保し、政府の行為によって再び戦争の惨禍が起ることのないやうにすることを決意し、"
) * 4
NAMES = (
    "郑堃、谢旖、韩翊、唐晖、冯巍、于洪波、董昕、萧邺、程颢、曹頔、袁劼、邓濂、许昱、傅莹、沈昶、曾宪梓、彭湃、吕骥、卢嘉锡、蒋旻、"
    "蔡邕、贾谊、丁颖、魏徵、薛涛、阎崇年、徐鑫、孙喆、胡玥、朱珺、高翀、林晟、何淼、郭昊、马骁、罗旻、梁翯、宋玮琦、赵敏、黄磊、"
) * 2
KOREAN = "모든 국민은 인간으로서의 존엄과 가치를 가지며 행복을 추구할 권리를 가진다 " * 6
POLISH = "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. " * 6
CODES = "CAREC ADB UNESCAP AIIB NDB EBRD IsDB WTO ITC UNCTAD GDP ICT SPS TBT ECO SASEC BIMSTEC ASEAN APEC " * 5


def page(text):
    return Layout(595, 842, [Run(text, 72, 500, 700, 12)], [])


def as_if(text, characters):
    """The text with each of its characters read as one of ``characters``, as by a font with a wrong table."""
    chance = random.Random(7)
    table = {char: chance.choice(characters) for char in sorted(set(text)) if not char.isspace()}
    return "".join(table.get(char, char) for char in text)


def mixed_up(text):
    chance = random.Random(7)
    characters = sorted(set(text) - set(string.whitespace))
    others = characters[:]
    chance.shuffle(others)
    return text.translate(dict(zip(map(ord, characters), others, strict=True)))


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(ord(c) + 1) if c >= "一" else c for c in CHINESE),
        as_if(CHINESE, [chr(c) for c in range(0x4E00, 0x9FA5)]),
        as_if(CHINESE, [chr(c) for c in range(0xE000, 0xF000)]),
        as_if(CHINESE, [chr(c) for c in range(0xAC00, 0xD7A3)]),
        as_if(CHINESE, [chr(c) for c in range(0xA1, 0x180)]),
        as_if(CHINESE, string.ascii_letters),
        as_if(CHINESE, ["\ufffd"]),
        mixed_up(CHINESE),
        "".join(chr(ord(c) - 31) if c.islower() else c for c in ENGLISH),
        "".join(chr((ord(c) - 96) % 26 + 97) if c.islower() else c for c in ENGLISH),
        mixed_up(ENGLISH.lower() * 2),
        as_if(ENGLISH, [chr(c) for c in range(0x4E00, 0x9FA5)]),
    ],
    ids=["next", "rare", "private", "hangul", "marked", "latin", "none", "mixed", "numbers", "shift", "letters", "han"],
)
def test_a_text_layer_with_wrong_characters_is_garbled(text):
    assert "garbled" in (fault(page(text)) or "")


@pytest.mark.parametrize(
    "text",
    [CHINESE, ENGLISH, THOUSAND, ANALECTS, ANALECTS * 2, JAPANESE, NAMES, KOREAN, POLISH, CODES, "1,234.5 8.1% " * 90],
    ids=[
        "report",
        "english",
        "thousand",
        "analects",
        "twice",
        "japanese",
        "names",
        "korean",
        "polish",
        "codes",
        "data",
    ],
)
def test_honest_pages_are_not_garbled_however_rare_their_characters(text):
    assert fault(page(text)) is None


def test_pages_with_mixed_up_characters_are_told_by_number_and_the_others_are_read(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    for _ in range(2):
        pdf.page()
        pdf.paragraph(mixed_up((A + B) * 2))
    pdf.page()
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "乱码.pdf"))
    assert joined(source.blocks) == [A, B]
    told = "has a garbled text layer (characters that make no words)"
    assert source.warnings == (f"page 2 {told}", f"page 3 {told}")
