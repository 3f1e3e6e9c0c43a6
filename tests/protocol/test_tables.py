"""A plugin's own tables, in the transaction of the request; fields that are filled from them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from pyramid.exceptions import ConfigurationConflictError

from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.testing import builders
from amo_pyramid.testing.queries import count_statements
from tests.protocol.packages import write_plugin

PLUGIN = """
import sqlalchemy as sa

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.services import AmoService
from amo_pyramid.shapes.fields import Field, Shape

badge = sa.Table(
    "{name}_1",
    sa.MetaData(),
    sa.Column("addon_id", sa.BigInteger, primary_key=True),
    sa.Column("colour", sa.Text),
)
award = AmoService("badge", "/badges/{{addon:[0-9]+}}/", versions=("v4",))
calls = []


def colours(ids, work):
    found = work.catalogue.execute(sa.select(badge).where(badge.c.addon_id.in_(ids)))
    return {{row.addon_id: row.colour for row in found}}


def load(objects, rendering):
    calls.append(len(objects))
    return colours([each.id for each in objects], rendering.work)


def load_medal(objects, rendering):
    return {{each.id: each for each in objects if each.id == 2}}


@award.put(permission="Badges:Edit")
def put_badge(request):
    addon_id = int(request.matchdict["addon"])
    request.work.catalogue.execute(badge.insert().values(addon_id=addon_id, colour="gold"))
    request.work.catalogue.touch([addon_id])
    if addon_id == 3:
        raise Invalid("Not this one.")
    return {{"colour": "gold"}}


def includeme(config):
    config.add_amo_migrations("{name}:migrations", tables=[badge])
    config.add_amo_service(award)
    config.add_shape(Shape("medal", (Field("of", get="slug"),)))
    config.add_serializer_field("addon", Field("badge", batch=load))
    config.add_serializer_field("addon", Field("medal", batch=load_medal, shape="medal"))
    config.add_serializer_field("version.simple", Field("files_of", batch=load_names))


def load_names(versions, rendering):
    calls.append(-len(versions))
    return {{each.id: len(each.version.files) for each in versions}}
"""


@pytest.fixture
def amo_database(blank_database_url):
    return blank_database_url


@pytest.fixture
def plugin(place, word):
    folder = write_plugin(place, word)
    (folder.parent / "__init__.py").write_text(PLUGIN.format(name=word))
    migration = folder / f"{word}_1.py"
    text = migration.read_text().replace(
        'sa.Column("addon_id", sa.BigInteger())',
        'sa.Column("addon_id", sa.BigInteger(), primary_key=True), sa.Column("colour", sa.Text())',
    )
    migration.write_text(text)
    return __import__(word)


@pytest.fixture
def service(serve, plugin):
    service = serve(plugin.__name__)
    for number in (1, 2, 3):
        service.put(*builders.listed(builders.addon(number)))
    return service


@pytest.fixture
def editor(service):
    editor = builders.user(9)
    service.put(editor, builders.group(1, rules=("Badges:Edit",), members=(9,)))
    return editor


def test_a_request_writes_into_the_table_and_shows_it(service, editor, plugin):
    assert service.get("/addons/addon/1/").json["badge"] is None
    assert service.request("PUT", "/badges/1/", user=editor).json == {"colour": "gold"}
    assert service.get("/addons/addon/1/").json["badge"] == "gold"
    found = service.get("/addons/search/").json["results"]
    assert {each["id"]: each["badge"] for each in found} == {1: "gold", 2: None, 3: None}


def test_what_is_refused_leaves_nothing_in_the_table(service, editor, plugin):
    assert service.request("PUT", "/badges/3/", user=editor).status_int == 400
    with service.work() as work:
        assert plugin.colours([3], work) == {}
    assert service.get("/addons/addon/3/").json["badge"] is None


def test_a_permission_of_the_plugin_is_a_rule_of_groups(service):
    service.put(builders.user(8))
    assert service.request("PUT", "/badges/1/").status_int == 401
    assert service.request("PUT", "/badges/1/", user=builders.user(8)).status_int == 403


def test_a_batched_field_is_asked_for_once_for_all_objects(service, plugin):
    plugin.calls.clear()
    service.get("/addons/search/")
    assert sorted(plugin.calls) == [-3, 3]
    with count_statements(service.catalogue) as few:
        service.get("/addons/search/?page_size=1")
    with count_statements(service.catalogue) as many:
        service.get("/addons/search/?page_size=3&sort=created")
    # One add-on is kept from before; both pages cost the question for what they miss.
    assert len(many) <= len(few) + 1


def test_a_batched_field_can_have_a_shape_and_stand_in_a_nested_object(service):
    answer = service.get("/addons/addon/2/").json
    assert answer["medal"] == {"of": "addon-2"}
    assert service.get("/addons/addon/1/").json["medal"] is None
    assert answer["current_version"]["files_of"] == 1
    assert list(answer)[-2:] == ["badge", "medal"]


def test_the_table_and_the_catalogue_are_given_up_together(service, plugin):
    statement = plugin.badge.insert().values(addon_id=1, colour="red")
    with pytest.raises(Invalid), service.work() as work:
        work.catalogue.execute(statement)
        work.catalogue.put([builders.addon(4)])
        raise Invalid("No.")
    with service.work() as work:
        assert plugin.colours([1], work) == {}
        assert work.catalogue.addons.by_ids([4], frozenset()) == []
        work.catalogue.execute(statement)
    with pytest.raises(Conflict), service.work() as work:
        work.catalogue.execute(statement)


def test_rows_come_with_a_dump_and_are_shown_at_once(service, editor, plugin):
    service.request("PUT", "/badges/1/", user=editor)
    content = service.dump()
    with service.work() as work:
        work.catalogue.execute(plugin.badge.delete())
        work.catalogue.touch([1])
    assert service.get("/addons/addon/1/").json["badge"] is None
    assert service.load(content) == []
    assert service.get("/addons/addon/1/").json["badge"] == "gold"


def test_two_plugins_with_a_table_of_one_name_stop_the_start(serve, plugin, place):
    rival = f"{plugin.__name__}_rival"
    (place / f"{rival}.py").write_text(
        f"import {plugin.__name__} as first\n\n\ndef includeme(config):\n"
        f'    config.add_amo_migrations("{rival}:migrations", tables=[first.badge])\n'
    )
    with pytest.raises(ConfigurationConflictError, match="amo-table"):
        serve(plugin.__name__, rival)


def test_a_reading_session_does_not_write(service, plugin):
    session = service.catalogue.read()
    for call in (
        lambda: session.execute(plugin.badge.delete()),
        lambda: session.execute(sa.insert(plugin.badge).values(addon_id=1)),
        lambda: session.touch([1]),
    ):
        with pytest.raises(Invalid, match="only reads"):
            call()
    assert session.execute(sa.select(plugin.badge)) == []
    parameters = {"colour": "gold"}
    assert session.execute(sa.select(sa.bindparam("colour", type_=sa.Text)), parameters) == [
        ("gold",)
    ]
    session.close()


def test_touching_what_is_not_there_does_nothing(service):
    with service.work() as work:
        before = work.catalogue.addons.by_ids([1], frozenset())[0].revision
        work.catalogue.touch([1, 4711])
        assert work.catalogue.addons.by_ids([1], frozenset())[0].revision > before
