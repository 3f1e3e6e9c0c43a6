"""What every catalogue does with derived numbers, as tests that know only the contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase


class PopularityContract(CatalogueCase):
    """``catalogue`` is an empty, upgraded catalogue."""

    @pytest.fixture
    def theme(self, catalogue: Catalogue) -> Popularity:
        """The numbers of add-on 1, a lightweight theme with updates; add-on 2 is another."""
        persona = Persona(persona_id=9, popularity=3, movers=0.5)
        addon = builders.addon(1, type=AddonType.PERSONA, persona=persona, weekly_downloads=7)
        other = builders.addon(2, average_daily_users=11, hotness=0.25)
        self.put(catalogue, *builders.listed(addon), *builders.listed(other))
        point = DataPoint(addon_id=1, model=StatModel.THEME_UPDATES, day=7, count=1)
        with self.writing(catalogue) as session:
            session.statistics.put([point])
        return Popularity(
            addon_id=1,
            type=AddonType.PERSONA,
            average_daily_users=addon.average_daily_users,
            weekly_downloads=7,
            hotness=0.0,
            popularity=3,
            movers=0.5,
        )

    def test_numbers_are_read_with_what_has_been_counted(
        self, catalogue: Catalogue, theme: Popularity
    ) -> None:
        with self.reading(catalogue) as session:
            first, second = session.statistics.popularity(0, 10)
            assert first == (theme, {StatModel.THEME_UPDATES})
            assert (second[0].addon_id, second[0].average_daily_users) == (2, 11)
            assert (second[0].hotness, second[1]) == (0.25, frozenset())
            assert session.statistics.popularity(0, 1) == [first]
            assert session.statistics.popularity(1, 1) == [second]
            assert session.statistics.popularity(2, 1) == []

    def test_new_numbers_give_a_new_revision_and_nothing_else(
        self, catalogue: Catalogue, theme: Popularity
    ) -> None:
        before = [self.addon(catalogue, id_) for id_ in (1, 2)]
        changed: list[int] = []
        numbers = replace(theme, average_daily_users=5, hotness=1.5, popularity=6, movers=2.0)
        with self.writing(catalogue) as session:
            session.on_change = lambda ids, new: changed.extend(ids)
            session.put_popularity([numbers])
        assert changed == [1]
        after = [self.addon(catalogue, id_) for id_ in (1, 2)]
        persona = replace(before[0].persona, popularity=6, movers=2.0)
        assert after == [
            replace(before[0], average_daily_users=5, hotness=1.5, persona=persona),
            before[1],
        ]
        assert after[0].revision > before[0].revision
        assert after[1].revision == before[1].revision
        with self.reading(catalogue) as session:
            assert session.statistics.popularity(0, 1)[0][0] == numbers

    def test_a_session_that_reads_stores_none(
        self, catalogue: Catalogue, theme: Popularity
    ) -> None:
        with self.reading(catalogue) as session, pytest.raises(Invalid):
            session.put_popularity([theme])
