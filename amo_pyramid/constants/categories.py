"""Categories of every application and kind of add-on (catalog.md §2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application

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
        (1, "feeds-news-blogging", "Feeds, News & Blogging"),
        (4, "web-development", "Web Development"),
        (5, "download-management", "Download Management"),
        (12, "privacy-security", "Privacy & Security"),
        (13, "search-tools", "Search Tools"),
        (14, "appearance", "Appearance"),
        (22, "bookmarks", "Bookmarks"),
        (37, "language-support", "Language Support"),
        (38, "photos-music-videos", "Photos, Music & Videos"),
        (71, "social-communication", "Social & Communication"),
        (72, "alerts-updates", "Alerts & Updates"),
        (73, "other", "Other"),
        (93, "tabs", "Tabs"),
        (141, "shopping", "Shopping"),
        (142, "games-entertainment", "Games & Entertainment"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.THEME,
        (21, "miscellaneous", "Miscellaneous"),
        (26, "sports", "Sports"),
        (29, "nature", "Nature"),
        (30, "animals", "Animals"),
        (31, "retro", "Retro"),
        (32, "compact", "Compact"),
        (61, "os-integration", "OS Integration"),
        (62, "modern", "Modern"),
        (67, "large", "Large"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.STATICTHEME,
        (300, "abstract", "Abstract"),
        (302, "nature", "Nature"),
        (304, "sports", "Sports"),
        (306, "scenery", "Scenery"),
        (308, "firefox", "Firefox"),
        (310, "foxkeh", "Foxkeh"),
        (312, "seasonal", "Seasonal"),
        (314, "other", "Other"),
        (316, "websites", "Websites"),
        (318, "solid", "Solid"),
        (320, "causes", "Causes"),
        (322, "music", "Music"),
        (324, "fashion", "Fashion"),
        (326, "film-and-tv", "Film and TV"),
        (328, "holiday", "Holiday"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.PERSONA,
        (100, "abstract", "Abstract"),
        (102, "nature", "Nature"),
        (104, "sports", "Sports"),
        (106, "scenery", "Scenery"),
        (108, "firefox", "Firefox"),
        (110, "foxkeh", "Foxkeh"),
        (112, "seasonal", "Seasonal"),
        (114, "other", "Other"),
        (116, "websites", "Websites"),
        (118, "solid", "Solid"),
        (120, "causes", "Causes"),
        (122, "music", "Music"),
        (124, "fashion", "Fashion"),
        (126, "film-and-tv", "Film and TV"),
        (128, "holiday", "Holiday"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.DICTIONARY,
        (95, "general", "General"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.LANGUAGE,
        (98, "general", "General"),
    ),
    *_rows(
        Application.FIREFOX,
        AddonType.SEARCH,
        (78, "video", "Video"),
        (79, "bookmarks", "Bookmarks"),
        (80, "business", "Business"),
        (81, "dictionaries-encyclopedias", "Dictionaries & Encyclopedias"),
        (82, "general", "General"),
        (83, "kids", "Kids"),
        (84, "multiple-search", "Multiple Search"),
        (85, "music", "Music"),
        (86, "news-blogs", "News & Blogs"),
        (87, "photos-images", "Photos & Images"),
        (88, "shopping-e-commerce", "Shopping & E-Commerce"),
        (89, "social-people", "Social & People"),
        (90, "sports", "Sports"),
        (91, "travel", "Travel"),
    ),
    *_rows(
        Application.ANDROID,
        AddonType.EXTENSION,
        (143, "photos-media", "Photos & Media"),
        (144, "performance", "Performance"),
        (145, "device-features-location", "Device Features & Location"),
        (146, "sports-games", "Sports & Games"),
        (147, "feeds-news-blogging", "Feeds, News, & Blogging"),
        (148, "social-networking", "Social Networking"),
        (149, "security-privacy", "Security & Privacy"),
        (150, "shopping", "Shopping"),
        (151, "experimental", "Experimental"),
        (152, "user-interface", "User Interface"),
        (153, "other", "Other"),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.EXTENSION,
        (1000, "appearance", "Appearance and Customization"),
        (1001, "calendar", "Calendar and Date/Time"),
        (1002, "chat", "Chat and IM"),
        (1003, "contacts", "Contacts"),
        (1004, "folders-and-filters", "Folders and Filters"),
        (1005, "importexport", "Import/Export"),
        (1006, "language-support", "Language Support"),
        (1007, "composition", "Message Composition"),
        (1008, "message-and-news-reading", "Message and News Reading"),
        (1009, "miscellaneous", "Miscellaneous"),
        (1010, "privacy-and-security", "Privacy and Security"),
        (1011, "tags", "Tags"),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.THEME,
        (1012, "compact", "Compact"),
        (1013, "miscellaneous", "Miscellaneous"),
        (1014, "modern", "Modern"),
        (1015, "nature", "Nature"),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.DICTIONARY,
        (1016, "general", "General"),
    ),
    *_rows(
        Application.THUNDERBIRD,
        AddonType.LANGUAGE,
        (1017, "general", "General"),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.EXTENSION,
        (1018, "bookmarks", "Bookmarks"),
        (1019, "downloading-and-file-management", "Downloading and File Management"),
        (1020, "interface-customizations", "Interface Customizations"),
        (1021, "language-support-and-translation", "Language Support and Translation"),
        (1022, "miscellaneous", "Miscellaneous"),
        (1023, "photos-and-media", "Photos and Media"),
        (1024, "privacy-and-security", "Privacy and Security"),
        (1025, "rss-news-and-blogging", "RSS, News and Blogging"),
        (1026, "search-tools", "Search Tools"),
        (1027, "site-specific", "Site-specific"),
        (1028, "web-and-developer-tools", "Web and Developer Tools"),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.THEME,
        (1029, "miscellaneous", "Miscellaneous"),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.DICTIONARY,
        (1030, "general", "General"),
    ),
    *_rows(
        Application.SEAMONKEY,
        AddonType.LANGUAGE,
        (1031, "general", "General"),
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


def find(application: Application, type: AddonType, slug: str) -> Category | None:  # noqa: A002
    """The category of that slug, in any case, or None."""
    return _BY_SLUG.get((application, type, slug.lower()))
