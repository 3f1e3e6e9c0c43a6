"""Addresses of pages, files and pictures (catalog.md §1.10, §6.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import File, Preview

STOCK_ICON = "icon/"


def segment(text: str) -> str:
    """A text as one segment of a path."""
    return quote(text, safe="")


def stamp(moment: datetime) -> int:
    """Unix time in whole seconds."""
    return int(moment.timestamp())


@dataclass(frozen=True, slots=True)
class Urls:
    """Builds addresses for one answer.

    ``site``, ``media`` and ``static`` are absolute and end without ``/``; ``locale`` and
    ``application`` are the segments of page addresses.
    """

    site: str
    media: str
    static: str
    locale: str
    application: str

    def _page(self, path: str) -> str:
        return f"{self.site}/{self.locale}/{self.application}/{path}"

    def addon(self, addon: Addon, page: str = "") -> str:
        """The add-on's page, or the page of that name below it (``reviews``)."""
        below = f"{page}/" if page else ""
        return self._page(f"addon/{segment(addon.slug or '')}/{below}")

    def license_page(self, slug: str | None, version: str) -> str:
        return self._page(f"addon/{segment(slug or '')}/license/{segment(version)}")

    def user(self, user: User) -> str:
        return self._page(f"user/{user.id}/")

    def edit_addon(self, slug: str | None, *, is_persona: bool) -> str:
        kind = "theme" if is_persona else "addon"
        return f"{self.site}/{self.locale}/developers/{kind}/{segment(slug or '')}/edit"

    def edit_version(self, slug: str | None, version_id: int) -> str:
        slug = segment(slug or "")
        return f"{self.site}/{self.locale}/developers/addon/{slug}/versions/{version_id}"

    def review(self, addon: Addon) -> str:
        return f"{self.site}/{self.locale}/reviewers/review/{addon.id}"

    def file(self, file: File) -> str:
        name = segment(file.filename)
        return f"{self.site}/{self.application}/downloads/file/{file.id}/{name}?src="

    def preview(self, preview: Preview, *, folder: str, size: str) -> str:
        """``folder`` is ``previews`` or ``version-previews``, ``size`` ``full`` or ``thumbs``."""
        path = f"{folder}/{size}/{preview.id // 1000}/{preview.id}.png"
        return f"{self.media}/{path}?modified={stamp(preview.modified)}"

    def icon(self, addon: Addon, size: int) -> str:
        """The icon for a size in pixels, of whichever kind the add-on has (§6.7)."""
        if not addon.icon_type:
            return self.default_icon(size)
        if addon.icon_type.startswith(STOCK_ICON):
            name = segment(addon.icon_type[len(STOCK_ICON) :])
            return f"{self.static}/img/addon-icons/{name}-{size}.png"
        folder = str(addon.id)[:-3] or "0"
        modified = addon.icon_hash or stamp(addon.modified)
        return f"{self.media}/addon_icons/{folder}/{addon.id}-{size}.png?modified={modified}"

    def default_icon(self, size: int) -> str:
        return f"{self.static}/img/addon-icons/default-{size}.png"

    def complete_theme_icon(self) -> str:
        return f"{self.static}/img/icons/default-theme.png"

    def picture(self, user: User) -> str:
        """The person's picture, or that of nobody."""
        if user.picture_modified is None:
            return f"{self.static}/img/anon_user.png"
        path = f"userpics/{user.id // 1000 % 1000}/{user.id}.png"
        return f"{self.media}/{path}?modified={stamp(user.picture_modified)}"

    def persona_image(self, addon: Addon, name: str) -> str:
        """An image of a lightweight theme, named as its author uploaded it."""
        return f"{self.media}/addons/{addon.id}/{segment(name)}" if name else ""
