"""Programs that run add-ons (catalog.md §2.1), ordered by id."""

from __future__ import annotations

from amo_pyramid.constants.names import NamedNumber


class Application(NamedNumber):
    """A program; which API version accepts which is not decided here."""

    FIREFOX = 1
    THUNDERBIRD = 18
    SEAMONKEY = 59
    ANDROID = 61

    @property
    def api_name(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        """The name people read, in English."""
        return _LABELS[self]

    @property
    def guid(self) -> str:
        """The program's own id, as manifests write it."""
        return _GUIDS[self]


_LABELS = {
    Application.FIREFOX: "Firefox",
    Application.THUNDERBIRD: "Thunderbird",
    Application.SEAMONKEY: "SeaMonkey",
    Application.ANDROID: "Firefox for Android",
}
_GUIDS = {
    Application.FIREFOX: "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}",
    Application.THUNDERBIRD: "{3550f703-e582-4d05-9a08-453d09bdfdc6}",
    Application.SEAMONKEY: "{92650c4d-4b8e-4d2a-b7eb-24ecf4f6b63a}",
    Application.ANDROID: "{aa3c5121-dab2-40e2-81ca-7ea25febc110}",
}
