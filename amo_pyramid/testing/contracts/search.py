"""What every search does: filters, orders, pages, the ranking of catalog.md §7, following."""

from __future__ import annotations

from amo_pyramid.testing.contracts.search_filters import KindContract, ReviewedContract
from amo_pyramid.testing.contracts.search_following import FollowingContract, RebuildContract
from amo_pyramid.testing.contracts.search_lists import (
    OrderContract,
    PagingContract,
    SuggestionContract,
)
from amo_pyramid.testing.contracts.search_names import (
    ColorContract,
    CombinedContract,
    NamesContract,
    PromotedContract,
)
from amo_pyramid.testing.contracts.search_ranking import RankingContract
from amo_pyramid.testing.contracts.search_stress import HostileContract, ManyAtOnceContract
from amo_pyramid.testing.contracts.search_typing import LanguagesContract, TypingContract


class SearchContract(
    ReviewedContract,
    KindContract,
    NamesContract,
    PromotedContract,
    ColorContract,
    CombinedContract,
    OrderContract,
    PagingContract,
    SuggestionContract,
    RankingContract,
    TypingContract,
    LanguagesContract,
    FollowingContract,
    RebuildContract,
    ManyAtOnceContract,
    HostileContract,
):
    """The whole suite.

    A subclass gives three fixtures: ``catalogue``, an empty, upgraded catalogue; ``search``, the
    search of that catalogue; ``another_search``, the same as another process would have it.
    """
