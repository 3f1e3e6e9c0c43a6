"""Telling what happens to add-ons, for those who count it (stats.md §3.2-§3.4, §8).

Whoever answers a request calls one of these with how it was answered. What counts is decided
here; subscribers to the events count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.pings import Exchange, is_counted_download, update_details
from amo_pyramid.domain.query import AddonRef, RefKind
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.events import AddonViewed, FileDownloaded, ThemeChecked, UpdateChecked

if TYPE_CHECKING:
    from amo_pyramid.work import Work


def record_view(
    work: Work, addon_id: int, environ: Mapping[str, Any], *, is_package: bool = False
) -> None:
    """An add-on has been shown by a route for a single one, to the request in ``environ``."""
    work.notify(AddonViewed(work, addon_id, day_of(work.now()), environ, is_package))


def record_download(work: Work, exchange: Exchange, file_id: int) -> None:
    """A file has been handed out. Unknown files and those of incomplete add-ons are nobody's."""
    addon_id = work.catalogue.versions.addon_of_file(file_id)
    if addon_id is not None:
        _record_download(work, exchange, AddonRef(RefKind.ID, str(addon_id)), file_id)


def record_latest_download(work: Work, exchange: Exchange, addon: str) -> None:
    """The latest file of an add-on, by its id or slug, has been handed out."""
    _record_download(work, exchange, AddonRef.parse(addon), None)


def record_update_check(work: Work, exchange: Exchange) -> None:
    """A copy of an add-on has asked for updates; the parameter ``id`` is the add-on's guid.
    Lightweight themes ask elsewhere."""
    guid = exchange.query.get("id", "")
    if not exchange.is_ping or not guid:
        return
    details = update_details(exchange.query)
    state = _countable(work, AddonRef(RefKind.GUID, guid)) if details else None
    if state is not None and state.type is not AddonType.PERSONA:
        work.notify(UpdateChecked(work, state.id, day_of(work.now()), details))


def record_theme_check(work: Work, exchange: Exchange, number: int) -> None:
    """A copy of a lightweight theme has asked for updates, by the number of its persona where
    the parameter ``src`` is ``gp``, otherwise by its own."""
    if exchange.method != "GET" or exchange.status != 200:
        return
    found = work.catalogue.addons.public_theme(number, is_persona_id=exchange.source == "gp")
    if found is not None:
        addon_id, static_theme_id = found
        work.notify(ThemeChecked(work, addon_id, day_of(work.now()), static_theme_id))


def _record_download(work: Work, exchange: Exchange, ref: AddonRef, file_id: int | None) -> None:
    state = _countable(work, ref)
    if state is not None:
        is_counted = is_counted_download(exchange)
        day = day_of(work.now())
        work.notify(FileDownloaded(work, state.id, file_id, day, exchange.source, is_counted))


def _countable(work: Work, ref: AddonRef) -> AddonState | None:
    """The add-on, unless it is unknown or incomplete."""
    state = work.catalogue.addons.resolve(ref)
    return None if state is None or state.status is Status.INCOMPLETE else state
