"""Categories of every application and kind of add-on (catalog.md §2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.messages import _

#: Every category that is not here weighs nothing.
_WEIGHTS = {73: 333, 153: 333, 314: 333}


@dataclass(frozen=True, slots=True)
class Category:
    """A category. ``name`` is English; a heavier ``weight`` is listed later."""

    id: int
    application: Application
    type: AddonType
    slug: str
    name: str
    weight: int = 0

    @property
    def is_misc(self) -> bool:
        """Whether it is for what fits nowhere else."""
        return self.slug in ("other", "miscellaneous")


def _rows(
    application: Application, type_: AddonType, *rows: tuple[int, str, str]
) -> Iterator[Category]:
    for id_, slug, name in rows:
        yield Category(id_, application, type_, slug, name, _WEIGHTS.get(id_, 0))


# The ids from 1000 on are ours: the contract publishes none for these two applications.
_ALL = (
    *_rows(
        Application.FIREFOX,
        AddonType.EXTENSION,
        (1, "feeds-news-blogging", _("Feeds, News & Blogging")),
        (4, "web-development", _("Web Development")),
        (5, "download-management", _("Download Management")),
        (12, "privacy-security", _("Privacy & Security")),
        (13, "search-tools", _("Search Tools")),
        (14, "appearance", _("Appearance")),
        (22, "bookmarks", _("Bookmarks")),
        (37, "language-support", _("Language Support")),
        (38, "photos-music-videos", _("Photos, Music & Videos")),
        (71, "social-communication", _("Social & Communication")),
        (72, "alerts-updates", _("Alerts & Updates")),
        (73, "other", _("Other")),
        (93, "tabs", _("Tabs")),
        (141, "shopping", _("Shopping")),
        (142, "games-entertainment", _("Games & Entertainment")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.THEME,
        (21, "miscellaneous", _("Miscellaneous")),
        (26, "sports", _("Sports")),
        (29, "nature", _("Nature")),
        (30, "animals", _("Animals")),
        (31, "retro", _("Retro")),
        (32, "compact", _("Compact")),
        (61, "os-integration", _("OS Integration")),
        (62, "modern", _("Modern")),
        (67, "large", _("Large")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.STATICTHEME,
        (300, "abstract", _("Abstract")),
        (302, "nature", _("Nature")),
        (304, "sports", _("Sports")),
        (306, "scenery", _("Scenery")),
        (308, "firefox", _("Firefox")),
        (310, "foxkeh", _("Foxkeh")),
        (312, "seasonal", _("Seasonal")),
        (314, "other", _("Other")),
        (316, "websites", _("Websites")),
        (318, "solid", _("Solid")),
        (320, "causes", _("Causes")),
        (322, "music", _("Music")),
        (324, "fashion", _("Fashion")),
        (326, "film-and-tv", _("Film and TV")),
        (328, "holiday", _("Holiday")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.PERSONA,
        (100, "abstract", _("Abstract")),
        (102, "nature", _("Nature")),
        (104, "sports", _("Sports")),
        (106, "scenery", _("Scenery")),
        (108, "firefox", _("Firefox")),
        (110, "foxkeh", _("Foxkeh")),
        (112, "seasonal", _("Seasonal")),
        (114, "other", _("Other")),
        (116, "websites", _("Websites")),
        (118, "solid", _("Solid")),
        (120, "causes", _("Causes")),
        (122, "music", _("Music")),
        (124, "fashion", _("Fashion")),
        (126, "film-and-tv", _("Film and TV")),
        (128, "holiday", _("Holiday")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.DICTIONARY,
        (95, "general", _("General")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.LANGUAGE,
        (98, "general", _("General")),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.SEARCH,
        (78, "video", _("Video")),
        (79, "bookmarks", _("Bookmarks")),
        (80, "business", _("Business")),
        (81, "dictionaries-encyclopedias", _("Dictionaries & Encyclopedias")),
        (82, "general", _("General")),
        (83, "kids", _("Kids")),
        (84, "multiple-search", _("Multiple Search")),
        (85, "music", _("Music")),
        (86, "news-blogs", _("News & Blogs")),
        (87, "photos-images", _("Photos & Images")),
        (88, "shopping-e-commerce", _("Shopping & E-Commerce")),
        (89, "social-people", _("Social & People")),
        (90, "sports", _("Sports")),
        (91, "travel", _("Travel")),
    ),
    *_rows(
        Application.ANDROID,
        AddonType.EXTENSION,
        (143, "photos-media", _("Photos & Media")),
        (144, "performance", _("Performance")),
        (145, "device-features-location", _("Device Features & Location")),
        (146, "sports-games", _("Sports & Games")),
        (147, "feeds-news-blogging", _("Feeds, News, & Blogging")),
        (148, "social-networking", _("Social Networking")),
        (149, "security-privacy", _("Security & Privacy")),
        (150, "shopping", _("Shopping")),
        (151, "experimental", _("Experimental")),
        (152, "user-interface", _("User Interface")),
        (153, "other", _("Other")),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.EXTENSION,
        (1000, "appearance", _("Appearance and Customization")),
        (1001, "calendar", _("Calendar and Date/Time")),
        (1002, "chat", _("Chat and IM")),
        (1003, "contacts", _("Contacts")),
        (1004, "folders-and-filters", _("Folders and Filters")),
        (1005, "importexport", _("Import/Export")),
        (1006, "language-support", _("Language Support")),
        (1007, "composition", _("Message Composition")),
        (1008, "message-and-news-reading", _("Message and News Reading")),
        (1009, "miscellaneous", _("Miscellaneous")),
        (1010, "privacy-and-security", _("Privacy and Security")),
        (1011, "tags", _("Tags")),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.THEME,
        (1012, "compact", _("Compact")),
        (1013, "miscellaneous", _("Miscellaneous")),
        (1014, "modern", _("Modern")),
        (1015, "nature", _("Nature")),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.DICTIONARY,
        (1016, "general", _("General")),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.LANGUAGE,
        (1017, "general", _("General")),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.EXTENSION,
        (1018, "bookmarks", _("Bookmarks")),
        (1019, "downloading-and-file-management", _("Downloading and File Management")),
        (1020, "interface-customizations", _("Interface Customizations")),
        (1021, "language-support-and-translation", _("Language Support and Translation")),
        (1022, "miscellaneous", _("Miscellaneous")),
        (1023, "photos-and-media", _("Photos and Media")),
        (1024, "privacy-and-security", _("Privacy and Security")),
        (1025, "rss-news-and-blogging", _("RSS, News and Blogging")),
        (1026, "search-tools", _("Search Tools")),
        (1027, "site-specific", _("Site-specific")),
        (1028, "web-and-developer-tools", _("Web and Developer Tools")),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.THEME,
        (1029, "miscellaneous", _("Miscellaneous")),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.DICTIONARY,
        (1030, "general", _("General")),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.LANGUAGE,
        (1031, "general", _("General")),
    ),
)

#: Every category by its id, in the order of the ids.
CATEGORIES: Mapping[int, Category] = {
    category.id: category for category in sorted(_ALL, key=lambda category: category.id)
}
_BY_SLUG = {
    (category.application, category.type, category.slug): category
    for category in CATEGORIES.values()
}


def find(application: Application, type: AddonType, slug: str) -> Category | None:
    """The category of that slug, in any case, or None."""
    return _BY_SLUG.get((application, type, slug.lower()))
