"""The order of search results (catalog.md §5.1)."""

from __future__ import annotations

from amo_pyramid.domain.search import SortKey
from amo_pyramid.messages import _
from amo_pyramid.schemas.filters import Input, Refused

KEYS = {key.value: key for key in SortKey}
INVALID = _('Invalid "sort" parameter.')
COMBINED = _('The "random" "sort" parameter can not be combined.')
ALONE = _(
    'The "sort" parameter "random" can only be specified when the "featured" or "promoted" '
    'parameter is also present, and the "q" parameter absent.'
)


def sort_of(given: Input) -> tuple[SortKey, ...]:
    """The keys asked for; empty where the default order is meant. Raises :class:`Refused`.

    ``relevance`` means nothing without a query, ``recommended`` nothing alone or beside
    ``relevance``; an ignored key leaves the others in place.
    """
    if not given.text:
        return ()
    keys = tuple(_key(name) for name in given.text.split(","))
    if SortKey.RANDOM in keys:
        return _random(keys, given)
    has_text = bool(given.parsed.get("q"))
    kept = tuple(key for key in keys if has_text or key is not SortKey.RELEVANCE)
    if kept == (SortKey.RECOMMENDED,) or SortKey.RELEVANCE in kept:
        kept = tuple(key for key in kept if key is not SortKey.RECOMMENDED)
    return kept


def _key(name: str) -> SortKey:
    key = KEYS.get(name.strip())
    if key is None:
        raise Refused(INVALID)
    return key


def _random(keys: tuple[SortKey, ...], given: Input) -> tuple[SortKey, ...]:
    if len(keys) > 1:
        raise Refused(COMBINED)
    # Clients from before "promoted" send recommended=true, which says nothing else any more.
    may_be_random = {"featured", "promoted"} & given.raw.keys() or _is_recommended(given)
    if given.raw.get("q") or not may_be_random:
        raise Refused(ALONE)
    return keys


def _is_recommended(given: Input) -> bool:
    return given.raw.get("recommended", "").lower() == "true"
