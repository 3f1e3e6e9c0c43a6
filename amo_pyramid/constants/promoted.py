"""Groups of promoted add-ons (catalog.md §2.6)."""

from __future__ import annotations

from amo_pyramid.constants.names import NamedNumber


class PromotedGroup(NamedNumber):
    """A group. The search word ``badged`` means every group that ``is_badged``."""

    RECOMMENDED = 1
    SPONSORED = 2
    VERIFIED = 3
    LINE = 4
    SPOTLIGHT = 5
    STRATEGIC = 6

    @property
    def api_name(self) -> str:
        return self.name.lower()

    @property
    def needs_approval(self) -> bool:
        """Whether only versions approved for the group count as promoted."""
        return self is not PromotedGroup.STRATEGIC

    @property
    def is_badged(self) -> bool:
        """Whether the group is shown with a badge."""
        return self not in (PromotedGroup.SPOTLIGHT, PromotedGroup.STRATEGIC)

    @property
    def weight(self) -> float:
        """The factor on an add-on's relevance in search."""
        return 5.0 if self in (PromotedGroup.RECOMMENDED, PromotedGroup.LINE) else 1.0

    @classmethod
    def named(cls, text: str) -> PromotedGroup | None:
        """The group named ``text`` in any case, or None. Numbers are refused (§5.1)."""
        return None if text.isdigit() else super().named(text)
