"""The catalogue's suite: finding and loading add-ons, people and their rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon, AddonState, Persona, Promotion
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import NOTHING, CatalogueCase, ids, texts

UUID = "{1a2b3c4d-0000-1111-2222-333344445555}"


def full_addon() -> Addon:
    """An add-on with something in every field."""
    people = [builders.user(1, display_name="Ann"), builders.user(2, email="b@example.com")]
    texts_in: dict[str, Any] = {
        **{name: {"pt-BR": name} for name in ("summary", "description", "homepage")},
        **{name: {"fr": name} for name in ("support_email", "support_url")},
        **{name: {"de": name} for name in ("developer_comments", "eula", "privacy_policy")},
    }
    return builders.addon(
        guid=UUID,
        type=AddonType.PERSONA,
        default_locale="pt-BR",
        name={"pt-BR": "Nome", "en-US": "Name"},
        **texts_in,
        contributions_url="https://example.com/give",
        average_daily_users=3_000_000_000,
        weekly_downloads=12,
        hotness=0.25,
        average_rating=4.21,
        bayesian_rating=4.1824,
        ratings_count=12,
        text_ratings_count=9,
        icon_type="image/png",
        icon_hash="fakehash",
        is_experimental=True,
        requires_payment=True,
        has_public_stats=True,
        target_locale="fr",
        excluded_regions=("CN", "FR"),
        authors=(
            builders.author(people[1], position=1, role="developer"),
            builders.author(people[0], position=2, is_listed=False),
        ),
        categories=(1, 73),
        tags=("a", "b"),
        previews=(
            builders.preview(7, position=1, default_locale="pt-BR", image_size=(640, 480)),
            builders.preview(
                5, position=2, default_locale="pt-BR", caption={"de": "x"}, thumbnail_size=(3, 2)
            ),
        ),
        persona=Persona(
            persona_id=9,
            header="h.png",
            accent_color="ff0000",
            popularity=7,
            movers=0.5,
            static_theme_id=8,
        ),
        promotion=Promotion(group=PromotedGroup.RECOMMENDED),
    )


class AddonsContract(CatalogueCase):
    @pytest.mark.parametrize("identifier", ["7", "my-addon", "My-AddOn", UUID, UUID.upper()])
    def test_an_addon_is_found_by_id_slug_and_guid_in_any_case(self, catalogue, identifier):
        self.put(catalogue, builders.addon(7, slug="my-addon", guid=UUID))
        assert self.resolve(catalogue, identifier).id == 7

    @pytest.mark.parametrize(
        "identifier",
        ["8", "9" * 30, "addon-8", "nul\0byte", "half\ud800surrogate", "x@y.z", f"{'x' * 5000}"],
    )
    def test_an_identifier_of_nothing_finds_nothing(self, catalogue, identifier):
        self.put(catalogue, builders.addon(7))
        assert self.resolve(catalogue, identifier) is None

    def test_case_is_folded_in_every_script(self, catalogue):
        self.put(catalogue, builders.addon(7, slug="ÄÖÜ-Straße"))
        assert self.resolve(catalogue, "äöü-strasse").id == 7

    def test_of_guids_that_differ_in_case_the_exact_one_is_found(self, catalogue):
        self.put(catalogue, builders.addon(7, guid="A@b.c"), builders.addon(8, guid="a@b.c"))
        found = [self.resolve(catalogue, guid).id for guid in ("A@b.c", "a@b.c", "A@B.C")]
        assert found == [7, 8, 7]

    def test_an_addon_may_have_neither_guid_nor_slug(self, catalogue):
        nameless = [builders.addon(id_, guid=None, slug=None) for id_ in (7, 8)]
        self.put(catalogue, *nameless)
        assert self.resolve(catalogue, "7").id == 7
        assert self.addon(catalogue, 8) == nameless[1]

    def test_a_deleted_addon_is_found_by_id_and_guid(self, catalogue):
        deleted = builders.addon(7, guid=UUID, slug=None, status=Status.DELETED)
        self.put(catalogue, deleted)
        assert self.resolve(catalogue, "7").is_deleted
        assert self.resolve(catalogue, UUID).is_deleted

    def test_what_is_resolved_tells_who_may_see_it(self, catalogue):
        stored = builders.addon(
            7,
            type=AddonType.STATICTHEME,
            status=Status.NOMINATED,
            is_disabled_by_developer=True,
            excluded_regions=("FR", "CN"),
        )
        self.put(catalogue, stored)
        state = self.resolve(catalogue, "7")
        assert state == AddonState(
            id=7,
            revision=state.revision,
            type=AddonType.STATICTHEME,
            status=Status.NOMINATED,
            is_disabled_by_developer=True,
            excluded_regions=("FR", "CN"),
        )
        assert state.type is AddonType.STATICTHEME

    def test_every_field_comes_back_as_it_was_given(self, catalogue):
        stored = full_addon()
        self.put(catalogue, *builders.listed(stored))
        loaded = self.addon(catalogue, needs=ADDON_NEEDS)
        assert loaded == stored
        assert loaded.status is Status.PUBLIC
        assert loaded.created.utcoffset().total_seconds() == 0

    @pytest.mark.fact("catalog-147")
    def test_locales_are_stored_as_the_api_writes_them(self, catalogue):
        self.put(catalogue, builders.addon(name={"PT-br": "Nome", "fr": " x\n"}))
        assert self.addon(catalogue).name.texts == {"pt-BR": "Nome", "fr": " x\n"}

    def test_texts_know_where_to_look_further(self, catalogue):
        preview = builders.preview(default_locale="de", caption={"de": "x"})
        self.put(catalogue, builders.addon(default_locale="de", previews=(preview,)))
        loaded = self.addon(catalogue)
        assert loaded.name.fallbacks == loaded.eula.fallbacks == ("de",)
        assert loaded.previews[0].caption.fallbacks == ("de", "en-US")

    @pytest.mark.parametrize(
        "text", ["\u2028 emoji 😀", "'; DROP TABLE addon; --", "%s :x ?", "\\"]
    )
    def test_texts_are_kept_exactly(self, catalogue, text):
        self.put(catalogue, builders.addon(name={"en-US": text}, tags=(text,)))
        loaded = self.addon(catalogue)
        assert (loaded.name, loaded.tags) == (texts(en_US=text), (text,))

    @pytest.mark.fact("catalog-84", "catalog-85")
    def test_an_addon_tells_whether_there_is_an_eula_without_loading_it(self, catalogue):
        self.put(catalogue, builders.addon(eula={"fr": "E"}, privacy_policy={"fr": " "}))
        loaded = self.addon(catalogue, needs=NOTHING)
        assert (loaded.has_eula, loaded.has_privacy_policy) == (True, False)

    def test_addons_come_in_the_order_asked_for_without_unknown_ones(self, catalogue):
        self.put(catalogue, *(builders.addon(id_) for id_ in (1, 2, 3)))
        with self.reading(catalogue) as session:
            assert ids(session.addons.by_ids([3, 99, 1], NOTHING)) == [3, 1]
            assert session.addons.by_ids([], NOTHING) == []

    def test_relations_of_several_addons_are_not_mixed_up(self, catalogue):
        stored = [builders.addon(id_, tags=(f"t{id_}",), categories=(id_,)) for id_ in (1, 2, 3)]
        self.put(catalogue, *stored)
        with self.reading(catalogue) as session:
            assert session.addons.by_ids([1, 2, 3], ADDON_NEEDS) == stored

    def test_what_is_not_needed_is_not_loaded(self, catalogue):
        self.put(catalogue, *builders.listed(full_addon()))
        loaded = self.addon(catalogue, needs=NOTHING)
        for name in (*ADDON_NEEDS - {"texts"}, "eula", "current_version"):
            assert getattr(loaded, name) is NOT_LOADED
        loaded = self.addon(catalogue, needs=frozenset({"tags", "current_version.files"}))
        assert loaded.tags == ("a", "b")
        assert loaded.current_version.files
        assert loaded.current_version.ranges is NOT_LOADED

    @pytest.mark.parametrize("need", ["nonsense", "current_version.nonsense", "files", "tags.x"])
    def test_a_need_that_does_not_exist_is_refused(self, catalogue, need):
        with self.reading(catalogue) as session, pytest.raises(Invalid, match="no relation"):
            session.addons.by_ids([1], frozenset({need}))

    def test_relations_come_in_the_order_in_which_they_are_shown(self, catalogue):
        people = [builders.user(id_) for id_ in (1, 2)]
        stored = builders.addon(
            authors=tuple(builders.author(each, position=3 - each.id) for each in people),
            tags=("b", "Z", "a"),
            previews=tuple(builders.preview(id_, position=9 - id_) for id_ in (1, 2)),
        )
        self.put(catalogue, *people, stored)
        loaded = self.addon(catalogue)
        assert [each.user.username for each in loaded.authors] == ["user2", "user1"]
        assert loaded.tags == ("Z", "a", "b")
        assert ids(loaded.previews) == [2, 1]

    def test_ids_are_found_by_exact_guids_and_slugs(self, catalogue):
        self.put(catalogue, builders.addon(1, guid="A@b.c", slug="One"), builders.addon(2))
        with self.reading(catalogue) as session:
            found = session.addons.ids_of(guids=["A@b.c", "a@b.c"], slugs=["One", "ADDON-2"])
            assert dict(found) == {"A@b.c": 1, "One": 1}
            assert session.addons.ids_of() == {}

    def test_access_tells_authors_and_channels(self, catalogue):
        unlisted = builders.version(11, channel=Channel.UNLISTED, version="2.0")
        owner = builders.user(1)
        stored = builders.addon(authors=(builders.author(owner, is_listed=False),))
        self.put(catalogue, *builders.listed(stored, unlisted))
        with self.reading(catalogue) as session:
            access = session.addons.access(1, 1)
            assert (access.is_author, access.has_listed_versions) == (True, False)
            assert access.has_unlisted_versions
            assert not session.addons.access(1, 2).is_author

    def test_deleted_versions_do_not_count_for_access(self, catalogue):
        self.put(catalogue, builders.addon(), builders.version(is_deleted=True))
        with self.reading(catalogue) as session:
            assert not session.addons.access(1, 1).has_listed_versions

    @pytest.mark.parametrize(
        ("fields", "is_found"),
        [
            ({}, True),
            ({"is_disabled_by_developer": True}, False),
            ({"status": Status.DISABLED}, False),
            ({"type": AddonType.THEME}, False),
        ],
        ids=str,
    )
    def test_a_public_theme_is_found_by_either_number(self, catalogue, fields, is_found):
        persona = Persona(persona_id=9, static_theme_id=8)
        addon = builders.addon(1, **{"type": AddonType.PERSONA, "persona": persona, **fields})
        self.put(catalogue, *builders.listed(addon))
        found = (1, 8) if is_found else None
        with self.reading(catalogue) as session:
            assert session.addons.public_theme(1, is_persona_id=False) == found
            assert session.addons.public_theme(9, is_persona_id=True) == found
            assert session.addons.public_theme(9, is_persona_id=False) is None
            assert session.addons.public_theme(2**64, is_persona_id=True) is None


class UsersContract(CatalogueCase):
    def test_users_come_in_the_order_asked_for_without_unknown_ones(self, catalogue):
        people = [builders.user(1), builders.user(2, picture_modified=builders.CREATED)]
        self.put(catalogue, *people)
        with self.reading(catalogue) as session:
            assert session.users.by_ids([2, 9, 1]) == [people[1], people[0]]

    def test_a_user_is_found_by_exact_name(self, catalogue):
        self.put(catalogue, builders.user(1, "my-fancy"), builders.user(2, "my-Fancy"))
        with self.reading(catalogue) as session:
            assert session.users.by_username("my-Fancy") == builders.user(2, "my-Fancy")
            assert session.users.by_username("MY-FANCY") is None

    def test_rules_are_those_of_all_groups_of_a_user(self, catalogue):
        groups = [
            builders.group(1, rules=("Addons:Review", "Users:Edit"), members=(1, 2)),
            builders.group(2, rules=("*:*",), members=(1,)),
            builders.group(3, members=(1,)),
        ]
        self.put(catalogue, builders.user(1), builders.user(2), *groups)
        with self.reading(catalogue) as session:
            assert session.users.rules_of(1) == {"Addons:Review", "Users:Edit", "*:*"}
            assert session.users.rules_of(2) == {"Addons:Review", "Users:Edit"}
            assert session.users.rules_of(3) == frozenset()

    def test_who_leaves_a_group_loses_its_rules(self, catalogue):
        group = builders.group(rules=("Addons:Review",), members=(1,))
        self.put(catalogue, builders.user(1), group)
        self.put(catalogue, replace(group, members=()))
        with self.reading(catalogue) as session:
            assert session.users.rules_of(1) == frozenset()
