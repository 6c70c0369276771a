"""The names that come with the program, and the reader of the office's own: CLDR and YAML into entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from babel import Locale

from errors import UsageError
from records import ENTITY_KINDS, EntityKind

if TYPE_CHECKING:
    from ingest.gazetteer import Gazetteer

__all__ = ["Entry", "Found", "merged", "read_entries", "shipped_entries", "shipped_traps"]

_DATA = Path(__file__).resolve().parent / "data"
_FIELDS = frozenset({"name", "en", "kind", "aliases", "source"})
# The C loader reads the tables 8 times faster; both read the same YAML.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its canonical Chinese ``name`` and every other form by which texts call it."""

    name: str
    name_en: str | None
    kind: EntityKind
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All surface forms, the canonical name first, without repeats."""
        names = (self.name, *((self.name_en,) if self.name_en else ()), *self.aliases)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Found:
    """A name at ``start:end`` of a folded text; of two that overlap the higher ``rank``, then the longer wins."""

    start: int
    end: int
    name: str
    name_en: str | None
    kind: EntityKind
    rank: int = 0


def merged(entry: Entry, aliases: Iterable[str]) -> Entry:
    """``entry`` with more aliases."""
    return replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, *aliases))))


def shipped_entries() -> tuple[Entry, ...]:
    """Bodies first, then countries, then places: a name that two of them claim belongs to the first."""
    countries = tuple(_countries())
    taken = {form for entry in countries for form in entry.forms}
    places = tuple(_places())
    cities = tuple(city for city in _zone_cities() if city.name not in taken)
    known = {form for entry in places for form in entry.forms}
    return (*read_entries(_DATA / "bodies.yaml"), *countries, *places, *(c for c in cities if c.name not in known))


def shipped_traps() -> tuple[str, ...]:
    """Words in which a country's or city's name stands by chance."""
    return tuple(str(word) for word in _load("countries.yaml")["never_in"])


def read_entries(path: Path, known: Gazetteer | None = None) -> tuple[Entry, ...]:
    """The entries of a YAML file in the format that :mod:`ingest.gazetteer` describes.

    :param known: a gazetteer whose entries may be named again to give them more aliases.
    :raises UsageError: the file cannot be read, or an entry is wrong; the message has file, line and the remedy.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{path}, line {line}: not valid YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: not valid YAML: {' '.join(str(error).split())}.") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise UsageError(f"{path}, line 1: a list of entries is expected, each starting with “- name: …”.")
    return tuple(_entry(node, path, known) for node in root.value)


def _entry(node: yaml.Node, path: Path, known: Gazetteer | None) -> Entry:
    where = f"{path}, line {node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise UsageError(f"{where}: an entry with “name:” is expected.")
    fields: dict[str, Any] = {}
    for key, value in node.value:
        at = f"{path}, line {key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode) or key.value not in _FIELDS:
            raise UsageError(f"{at}: unknown field “{str(key.value)[:40]}”; there are {', '.join(sorted(_FIELDS))}.")
        fields[key.value] = _value(key.value, value, at)
    name = fields.get("name")
    if not name:
        raise UsageError(f"{where}: the entry has no “name”.")
    old = known.find(name) if known else None
    kind = fields.get("kind")
    if old is not None and kind in (None, old.kind):
        extra = () if name == old.name else (name,)
        entry = merged(old, (*extra, *fields.get("aliases", ())))
        return Entry(entry.name, fields.get("en") or old.name_en, old.kind, entry.aliases)
    if kind not in ENTITY_KINDS:
        raise UsageError(f"{where}: “{name}” needs a kind, one of {', '.join(ENTITY_KINDS)}; got {kind!r}.")
    return Entry(name, fields.get("en"), kind, tuple(fields.get("aliases", ())))


def _value(field: str, node: yaml.Node, where: str) -> str | tuple[str, ...]:
    if field == "aliases":
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.ScalarNode) for n in node.value):
            raise UsageError(f"{where}: “aliases” must be a list, as in [亚行, ADB].")
        return tuple(str(item.value) for item in node.value if str(item.value).strip())
    if not isinstance(node, yaml.ScalarNode):
        raise UsageError(f"{where}: “{field}” must be one line of text.")
    return str(node.value).strip()


def _load(file: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((_DATA / file).read_text(encoding="utf-8"), Loader=_Loader)
    return data


def _countries() -> Iterator[Entry]:
    table = _load("countries.yaml")
    chinese, english = Locale("zh"), Locale("en")
    taiwan, hongkong = Locale("zh", "TW", "Hant"), Locale("zh", "HK", "Hant")
    for code in sorted(chinese.territories):
        if len(code) != 2 or code in table["skip"]:
            continue
        kind: EntityKind = "place" if code in table["places"] else "country"
        own = table["canonical"].get(code, {})
        name_en = own.get("en") or english.territories[code]
        names = [locale.territories.get(code) for locale in (chinese, english, taiwan, hongkong)]
        names += table["aliases"].get(code, [])
        name = own.get("zh") or chinese.territories[code]
        yield Entry(name, name_en, kind, tuple(dict.fromkeys(n for n in names if n and n not in (name, name_en))))


def _places() -> Iterator[Entry]:
    for group in _load("places.yaml").values():
        for name, name_en, *aliases in group:
            yield Entry(name, name_en, "place", tuple(aliases))


def _zone_cities() -> Iterator[Entry]:
    """The cities after which CLDR names time zones: most capitals and many large towns, in both languages."""
    english = Locale("en").time_zones
    for zone, names in sorted(Locale("zh").time_zones.items()):
        area, _, city = zone.partition("/")
        name = names.get("city")
        if area in ("Etc", "Antarctica", "Arctic") or not name or len(name) < 2:
            continue
        name_en = english.get(zone, {}).get("city") or city.rpartition("/")[2].replace("_", " ")
        yield Entry(name, name_en, "place", (f"{name}市",) if len(name) > 2 and not name.endswith("市") else ())
