"""Operating systems that a file is made for (catalog.md §2.4)."""

from __future__ import annotations

from amo_pyramid.constants.names import NamedNumber


class Platform(NamedNumber):
    """An operating system."""

    ANY = 0
    ALL = 1
    LINUX = 2
    MAC = 3
    BSD = 4
    WINDOWS = 5
    SOLARIS = 6
    ANDROID = 7

    @property
    def api_name(self) -> str | None:
        """The word in answers; any, BSD and Solaris have none."""
        silent = self in (Platform.ANY, Platform.BSD, Platform.SOLARIS)
        return None if silent else self.name.lower()

    @classmethod
    def named(cls, text: str) -> Platform | None:
        """The system that ``text`` means as a word of requests or as a number, or None."""
        return _WORDS.get(text.lower()) or super().named(text)


_WORDS = {
    "macosx": Platform.MAC,
    "darwin": Platform.MAC,
    "win": Platform.WINDOWS,
    "winnt": Platform.WINDOWS,
    "bsd": Platform.BSD,
    "bsd_os": Platform.BSD,
    "freebsd": Platform.BSD,
    "sun": Platform.SOLARIS,
    "sunos": Platform.SOLARIS,
    "solaris": Platform.SOLARIS,
}
