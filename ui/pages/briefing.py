"""简报: a topic or a basket of passages becomes a note; order, drop, remark; preview; Word and Markdown."""

from __future__ import annotations

from html import escape

import streamlit as st

from answer.brief_records import CITATION_STYLES, Brief, CitationStyle
from answer.brief_write import brief_bytes
from errors import NotFound, YijuError
from index.store import KnowledgeBase
from records import Filters
from ui import arranging, basket, charts, note, resources, trouble
from ui.export import markdown_escape
from ui.facets import shown
from ui.frame import foot, open_page
from ui.link import Link
from ui.strings import Language, translate

_TOPIC = "briefing_topic"
_LINK = Link("briefing", texts=("topic",))
_EXAMPLES = 4
_POLL_SECONDS = 5.0


def page() -> None:
    kb, language = open_page()
    st.title(translate("nav.briefing", language), anchor=False)
    st.html(f'<p class="yj-lead">{escape(translate("briefing.lead", language))}</p>')
    _LINK.adopt()
    _forget_gone(kb, language)
    chosen = basket.current() if _source(language) == "basket" else ()
    topic = _topic(kb, language) if not chosen else ""
    if chosen:
        _passages(kb, chosen, language)
    _LINK.publish()
    if chosen or topic:
        try:
            _note(kb, topic, chosen, language)
        except NotFound:
            words = escape(translate("briefing.none", language, topic=topic))
            st.html(f'<p class="yj-none" role="status">{words}</p>')
        except YijuError as error:
            trouble.show(error, language)
    foot(kb, language)


def _forget_gone(kb: KnowledgeBase, language: Language) -> None:
    """Take out of the basket what this knowledge base no longer has."""
    gone = []
    for id_ in basket.current():
        try:
            kb.passage(id_)
        except NotFound:
            gone.append(id_)
    if gone:
        basket.remove(*gone)
        st.warning(translate("briefing.gone", language, n=len(gone)), icon=":material/search_off:")


def _source(language: Language) -> str:
    """Whether the note is about a topic or about the passages that were chosen."""
    n = len(basket.current())
    chosen = st.segmented_control(
        translate("briefing.source", language),
        ("topic", "basket"),
        format_func=lambda s: translate(f"briefing.{s}", language, **({"n": n} if s == "basket" else {})),
        key="briefing_source",
        default="basket" if n and not st.session_state.get(_TOPIC) else "topic",
        required=True,
    )
    if chosen == "basket" and not n:
        st.info(translate("briefing.empty_basket", language), icon=":material/inventory_2:")
    return str(chosen)


def _topic(kb: KnowledgeBase, language: Language) -> str:
    """The field for a topic, with topics that this knowledge base can tell about."""
    if st.session_state.get("briefing_source") == "basket":
        return ""
    names = [shown(n, language) for n in resources.counts(kb, Filters()).named("country")[:_EXAMPLES]]
    sectors = dict.fromkeys(d.sector for d in resources.documents(kb) if d.sector)
    examples = [*names, *sectors]
    with st.form("briefing_ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            translate("briefing.field", language),
            key=_TOPIC,
            placeholder=translate("briefing.placeholder", language, example=examples[0]) if examples else "",
        )
        st.form_submit_button(translate("briefing.make", language), type="primary", icon=":material/description:")
    topic = str(st.session_state.get(_TOPIC) or "").strip()
    if not topic and examples:
        st.html(f'<h2 class="yj-small">{escape(translate("briefing.try", language))}</h2>')
        with st.container(horizontal=True, gap="small"):
            for number, example in enumerate(examples):
                label = markdown_escape(example)
                st.button(label, key=f"briefing_example_{number}", on_click=_ask_for, args=(example,))
    return topic


def _ask_for(topic: str) -> None:
    st.session_state[_TOPIC] = topic


def _passages(kb: KnowledgeBase, chosen: tuple[str, ...], language: Language) -> None:
    """The passages of the basket in their order."""
    with st.expander(f"{translate('briefing.chosen', language)} · {len(chosen)}", key="briefing_basket"):
        for place, id_ in enumerate(chosen):
            citation = kb.passage(id_).citation.text
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"basket_row_{place}"):
                st.html(f'<p class="yj-soft" lang="zh">{escape(citation)}</p>')
                for what, icon, act, args in (
                    ("up", "arrow_upward", basket.move, (id_, -1)),
                    ("down", "arrow_downward", basket.move, (id_, 1)),
                    ("take_out", "close", basket.remove, (id_,)),
                ):
                    st.button(
                        "",
                        key=f"basket_{what}_{id_}",
                        icon=f":material/{icon}:",
                        help=translate(f"briefing.{what}", language, what=markdown_escape(citation)),
                        on_click=act,
                        args=args,
                    )
        st.button(translate("briefing.clear", language), key="briefing_clear", on_click=basket.clear)


def _note(kb: KnowledgeBase, topic: str, chosen: tuple[str, ...], language: Language) -> None:
    subject = (topic, *chosen)
    edits = arranging.current(subject)
    with st.spinner(translate("briefing.making", language)):
        brief, is_whole = resources.brief(kb, topic, chosen, edits)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="briefing_bar"):
        view = st.segmented_control(
            translate("briefing.view", language),
            ("read", "edit"),
            format_func=lambda v: translate(f"noteview.{v}", language),
            key="briefing_view",
            default="read",
            required=True,
        )
        style: CitationStyle = st.selectbox(
            translate("briefing.style", language),
            CITATION_STYLES,
            format_func=lambda s: translate(f"citestyle.{s}", language),
            key="briefing_style",
            width=190,
        )
        _downloads(brief, style, language)
    if not is_whole:
        _fill_later(kb, language)
    if view == "edit":
        st.caption(translate("briefing.edit_help", language))
        arranging.show_title(brief, language)
        arranging.show(brief, language)
        arranging.show_undo(language)
    else:
        _preview(brief, style, language)


def _fill_later(kb: KnowledgeBase, language: Language) -> None:
    """While the conflicts of the whole shelf are looked for, the note stands without them; then it is made again."""
    st.html(f'<p class="yj-note-line" role="status">{escape(translate("briefing.looking", language))}</p>')
    _watch(kb)


@st.fragment(run_every=_POLL_SECONDS)
def _watch(kb: KnowledgeBase) -> None:
    if resources.has_conflicts(kb):
        st.rerun()


def _downloads(brief: Brief, style: CitationStyle, language: Language) -> None:
    name = "".join(c if c.isalnum() else "-" for c in brief.title).strip("-") or "yiju"
    for kind, label in (("docx", "briefing.word"), ("md", "briefing.markdown")):
        st.download_button(
            translate(label, language),
            lambda kind=kind: brief_bytes(brief, f"note.{kind}", style),  # type: ignore[misc]
            file_name=f"{name}.{kind}",
            key=f"briefing_{kind}",
            icon=":material/download:",
            type="primary" if kind == "docx" else "secondary",
            on_click="ignore",
        )


def _preview(brief: Brief, style: CitationStyle, language: Language) -> None:
    """The note as it will stand on paper."""
    with st.container(key="briefing_sheet", gap=None):
        st.html(note.head_html(brief, language))
        for number, section in enumerate(brief.sections):
            st.html(note.section_html(section, language))
            for place, table in enumerate(section.tables):
                if table.series:
                    chart = charts.series_chart(
                        table.series, translate("briefing.chart", language, title=table.caption)
                    )
                    st.altair_chart(chart, key=f"briefing_chart_{number}_{place}")
        st.html(note.sources_html(brief, style, language))


page()
