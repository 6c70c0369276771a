"""Every word can be read on the ground that it stands on, by day and by night."""

import re

import pytest

from settings import PROJECT

STYLE = PROJECT / "ui" / "style"
PAIRS = [
    *((name, ground) for name in ("ink", "soft", "blue", "red") for ground in ("surface", "paper", "row")),
    *((name, f"{name}-tint") for name in ("red", "green", "grey", "amber", "violet", "azure", "earth")),
    *(("ink", ground) for ground in ("hit", "differ", "target", "answer", "other-tint")),
    *((name, "surface") for name in ("green", "amber", "grey", "small")),
    *((name, "answer") for name in ("soft", "blue")),
    *((name, "differ") for name in ("soft", "amber", "blue")),
    *((name, "target") for name in ("soft", "blue")),
]


def palettes():
    text = (STYLE / "colours.css").read_text(encoding="utf-8")
    day, night = text.split("@media")
    return {"day": colours(day), "night": colours(night)}


def colours(text):
    return dict(re.findall(r"--yj-([a-z-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("time", ["day", "night"])
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(time, word, ground):
    palette = palettes()[time]
    darker, lighter = sorted((luminance(palette[word]), luminance(palette[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_both_palettes_have_every_colour_and_no_sheet_has_one_of_its_own():
    day, night = palettes().values()
    assert day.keys() == night.keys()
    for sheet in STYLE.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        if sheet.stem != "colours":
            assert not re.findall(r"#[0-9a-f]{3,8}\b", text), sheet.name
        assert set(re.findall(r"var\(--yj-([a-z-]+)\)", text)) <= {*day, "serif"}, sheet.name
