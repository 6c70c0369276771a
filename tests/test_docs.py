"""What the documents say exists."""

import re

import pytest

from settings import PROJECT

PAGES = [p for p in (PROJECT / "README.md", PROJECT / "README.zh-CN.md", PROJECT / "CONTRIBUTING.md") if p.exists()]
PAGES += sorted((PROJECT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_to_a_file_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_requirements_name_every_package_the_owner_asked_for():
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    for name in ("torch==2.13.0", "sentence-transformers", "faiss-cpu", "pypdf", "jieba", "streamlit"):
        assert re.search(rf"^{re.escape(name)}", text, re.MULTILINE), name
    assert re.search(r"^pytest", (PROJECT / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_pins_allow_what_is_installed():
    from importlib.metadata import version

    from packaging.requirements import Requirement

    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
            line = line.split("#")[0].strip()
            if line and not line.startswith("-"):
                requirement = Requirement(line)
                assert requirement.specifier.contains(version(requirement.name), prereleases=True), line
