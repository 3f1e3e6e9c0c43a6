"""What the parts of the suite of editorial lists share."""

from __future__ import annotations

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.query import PageRequest
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

ALL = PageRequest()
#: Add-ons that no public list shows.
HIDDEN = {
    "nominated": {"status": Status.NOMINATED},
    "disabled by its developer": {"is_disabled_by_developer": True},
    "disabled": {"status": Status.DISABLED},
    "deleted": {"status": Status.DELETED, "slug": None},
}


class EditorialCase(CatalogueCase):
    def ask(self, catalogue, question, *arguments):
        """What the editorial repository answers to a question, by its name."""
        with self.reading(catalogue) as session:
            return getattr(session.editorial, question)(*arguments)

    def public(self, catalogue, *addon_ids):
        for id_ in addon_ids:
            self.put(catalogue, *builders.listed(builders.addon(id_)))
