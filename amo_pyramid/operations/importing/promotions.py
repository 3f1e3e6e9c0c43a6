"""Promoted groups of an answer (catalog.md §2.6, §6.8), as changes to the stored ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import Approval
from amo_pyramid.operations.importing.fields import Fields


@dataclass(frozen=True, slots=True)
class PromotionChange:
    """What an answer says of an add-on's promotion.

    ``group`` is None for "not promoted"; ``only`` limits that to one group, for answers that
    know no other. ``applications`` is None for all the version runs in.
    """

    group: PromotedGroup | None
    applications: frozenset[Application] | None = None
    only: PromotedGroup | None = None

    def promotion(self, stored: Promotion | None) -> Promotion | None:
        """The add-on's promotion after the change."""
        if self.group is None:
            return stored if stored and self.only not in (None, stored.group) else None
        single = self._single
        if stored and stored.group is self.group and stored.application in (None, single):
            return stored
        return Promotion(
            group=self.group, application=None if self.group.needs_approval else single
        )

    def approvals(
        self, stored: tuple[Approval, ...], runs_in: Collection[Application]
    ) -> tuple[Approval, ...]:
        """The current version's approvals after the change."""
        if self.group is None or not self.group.needs_approval:
            return stored
        wanted = runs_in if self.applications is None else self.applications
        approved = [Approval(group=self.group, application=app) for app in sorted(wanted)]
        others = [approval for approval in stored if approval.group is not self.group]
        return stored if {*others, *approved} == set(stored) else (*others, *approved)

    @property
    def _single(self) -> Application | None:
        """The one application of a promotion that does not hold for all."""
        if self.applications is None or len(self.applications) != 1:
            return None
        return next(iter(self.applications))


def read_promotion(addon: Fields) -> PromotionChange | None:
    """What an add-on's object says, by the newest of the three ways it can; None for nothing.

    Later servers answer a list of groups: the one that weighs most in search counts. Groups this
    service does not know are passed over.
    """
    if addon.has("promoted"):
        value = addon.value("promoted")
        many = value if isinstance(value, list) else [value] if value else []
        known = [change for each in many if (change := _read_group(addon.nested(each, "promoted")))]
        return max(known, key=_weight, default=PromotionChange(None))
    for old_name in ("is_recommended", "is_featured"):
        if addon.has(old_name):
            recommended = PromotedGroup.RECOMMENDED
            if addon.flag(old_name):
                return PromotionChange(recommended)
            return PromotionChange(None, only=recommended)
    return None


def _read_group(promoted: Fields) -> PromotionChange | None:
    group = PromotedGroup.named(promoted.text("category"))
    names = promoted.texts("apps")
    applications = frozenset(app for name in names if (app := Application.named(name)))
    return PromotionChange(group, applications) if group else None


def _weight(change: PromotionChange) -> Any:
    group = change.group or PromotedGroup.STRATEGIC
    return group.weight, -group
