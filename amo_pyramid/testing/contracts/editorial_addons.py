"""The suite of editorial lists: their questions about add-ons."""

from __future__ import annotations

from functools import partial

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import ids
from amo_pyramid.testing.contracts.editorial_base import HIDDEN, EditorialCase


class AddonListsContract(EditorialCase):
    """The questions of lists to the repository of add-ons."""

    @pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
    def test_reviewed_addons_come_in_the_order_of_their_guids(self, catalogue, fields):
        self.public(catalogue, 1, 2)
        self.put(catalogue, *builders.listed(builders.addon(3, **fields)), builders.addon(4))
        guids = [f"addon{id_}@example.com" for id_ in (4, 3, 2, 77, 1, 2)]
        with self.reading(catalogue) as session:
            found = session.addons.public_by_guids([*guids, "ADDON1@example.com"])
            assert ids(found) == [2, 1]
            assert session.addons.public_by_guids([]) == []
        assert found[0] == self.resolve(catalogue, "2")

    def tools(self, catalogue, *arguments):
        with self.reading(catalogue) as session:
            return [id_ for id_, _ in session.addons.language_tools(*arguments)]

    def test_language_tools_are_of_the_types_with_a_target_locale(self, catalogue):
        pack = partial(builders.addon, type=AddonType.LANGUAGE)
        for addon in (
            builders.addon(1, type=AddonType.DICTIONARY, target_locale="fr"),
            pack(2, target_locale="de"),
            pack(3, target_locale=""),
            pack(4, target_locale=None),
            builders.addon(5, target_locale="fr"),
        ):
            self.put(catalogue, *builders.listed(addon))
        both = (AddonType.LANGUAGE, AddonType.DICTIONARY)
        assert self.tools(catalogue, Application.FIREFOX, both) == [1, 2]
        assert self.tools(catalogue, Application.FIREFOX, both[:1]) == [2]
        assert self.tools(catalogue, Application.FIREFOX, ()) == []

    @pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
    def test_language_tools_are_reviewed_content(self, catalogue, fields):
        pack = {"type": AddonType.LANGUAGE, "target_locale": "fr"}
        hidden = builders.addon(1, **pack, **fields)
        self.put(catalogue, *builders.listed(hidden), builders.addon(2, **pack))
        assert self.tools(catalogue, Application.FIREFOX, (AddonType.LANGUAGE,)) == []

    def test_language_packs_are_for_the_application_of_their_current_version(self, catalogue):
        pack = builders.addon(1, type=AddonType.LANGUAGE, target_locale="fr")
        mail = ApplicationRange(application=Application.THUNDERBIRD, min="57.0", max="57.*")
        version = builders.version(10, 1, ranges=(mail,))
        old = builders.version(9, 1, version="0", is_deleted=True)
        self.put(catalogue, *builders.listed(pack, version, old))
        types = (AddonType.LANGUAGE,)
        assert self.tools(catalogue, Application.FIREFOX, types) == []
        assert self.tools(catalogue, Application.THUNDERBIRD, types) == [1]

    def test_dictionaries_run_wherever_their_type_does(self, catalogue):
        words = builders.addon(1, type=AddonType.DICTIONARY, target_locale="fr")
        self.put(catalogue, *builders.listed(words, builders.version(10, 1, ranges=())))
        types = (AddonType.DICTIONARY,)
        assert self.tools(catalogue, Application.FIREFOX, types) == [1]
        assert self.tools(catalogue, Application.ANDROID, types) == [1]
        assert self.tools(catalogue, Application.THUNDERBIRD, types) == []

    def test_language_tools_of_authors_are_those_that_they_are_listed_for(self, catalogue):
        people = [builders.user(id_, name) for id_, name in enumerate("abc", start=1)]
        pack = partial(builders.addon, type=AddonType.LANGUAGE, target_locale="fr")
        for id_, authors in (
            (1, (builders.author(people[0]), builders.author(people[1], position=1))),
            (2, (builders.author(people[1]),)),
            (3, (builders.author(people[0], is_listed=False),)),
            (4, (builders.author(people[2]),)),
        ):
            self.put(catalogue, *builders.listed(pack(id_, authors=authors)))
        question = partial(self.tools, catalogue, Application.FIREFOX, (AddonType.LANGUAGE,))
        assert question(["a", "b"]) == [1, 2]
        assert question(["A", "2"]) == []
        assert question([]) == []
        assert question() == [1, 2, 3, 4]

    def test_language_tools_tell_the_revision(self, catalogue):
        pack = builders.addon(7, type=AddonType.LANGUAGE, target_locale="fr")
        self.put(catalogue, *builders.listed(pack))
        with self.reading(catalogue) as session:
            found = session.addons.language_tools(Application.FIREFOX, (AddonType.LANGUAGE,))
        assert found == [(7, self.revision(catalogue, 7))]
