"""The SQL catalogue keeps the contract of editorial lists, on both databases."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.editorial import Edition
from amo_pyramid.domain.query import PageRequest
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase
from amo_pyramid.testing.contracts.editorial import EditorialContract
from amo_pyramid.testing.queries import count_statements


class TestSqlite(EditorialContract):
    @pytest.fixture
    def catalogue(self, sqlite_catalogue):
        return sqlite_catalogue


class TestPostgresql(EditorialContract):
    @pytest.fixture
    def catalogue(self, postgresql_catalogue):
        return postgresql_catalogue


class TestStatements(CatalogueCase):
    """The number of statements does not depend on the number of rows."""

    QUESTIONS = {
        "discovery": (1, lambda session: session.editorial.discovery(Edition.DEFAULT)),
        "discovery of one application": (
            1,
            lambda session: session.editorial.discovery(Edition.DEFAULT, Application.FIREFOX),
        ),
        "discovery_items": (1, lambda session: session.editorial.discovery_items()),
        "replacements": (4, lambda session: session.editorial.replacements(PageRequest())),
        "overrides": (
            3,
            lambda session: session.editorial.overrides(
                [f"override{id_}@example.com" for id_ in range(1, 26)], PageRequest()
            ),
        ),
        "has_overrides": (1, lambda session: session.editorial.has_overrides()),
        "mappings": (2, lambda session: session.editorial.mappings("chrome", PageRequest())),
        "public_by_guids": (
            1,
            lambda session: session.addons.public_by_guids(
                [f"addon{id_}@example.com" for id_ in range(1, 26)]
            ),
        ),
        "language_tools": (
            1,
            lambda session: session.addons.language_tools(
                Application.FIREFOX, (AddonType.LANGUAGE,), ["me"]
            ),
        ),
        "collections": (2, lambda session: session.collections.by_slug(1, "bag")),
    }

    @pytest.mark.parametrize("count", [1, 25])
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_a_question_costs_the_same_for_one_and_for_many(self, catalogue, question, count):
        self.fill(catalogue, count)
        statements, ask = self.QUESTIONS[question]
        with self.reading(catalogue) as session, count_statements(catalogue) as sent:
            ask(session)
        assert len(sent) == statements

    def fill(self, catalogue, count):
        numbers = range(1, count + 1)
        self.put(catalogue, builders.user(1, "me"))
        for id_ in numbers:
            self.put(catalogue, *builders.listed(builders.addon(id_)))
        self.put(
            catalogue,
            builders.collection(1, 1, *numbers, slug="bag"),
            builders.replacement(1, path="/addon/1/"),
            builders.replacement(2, path="/collections/me/bag/"),
            *(builders.replacement(id_ + 2, path=f"/addon/addon-{id_}/") for id_ in numbers),
            *(builders.discovery_item(id_, id_) for id_ in numbers),
            *(builders.override(id_) for id_ in numbers),
            *(builders.mapping(id_) for id_ in numbers),
        )
