"""The interface speaks both languages, completely, with the same words as the command line."""

import ast
import re

import pytest

from answer.plain import BAND_NAMES, TYPE_NAMES
from records import ENTITY_KINDS, PASSAGE_TYPES
from settings import PROJECT
from ui.nav import PAGES
from ui.strings import STRINGS, translate

SOURCES = sorted([PROJECT / "app.py", *(PROJECT / "ui").rglob("*.py")])
TABLES = PROJECT / "ui" / "strings"
FIELD = re.compile(r"{(\w+)}")
HAN = re.compile(r"[\u4e00-\u9fff]")
IN_BOTH = {"app.other_language", "app.other_language_help"}  # each names the other language in its own words


def literals():
    """Every string in the code of the app, and the fixed beginning of every f-string."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value


@pytest.mark.parametrize("key", STRINGS)
def test_a_string_is_there_in_both_languages_with_the_same_fields(key):
    words = STRINGS[key]
    assert words.zh.strip()
    assert words.en.strip()
    assert set(FIELD.findall(words.zh)) == set(FIELD.findall(words.en))
    if key not in IN_BOTH and re.search(r"\w", FIELD.sub("", words.zh)):
        assert HAN.search(words.zh), "the Chinese string has no Chinese in it"
        assert not HAN.search(re.sub(r"\d+年(\d+月)?", "", words.en)), "the English string has Chinese in it"


def test_every_string_is_used():
    found = {text for path, text in literals() if path.parent != TABLES} | {page.title for page in PAGES}
    prefixes = {text for text in found if text.endswith((".", "_"))}
    unused = [k for k in STRINGS if k not in found and not any(k.startswith(p) for p in prefixes)]
    assert unused == []


def test_every_key_that_a_page_names_exists():
    groups = "|".join({key.partition(".")[0] for key in STRINGS})
    shaped = re.compile(rf"({groups})\.[a-z_]+")
    named = {text for path, text in literals() if path.parent != TABLES and shaped.fullmatch(text)}
    files = {text for text in named if text.endswith((".py", ".css", ".js", ".svg"))}
    beginnings = {text for text in named if text.endswith("_") and any(key.startswith(text) for key in STRINGS)}
    assert named - files - beginnings <= STRINGS.keys()


def test_no_page_writes_words_of_its_own():
    """Chinese stands in the table of strings only; docstrings and the name of the program excepted."""
    allowed = {*TABLES.glob("*.py"), PROJECT / "ui/facets.py", PROJECT / "ui/export.py"}  # tables in two languages
    for path in SOURCES:
        if path in allowed:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                left = HAN.findall(node.value.replace("依据 Yiju", ""))
                assert not left, f"{path.name}:{node.lineno} writes {node.value!r}"


def test_types_and_bands_have_the_words_of_the_command_line():
    assert {t: translate(f"type.{t}", "zh") for t in PASSAGE_TYPES} == TYPE_NAMES
    assert {band: translate(f"band.{band}", "zh") for band in BAND_NAMES} == BAND_NAMES
    assert all(translate(f"kind.{kind}", "zh") for kind in ENTITY_KINDS)


def test_braces_in_a_value_are_not_fields():
    assert translate("filter.bad_date", "en", text="{documents}").startswith("“{documents}”")
