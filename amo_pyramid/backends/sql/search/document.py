"""What the index knows of one add-on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from math import log, log10
from typing import Any, cast

from amo_pyramid.backends.sql.search import terms
from amo_pyramid.backends.sql.search.analysis.names import (
    COMPOUNDS,
    NameWords,
    name_words,
    raw_name,
)
from amo_pyramid.backends.sql.search.analysis.scripts import is_unspaced, normal, words
from amo_pyramid.backends.sql.search.analysis.stemming import ENGLISH_ANALYSER, analyser_of, stems
from amo_pyramid.backends.sql.search.key import key_of, kind_of
from amo_pyramid.constants.addon_types import DEFAULT_RANGES, NO_COMPATIBILITY
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.appversion import version_int
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import Version

#: What has to be loaded of an add-on.
NEEDS: Needs = frozenset(
    {"authors", "categories", "tags", "previews", "persona", "promotion"}
    | {f"current_version.{name}" for name in ("files", "ranges", "approvals", "previews")}
)
#: The maximum of a version that does not enforce its own (catalog.md §3.2).
UNLIMITED = version_int("9999")
#: Words of one text that count; nobody finds an add-on by the words after that.
MOST_WORDS = 1000
LONGEST_NAME_KEY = 200
#: Colors that cover less of a picture do not count (catalog.md §5.1).
SMALLEST_RATIO = 0.25
PUBLIC_FACTOR = 4.0


@dataclass(frozen=True, slots=True)
class Document:
    """An add-on as it is stored in the index.

    ``row`` are the values of the table of documents by column. ``name_terms`` and ``other_terms``
    are its terms, between spaces; the words of the name come first, in order. ``words`` are those
    of the name that typing errors are measured against, ``bounds`` the terms of application
    versions. ``weights`` are the factors of the score (catalog.md §7.2) and what the lengths of
    name, summary and description make of a match.
    """

    key: int
    row: Mapping[str, Any]
    name_terms: str
    other_terms: str
    weights: tuple[float, float, float, float]
    words: frozenset[str]
    bounds: frozenset[str]
    colors: tuple[tuple[float, float, float], ...]

    @property
    def stored_terms(self) -> str:
        return self.name_terms + self.other_terms


def document_of(addon: Addon, compounds: Collection[str] = COMPOUNDS) -> Document:
    """The document of an add-on that is reviewed content, loaded with :data:`NEEDS`."""
    version = cast(Version, addon.current_version)
    ranges = _ranges(addon, version)
    users, downloads = _popularity(addon)
    groups = _promotion(addon, version)
    recommended = groups.get(PromotedGroup.RECOMMENDED)
    kind = kind_of(addon.type, ranges)
    name = name_words(_default(addon.name), compounds)
    bounds = frozenset(_bounds(ranges))
    row: dict[str, Any] = {
        "id": addon.id,
        "revision": addon.revision,
        "kind": kind,
        "is_plain": 0 if recommended else 1,
        "users": users,
        "downloads": downloads,
        "hotness": addon.hotness,
        "rating": addon.bayesian_rating,
        "created": _microseconds(addon.created),
        "updated": _microseconds(addon.last_updated or addon.created),
        "name_key": raw_name(_default(addon.name))[:LONGEST_NAME_KEY],
        "platforms": sum(1 << int(each) for each in _platforms(version)),
    }
    for application in Application:
        low, high, is_strict = ranges.get(application, (None, None, True))
        row[f"low_{int(application)}"] = low
        row[f"high_{int(application)}"] = high if is_strict else UNLIMITED
    others = chain(_text_terms(addon), _filter_terms(addon, version, groups), sorted(bounds))
    return Document(
        key=key_of(users, addon.id, kind),
        row=row,
        name_terms=_joined(_name_terms(addon.name, name), in_order=_words(name)),
        other_terms=_joined(others),
        weights=(_factor(addon, users, groups), *_lengths(addon, name)),
        words=frozenset(_fuzzy(name)),
        bounds=bounds,
        colors=tuple(_colors(addon, version)),
    )


def _joined(found: Iterable[str], in_order: Sequence[str] = ()) -> str:
    """The terms between spaces: some in their order, then the others, each once."""
    others = dict.fromkeys(found)
    return f" {' '.join([*in_order, *(each for each in others if each not in in_order)])} "


def _words(name: NameWords) -> list[str]:
    """The name as a list of words, and once more with its words taken apart."""
    apart = () if name.split == name.words else name.split
    return [terms.name_word(word) for word in (*name.words, *apart)]


def _default(text: Localized) -> str:
    """The text of the default language, or the first one there is."""
    best = text.best(text.default_locale)
    return best[1] if best else next(iter(text.texts.values()), "")


def _popularity(addon: Addon) -> tuple[int, int]:
    """Users and weekly downloads; those of a persona come from its popularity (§5.1)."""
    if addon.persona is not None and addon.persona.popularity:
        return addon.persona.popularity, addon.persona.popularity * 7
    return addon.average_daily_users, addon.weekly_downloads


def _factor(
    addon: Addon, users: int, groups: Mapping[PromotedGroup, Collection[Application]]
) -> float:
    boost = max((group.weight for group in groups), default=1.0)
    known = 1.0 if addon.is_experimental else PUBLIC_FACTOR
    return log10(max(0, users) + 2) * known * boost


def _lengths(addon: Addon, name: NameWords) -> tuple[float, float, float]:
    counts = (
        len(name.words),
        len(words(_default(addon.summary))),
        len(words(_default(addon.description))),
    )
    first, second, third = (1.0 / (1.0 + log(max(1, count))) for count in counts)
    return first, second, third


def _ranges(addon: Addon, version: Version) -> dict[Application, tuple[int, int, bool]]:
    """Lowest and highest version by application, and whether the highest one counts (§3.2)."""
    if addon.type in NO_COMPATIBILITY:
        return {
            application: (version_int(low), version_int(high), False)
            for application, (low, high) in DEFAULT_RANGES.items()
        }
    is_strict = version.is_strict_compatibility_enabled
    return {
        each.application: (version_int(each.min), version_int(each.max), is_strict)
        for each in version.ranges
    }


def _bounds(ranges: Mapping[Application, tuple[int, int, bool]]) -> Iterator[str]:
    for application, (low, high, is_strict) in ranges.items():
        yield terms.lowest(application, low)
        if is_strict:
            yield terms.highest(application, high)


def _platforms(version: Version) -> set[Platform]:
    return {file.platform for file in version.files}


def _promotion(addon: Addon, version: Version) -> dict[PromotedGroup, set[Application]]:
    """The group that the add-on is promoted in, with the applications, if there are any."""
    promotion = addon.promotion
    if promotion is None:
        return {}
    own = promotion.application
    covered = set(Application) if own is None else {own}
    if promotion.group.needs_approval:
        covered &= {each.application for each in version.approvals if each.group is promotion.group}
    return {promotion.group: covered} if covered else {}


def _name_terms(name: Localized, default: NameWords) -> Iterator[str]:
    """The terms of the name beside its words in order. What comes before the whole name is a
    word of it too."""
    yield from map(terms.name_word, sorted(default.parts))
    yield terms.whole_name(raw_name(_default(name)))
    by_analyser = dict(_by_analyser(name))
    for analyser, texts in by_analyser.items():
        for text in texts:
            yield terms.whole_name(raw_name(text), analyser)
            yield from (terms.stem("n", each, analyser) for each in stems(text, analyser))
    for word in sorted({*default.words, *default.parts}):
        yield from (
            terms.edge(word[:end]) for end in range(1, min(len(word), terms.LONGEST_EDGE + 1))
        )
    yield from map(terms.trigram, trigrams_of(_default(name)))


def trigrams_of(text: str) -> Iterator[str]:
    """Overlapping threes of the letters and digits of each word (catalog.md §7.1)."""
    for word in words(normal(text).lower()):
        for start in range(len(word) - 2):
            yield word[start : start + 3]


def _by_analyser(text: Localized) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for locale, each in text.texts.items():
        analyser = analyser_of(locale)
        if analyser is not None:
            found.setdefault(analyser, []).append(each)
    yield from found.items()


def _text_terms(addon: Addon) -> Iterator[str]:
    """Stems of summary and description: English ones of the default and of all English texts,
    and those of each other analyser."""
    for field, text in (("s", addon.summary), ("d", addon.description)):
        by_analyser = dict(_by_analyser(text))
        english = by_analyser.pop(ENGLISH_ANALYSER, [])
        by_analyser[ENGLISH_ANALYSER] = [_default(text), *english]
        for analyser, texts in by_analyser.items():
            for word in _most_stems(texts, analyser):
                yield terms.stem(field, word, analyser)


def _most_stems(texts: Iterable[str], analyser: str) -> list[str]:
    every = (word for text in dict.fromkeys(texts) for word in stems(text, analyser))
    return list(islice(dict.fromkeys(every), MOST_WORDS))


def _filter_terms(
    addon: Addon, version: Version, groups: Mapping[PromotedGroup, Collection[Application]]
) -> Iterator[str]:
    yield from map(terms.category, addon.categories)
    yield from map(terms.tag, addon.tags)
    yield from (terms.author(each.user_id) for each in addon.authors if each.is_listed)
    for group, applications in groups.items():
        yield terms.promoted(group)
        yield from (terms.promoted(group, each) for each in sorted(applications))
    platforms = _platforms(version)
    if Platform.ALL not in platforms:
        yield terms.NOT_ON_ALL_PLATFORMS
    yield from (terms.platform(each) for each in sorted(platforms - {Platform.ALL}))


def _fuzzy(name: NameWords) -> Iterator[str]:
    for word in {*name.words, *name.parts}:
        if len(word) > 2 and not word.isdigit() and not is_unspaced(word):
            yield word[: terms.LONGEST_WORD]


def _colors(addon: Addon, version: Version) -> Iterator[tuple[float, float, float]]:
    for preview in (*addon.previews, *version.previews):
        for color in preview.colors:
            if color.ratio >= SMALLEST_RATIO:
                yield color.h, color.s, color.l


def _microseconds(time: datetime) -> int:
    return int(time.timestamp() * 1_000_000)
