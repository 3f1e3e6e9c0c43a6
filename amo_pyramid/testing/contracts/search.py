"""What every search does: filters, orders, pages, the ranking of catalog.md §7, following."""

from __future__ import annotations

from amo_pyramid.testing.contracts.search_filters import (
    ColorContract,
    CombinedContract,
    KindContract,
    NamesContract,
    PromotedContract,
    ReviewedContract,
)
from amo_pyramid.testing.contracts.search_following import (
    FollowingContract,
    HostileContract,
    ManyAtOnceContract,
    RebuildContract,
)
from amo_pyramid.testing.contracts.search_lists import (
    OrderContract,
    PagingContract,
    SuggestionContract,
)
from amo_pyramid.testing.contracts.search_ranking import (
    LanguagesContract,
    RankingContract,
    TypingContract,
)


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
