"""Document text on the page: nothing of it is lost, nothing of it comes alive."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import Citation, DateMention, EntityMention, Hit
from tests.ui_parts import HOSTILE, passage, words
from ui.cards import context_html, copy_button, hit_html
from ui.marks import Mark, marked, passage_marks


@given(
    st.text(max_size=60),
    st.lists(
        st.tuples(
            st.sampled_from(["hit", "date", "entity"]), st.integers(-3, 70), st.integers(-3, 70), st.text(max_size=5)
        ),
        max_size=8,
    ),
)
def test_marking_keeps_every_character_in_order_whatever_overlaps(text, marks):
    markup = marked(text, [Mark(*mark) for mark in marks])
    assert words(markup) == text
    assert set(re.findall(r"</?(\w+)", markup)) <= {"mark"}


@given(st.text(max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_a_stretch_of_a_text_is_marked_with_offsets_of_the_whole(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    assert words(marked(text, [Mark("hit", 1, 3)], start, end)) == text[start:end]


def test_overlapping_marks_share_the_stretch_that_they_have_in_common():
    markup = marked("吉尔吉斯斯坦海关", [Mark("entity", 0, 6), Mark("hit", 4, 8)])
    assert markup == (
        '<mark class="yj-entity">吉尔吉斯</mark><mark class="yj-hit yj-entity">斯坦</mark>'
        '<mark class="yj-hit">海关</mark>'
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_interpreted(text):
    hit = Hit(
        1, 0.5, "strong", passage(text, section=(text,), citation=Citation(text, None, text)), (text,), ((0, 3),), text
    )
    note = passage(text, id="a:fn1", form="footnote", type="footnote", citation=Citation("报告", None, text))
    shown = hit_html(hit, [note], "zh") + context_html([passage(text)], "a:1", "en") + copy_button(text, "zh")
    tags = re.findall(r"<(/?\w+)([^>]*)>", shown)
    assert {name.strip("/") for name, _ in tags} <= set(
        ["article", "p", "span", "h3", "div", "mark", "details", "summary", "ol", "li", "button"]
    )
    # outside of quoted values no attribute of the document's making
    for _, attributes in tags:
        names = re.findall(r"([\w-]+)=", re.sub(r'"[^"]*"', '""', attributes))
        assert not any(name.startswith("on") or name in ("href", "src", "style") for name in names)
    assert text in words(shown)


def test_a_date_says_which_interval_it_means_and_a_name_what_it_names():
    one = passage(
        "2021年第三季度亚行",
        dates=(DateMention("2021年第三季度", date(2021, 7, 1), date(2021, 9, 30), (0, 9)),),
        entities=(EntityMention("亚行", "亚洲开发银行", "Asian Development Bank", "organisation", (9, 11)),),
    )
    titles = [mark.title for mark in passage_marks(one, "zh")]
    assert titles == ["日期：2021-07-01 – 2021-09-30", "机构：亚洲开发银行"]
    assert passage_marks(one, "en")[1].title == "Organisation：Asian Development Bank"


def test_a_date_that_is_open_on_one_side_says_so():
    one = passage("自2021年以来", dates=(DateMention("自2021年以来", date(2021, 1, 1), None, (0, 7)),))
    assert passage_marks(one, "zh")[0].title == "日期：2021-01-01 – 不限"
