"""API keys, sign-ins and what profiles tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.keys import ApiKey
from amo_pyramid.domain.user import SignIn, Works
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

NOW = builders.CREATED
LATER = NOW + timedelta(days=1)


def key(number: int = 1, user_id: int = 1, **fields: Any) -> ApiKey:
    values = {"sealed": f"sealed {number}", "created": NOW, **fields}
    return ApiKey(issuer=f"user:{user_id}:{number}", user_id=user_id, **values)


class KeysContract(CatalogueCase):
    @pytest.fixture
    def people(self, catalogue):
        """Users 1 and 2."""
        self.put(catalogue, builders.user(1), builders.user(2))

    def add(self, catalogue, *keys):
        with self.writing(catalogue) as session:
            for each in keys:
                session.keys.add(each)

    def test_an_active_key_is_found_by_its_exact_name(self, catalogue, people):
        self.add(catalogue, key(1), key(1, 2))
        with self.reading(catalogue) as session:
            assert session.keys.active("user:1:1") == key(1)
            assert session.keys.owner("user:2:1") == builders.user(2)
            for name in ("USER:1:1", "user:1:2", "", "user:1:1\x00", "\ud800"):
                assert session.keys.active(name) is None
                assert session.keys.owner(name) is None

    def test_a_user_has_one_active_key(self, catalogue, people):
        self.add(catalogue, key(1))
        with pytest.raises(Conflict):
            self.add(catalogue, key(2))
        self.add(catalogue, key(2, 2))
        with self.reading(catalogue) as session:
            assert session.keys.all() == [key(1), key(2, 2)]

    def test_a_name_is_given_once(self, catalogue, people):
        self.add(catalogue, key(1))
        with self.writing(catalogue) as session:
            assert session.keys.revoke("user:1:1", LATER)
        with pytest.raises(Conflict):
            self.add(catalogue, key(1))

    def test_a_revoked_key_is_kept_and_not_active(self, catalogue, people):
        self.add(catalogue, key(1), key(5, 2))
        with self.writing(catalogue) as session:
            assert session.keys.revoke("user:1:1", LATER)
            assert not session.keys.revoke("user:1:1", NOW)
            assert not session.keys.revoke("user:1:9", NOW)
        second = key(2, created=LATER)
        self.add(catalogue, second)
        with self.reading(catalogue) as session:
            assert session.keys.active("user:1:1") is None
            assert session.keys.owner("user:1:1") is None
            assert session.keys.of_user(1) == [key(1, revoked=LATER), second]
            assert session.keys.all() == [key(1, revoked=LATER), key(5, 2), second]

    def test_a_key_belongs_to_a_user(self, catalogue, people):
        with pytest.raises(Conflict):
            self.add(catalogue, key(1, 3))

    def test_a_secret_can_be_sealed_again(self, catalogue, people):
        self.add(catalogue, key(1), key(1, 2))
        with self.writing(catalogue) as session:
            session.keys.reseal("user:1:1", "anew")
        with self.reading(catalogue) as session:
            assert session.keys.all() == [key(1, sealed="anew"), key(1, 2)]

    def test_a_nonce_of_a_key_is_used_once_until_it_is_forgotten(self, catalogue):
        def use(issuer, nonce, now=NOW):
            with self.writing(catalogue) as session:
                session.keys.use_once(issuer, nonce, until=now + timedelta(seconds=5), now=now)

        use("a", "1")
        use("a", "2")
        use("b", "1")
        for now in (NOW, NOW + timedelta(seconds=5)):
            with pytest.raises(Conflict):
                use("a", "1", now)
        use("a", "1", NOW + timedelta(seconds=6))

    def test_a_secret_does_not_show_itself(self):
        assert "sealed 1" not in repr(key(1))


class SignInContract(CatalogueCase):
    def test_the_last_sign_in_is_remembered(self, catalogue):
        self.put(catalogue, builders.user(1), builders.user(2))
        first = SignIn(at=NOW, address="192.0.2.1")
        second = SignIn(at=LATER, address="2001:db8::1")
        for sign_in in (first, second):
            with self.writing(catalogue) as session:
                session.users.note_sign_in(1, sign_in)
            with self.reading(catalogue) as session:
                assert session.users.last_sign_in(1) == sign_in
                assert session.users.last_sign_in(2) is None

    def test_a_sign_in_changes_nothing_that_is_shown_of_an_addon(self, catalogue):
        owner = builders.user(1)
        self.put(catalogue, owner, builders.addon(authors=(builders.author(owner),)))
        before = self.revision(catalogue)
        with self.writing(catalogue) as session:
            session.users.note_sign_in(1, SignIn(at=NOW, address=""))
        assert self.revision(catalogue) == before

    def test_only_users_sign_in(self, catalogue):
        with pytest.raises(Conflict), self.writing(catalogue) as session:
            session.users.note_sign_in(1, SignIn(at=NOW, address=""))


class WorksContract(CatalogueCase):
    def works(self, catalogue, *addons, user_id=1):
        self.put(catalogue, builders.user(1), builders.user(2), *addons)
        with self.reading(catalogue) as session:
            return session.users.works_of(user_id)

    def by(self, number, user_id=1, *, is_listed=True, **fields):
        author = builders.author(builders.user(user_id), is_listed=is_listed)
        return builders.addon(number, authors=(author,), **fields)

    def test_who_made_nothing_has_no_works(self, catalogue):
        assert self.works(catalogue, self.by(1, 2)) == Works()

    def test_deleted_ones_do_not_count(self, catalogue):
        gone = self.by(1, status=Status.DELETED, slug=None, ratings_count=1, average_rating=5.0)
        assert self.works(catalogue, gone) == Works()

    @pytest.mark.parametrize(
        ("kind", "has_addons", "has_themes"),
        [
            (AddonType.EXTENSION, True, False),
            (AddonType.DICTIONARY, True, False),
            (AddonType.STATICTHEME, False, True),
            (AddonType.PERSONA, False, True),
            (AddonType.THEME, False, False),
        ],
    )
    def test_themes_are_told_from_addons(self, catalogue, kind, has_addons, has_themes):
        works = self.works(catalogue, self.by(1, type=kind, status=Status.INCOMPLETE))
        assert works == Works(has_addons=has_addons, has_themes=has_themes)

    def test_public_ones_that_name_the_user_are_counted(self, catalogue):
        works = self.works(
            catalogue,
            self.by(1),
            self.by(2),
            self.by(3, status=Status.NOMINATED),
            self.by(4, is_disabled_by_developer=True),
            self.by(5, is_listed=False),
            self.by(6, 2),
        )
        assert works.public_listed == 2

    def test_the_mean_is_that_of_all_scores(self, catalogue):
        works = self.works(
            catalogue,
            self.by(1, ratings_count=3, average_rating=2.0),
            self.by(2, ratings_count=1, average_rating=4.0, status=Status.NOMINATED),
            self.by(3, ratings_count=9, average_rating=5.0, status=Status.DISABLED),
        )
        assert works.average_rating == pytest.approx(2.5)

    def test_the_addons_of_a_user_are_told_listed_or_not(self, catalogue):
        unlisted = self.by(3, is_listed=False)
        self.works(catalogue, unlisted, self.by(2), self.by(1, 2))
        with self.reading(catalogue) as session:
            assert session.users.addons_of(1) == [2, 3]
            assert session.users.addons_of(9) == []

    def test_facts_of_a_person_are_stored(self, catalogue):
        user = builders.user(
            3,
            is_banned=True,
            read_dev_agreement=LATER,
            biography="<b>Bio</b>",
            homepage="https://example.org/",
            location="Earth",
            occupation="Tester",
        )
        self.put(catalogue, user)
        with self.reading(catalogue) as session:
            assert session.users.by_ids([3]) == [user]
        self.put(catalogue, replace(user, is_banned=False, biography=None))
        with self.reading(catalogue) as session:
            (stored,) = session.users.by_ids([3])
        assert (stored.is_banned, stored.biography) == (False, None)
