"""How many statements a question costs: the same for one record as for many."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS, VERSION_NEEDS, RecordKind
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.query import AddonRef, PageRequest, VersionQuery
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_addons import full_addon
from amo_pyramid.testing.contracts.catalogue_base import EVERYTHING, NOTHING, CatalogueCase
from amo_pyramid.testing.contracts.catalogue_versions import full_version
from amo_pyramid.testing.queries import count_statements

DETAIL = ADDON_NEEDS.union(f"current_version.{need}" for need in VERSION_NEEDS)
LIST = frozenset({"authors", "current_version.files"})


def full_records(number: int):
    """An add-on with something in every relation, its version likewise."""
    addon, version = full_addon(), full_version()
    id_ = number * 10
    own = replace(
        version,
        id=id_,
        addon_id=number,
        is_deleted=False,
        channel=Channel.LISTED,
        files=tuple(
            replace(each, id=id_ + place, status=Status.PUBLIC)
            for place, each in enumerate(version.files)
        ),
        previews=(builders.preview(id_),),
    )
    previews = tuple(replace(each, id=id_ + place) for place, each in enumerate(addon.previews))
    changes = {"id": number, "guid": f"{number}@x", "slug": f"s{number}", "previews": previews}
    return builders.listed(replace(addon, **changes), own)


@pytest.fixture
def full(catalogue):
    """25 full add-ons with a version each."""
    CatalogueCase().put(catalogue, *(each for id_ in range(1, 26) for each in full_records(id_)))
    return catalogue


@pytest.fixture
def session(full):
    session = full.read()
    yield session
    session.close()


@pytest.mark.parametrize("ids", [[1], list(range(1, 26))], ids=["one", "25"])
@pytest.mark.parametrize(
    ("needs", "count"),
    [
        (NOTHING, 1),
        (frozenset({"texts", "persona", "promotion"}), 1),
        (LIST, 4),
        (DETAIL, 10),
        (EVERYTHING, 10),
    ],
    ids=["nothing", "in the row", "list", "detail", "everything"],
)
def test_addons_cost_a_statement_per_relation(full, session, needs, ids, count):
    with count_statements(full) as statements:
        assert len(session.addons.by_ids(ids, needs)) == len(ids)
    assert len(statements) == count


def test_relations_that_are_not_there_cost_nothing(catalogue):
    case = CatalogueCase()
    case.put(catalogue, *builders.listed(builders.addon()))
    with case.reading(catalogue) as session, count_statements(catalogue) as statements:
        session.addons.by_ids([1], DETAIL)
    # The add-on, authors, categories, tags; the version, files, ranges. No previews, approvals.
    assert len(statements) == 7


@pytest.mark.parametrize("ids", [[10], [id_ * 10 for id_ in range(1, 26)]], ids=["one", "25"])
@pytest.mark.parametrize(("needs", "count"), [(NOTHING, 1), (VERSION_NEEDS, 5)])
def test_versions_cost_a_statement_per_relation(full, session, needs, ids, count):
    with count_statements(full) as statements:
        assert len(session.versions.by_ids(ids, needs)) == len(ids)
    assert len(statements) == count


@pytest.mark.parametrize("size", [1, 25])
def test_a_page_of_versions_costs_one_statement_more(full, session, size):
    query = VersionQuery(1, page=PageRequest(1, size))
    with count_statements(full) as statements:
        session.versions.find(query, VERSION_NEEDS)
    assert len(statements) == 6


@pytest.mark.parametrize("identifier", ["1", "s1", "1@x", "unknown"])
def test_resolving_and_access_cost_one_statement(full, session, identifier):
    with count_statements(full) as statements:
        session.addons.resolve(AddonRef.parse(identifier))
    assert len(statements) == 1
    with count_statements(full) as statements:
        session.addons.access(1, 1)
    assert len(statements) == 1


@pytest.mark.parametrize("limit", [1, 25])
@pytest.mark.parametrize(("kind", "count"), [(RecordKind.ADDON, 6), (RecordKind.VERSION, 6)])
def test_records_cost_the_same_for_any_number(full, session, kind, count, limit):
    with count_statements(full) as statements:
        assert len(session.records(kind, limit=limit)) == limit
    assert len(statements) == count


@pytest.mark.parametrize("change", ["new", "changed", "unchanged"])
def test_storing_costs_the_same_for_any_number(catalogue, change):
    case = CatalogueCase()
    # The people that all of them share are stored, and public, in any case.
    before = [27] if change == "new" else range(1, 28)
    case.put(catalogue, *(each for id_ in before for each in full_records(id_)))
    costs = []
    for ids in ([26], range(1, 26)):
        records = [each for id_ in ids for each in full_records(id_)]
        if change == "changed":
            records = [changed(each) for each in records]
        with count_statements(catalogue) as statements:
            case.put(catalogue, *records)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def changed(record):
    return replace(record, tags=("x",)) if isinstance(record, Addon) else record
