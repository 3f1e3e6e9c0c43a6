"""The commands of the editorial lists, as they are typed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from transaction import TransactionManager

from amo_pyramid.backends.base.catalogue import EDITORIAL_KINDS
from amo_pyramid.cli import main
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.editorial import CompatRange
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.testing import builders

_INI = """
[app:main]
use = egg:amo_pyramid
amo.catalogue.url = {url}
amo.secret_keys = only-for-tests-only-for-tests-only-for-tests
"""
APPROVALS = frozenset({"current_version", "current_version.approvals", "promotion"})


@pytest.fixture
def run(sqlite_url, sqlite_catalogue, tmp_path):
    """Runs a command that must succeed, or fail with ``code``; what it printed, by lines."""
    ini = tmp_path / "test.ini"
    ini.write_text(_INI.format(url=sqlite_url), encoding="utf-8")
    both = (
        ApplicationRange(application=Application.FIREFOX, min="57.0", max="*"),
        ApplicationRange(application=Application.ANDROID, min="57.0", max="*"),
    )
    put(
        sqlite_catalogue,
        *builders.listed(builders.addon(1), builders.version(10, 1, ranges=both)),
        *builders.listed(builders.addon(2)),
        builders.addon(3, status=Status.DELETED, slug=None),
        builders.addon(4, type=AddonType.DICTIONARY),
        builders.version(40, 4, ranges=()),
        builders.addon(5),
    )

    def run(*words, code=0):
        result = CliRunner().invoke(main, ["--ini", str(ini), *words])
        assert result.exit_code == code, result.output
        return result.output.splitlines()

    return run


def put(catalogue, *records):
    manager = TransactionManager(explicit=True)
    with manager:
        catalogue.join(manager).put(records)


@pytest.fixture
def session(sqlite_catalogue):
    session = sqlite_catalogue.read()
    yield session
    session.close()


def records(session):
    return [record for kind in sorted(EDITORIAL_KINDS) for record in session.every(kind)]


class TestDiscovery:
    @pytest.mark.parametrize("addon", ["1", "addon-1", "addon1@example.com"])
    def test_an_addon_is_added_by_id_slug_or_guid(self, run, session, addon):
        assert run("discovery", "add", addon) == [f"The discovery item of {addon} was added."]
        assert records(session) == [builders.discovery_item(1, 1, position=1)]

    def test_new_items_come_last(self, run, session):
        run("discovery", "add", "1", "--position", "7")
        run("discovery", "add", "2")
        run("discovery", "add", "4", "--position-china", "3")
        found = [(each.addon_id, each.position, each.position_china) for each in records(session)]
        assert found == [(1, 7, 0), (2, 8, 0), (4, 0, 3)]

    def test_adding_again_changes_only_what_is_given(self, run, session):
        run("discovery", "add", "1", "--description", "Text", "--name", "Name")
        text = "{addon_name} {start_sub_heading}is good{end_sub_heading}"
        said = run("discovery", "add", "1", "--heading", text, "--name", "")
        assert said == ["The discovery item of 1 was changed."]
        wanted = builders.discovery_item(1, 1, custom_heading=text, custom_description="Text")
        assert records(session) == [wanted]
        said = run("discovery", "add", "1", "--heading", text)
        assert said == ["The discovery item of 1 is stored like this already."]

    def test_the_list_shows_positions_group_and_text(self, run):
        run("discovery", "add", "1", "--description", "Text")
        run("discovery", "add", "2", "--position", "0")
        run("promoted", "add", "1", "line")
        assert run("discovery", "list") == [
            "addon1@example.com\t1\t0\tline\tText",
            "addon2@example.com\t0\t0\t\t",
        ]

    def test_an_item_is_removed(self, run, session):
        run("discovery", "add", "1")
        assert run("discovery", "remove", "addon-1") == [
            "The discovery item of addon-1 was removed."
        ]
        assert records(session) == []
        said = run("discovery", "remove", "1", code=1)
        assert said == ["Error: The add-on 1 is not in the discovery pane."]

    @pytest.mark.parametrize("addon", ["nothing", "3", "addon3@example.com", "77"])
    def test_an_unknown_or_deleted_addon_is_refused(self, run, addon):
        said = run("discovery", "add", addon, code=1)
        assert said == [f"Error: There is no add-on {addon}."]

    def test_a_position_below_0_is_refused(self, run):
        run("discovery", "add", "1", "--position", "-1", code=2)


class TestReplacements:
    def test_they_are_added_changed_listed_and_removed(self, run, session):
        said = [
            run("replacements", "add", "old@x", "/addon/addon-1/"),
            run("replacements", "add", "old@x", "/collections/me/bag/"),
            run("replacements", "add", "older@x", "https://other.example/"),
            run("replacements", "list"),
            run("replacements", "remove", "old@x"),
            run("replacements", "list"),
        ]
        assert said == [
            ["The replacement of old@x was added."],
            ["The replacement of old@x was changed."],
            ["The replacement of older@x was added."],
            ["old@x\t/collections/me/bag/", "older@x\thttps://other.example/"],
            ["The replacement of old@x was removed."],
            ["older@x\thttps://other.example/"],
        ]

    def test_bad_ones_are_refused(self, run):
        assert "begins with /" in run("replacements", "add", "old@x", "addon/1/", code=1)[0]
        assert "blank" in run("replacements", "add", " ", "/addon/1/", code=1)[0]
        assert "no replacement of old@x" in run("replacements", "remove", "old@x", code=1)[0]


class TestOverrides:
    def test_alone_it_is_about_all_versions_in_firefox(self, run, session):
        assert run("overrides", "add", "bad@x") == ["The override of bad@x was added."]
        assert records(session) == [builders.override(1, guid="bad@x")]

    def test_ranges_are_added_once(self, run, session):
        run("overrides", "add", "bad@x", "--range", "1.0", "1.9", "--name", "Bad")
        apps = ["--app", "firefox", "57.0", "*", "--app", "android", "57.0", "58.*"]
        run("overrides", "add", "bad@x", "--range", "2", "3", *apps)
        said = run("overrides", "add", "bad@x", "--range", "2", "3", *apps)
        assert said == ["The override of bad@x is stored like this already."]
        new = {"addon_min_version": "2", "addon_max_version": "3", "min_version": "57.0"}
        ranges = (
            CompatRange(addon_min_version="1.0", addon_max_version="1.9"),
            CompatRange(**new),
            CompatRange(**new, application=Application.ANDROID, max_version="58.*"),
        )
        assert records(session) == [builders.override(1, guid="bad@x", name="Bad", ranges=ranges)]
        assert run("overrides", "list") == [
            "bad@x\t1.0\t1.9\tfirefox\t0\t*",
            "bad@x\t2\t3\tfirefox\t57.0\t*",
            "bad@x\t2\t3\tandroid\t57.0\t58.*",
        ]

    def test_it_is_linked_to_the_addon_of_its_guid_or_the_one_named(self, run, session):
        run("overrides", "add", "addon1@example.com")
        run("overrides", "add", "bad@x", "--addon", "addon-2")
        assert [each.addon_id for each in records(session)] == [1, 2]

    def test_it_is_removed_with_its_ranges(self, run, session):
        run("overrides", "add", "bad@x")
        assert run("overrides", "remove", "bad@x") == ["The override of bad@x was removed."]
        assert records(session) == []
        assert "no override of bad@x" in run("overrides", "remove", "bad@x", code=1)[0]

    def test_an_unknown_application_is_refused(self, run):
        said = run("overrides", "add", "bad@x", "--app", "netscape", "1", "4", code=2)
        assert "'netscape' is none of firefox" in said[-1]


class TestPromoted:
    def promotion(self, session, addon_id=1):
        (addon,) = session.addons.by_ids([addon_id], APPROVALS)
        approvals = addon.current_version.approvals if addon.current_version else ()
        return addon.promotion, {each.application for each in approvals}

    def test_an_addon_is_in_one_group(self, run, session):
        assert run("promoted", "add", "addon-1", "line", "--app", "android") == [
            "The promotion of addon-1 was changed."
        ]
        wanted = Promotion(group=PromotedGroup.LINE, application=Application.ANDROID)
        assert self.promotion(session) == (wanted, set())
        run("promoted", "add", "1", "recommended")
        assert self.promotion(session) == (Promotion(group=PromotedGroup.RECOMMENDED), set())

    def test_the_current_version_is_approved_where_it_runs(self, run, session):
        run("promoted", "add", "1", "recommended", "--approve-current")
        assert self.promotion(session)[1] == {Application.FIREFOX, Application.ANDROID}
        run("promoted", "add", "4", "recommended", "--approve-current")
        assert self.promotion(session, 4)[1] == {Application.FIREFOX, Application.ANDROID}

    def test_the_current_version_is_approved_for_the_application_named(self, run, session):
        run("promoted", "add", "1", "line", "--app", "android", "--approve-current")
        approval = Approval(group=PromotedGroup.LINE, application=Application.ANDROID)
        (addon,) = session.addons.by_ids([1], APPROVALS)
        assert addon.current_version.approvals == (approval,)

    def test_what_cannot_be_approved_is_refused_whole(self, run, session):
        said = run("promoted", "add", "5", "recommended", "--approve-current", code=1)
        assert said == ["Error: The add-on 5 has no current version to approve."]
        assert self.promotion(session, 5)[0] is None

    def test_the_list_tells_what_is_approved(self, run):
        run("promoted", "add", "1", "recommended", "--approve-current")
        run("promoted", "add", "2", "line", "--app", "firefox")
        run("promoted", "add", "4", "strategic")
        assert run("promoted", "list") == [
            "recommended\taddon1@example.com\tall\tapproved",
            "line\taddon2@example.com\tfirefox\tnot approved",
            "strategic\taddon4@example.com\tall\tapproved",
        ]

    def test_a_promotion_is_removed(self, run, session):
        run("promoted", "add", "1", "line", "--approve-current")
        assert run("promoted", "remove", "1") == ["The promotion of 1 was removed."]
        assert self.promotion(session)[0] is None
        assert "in no promoted group" in run("promoted", "remove", "1", code=1)[0]

    def test_an_unknown_group_is_refused(self, run):
        assert (
            "'badged' is none of recommended" in run("promoted", "add", "1", "badged", code=2)[-1]
        )


class TestMappings:
    def test_they_are_added_changed_listed_and_removed(self, run):
        said = [
            run("mappings", "add", "chrome", "abc", "one@x"),
            run("mappings", "add", "chrome", "abc", "two@x"),
            run("mappings", "add", "safari", "abc", "one@x"),
            run("mappings", "list"),
            run("mappings", "list", "safari"),
            run("mappings", "remove", "chrome", "abc"),
            run("mappings", "list"),
        ]
        assert said == [
            ["The mapping of abc was added."],
            ["The mapping of abc was changed."],
            ["The mapping of abc was added."],
            ["chrome\tabc\ttwo@x", "safari\tabc\tone@x"],
            ["safari\tabc\tone@x"],
            ["The mapping of abc was removed."],
            ["safari\tabc\tone@x"],
        ]
        assert (
            "no mapping of abc in chrome" in run("mappings", "remove", "chrome", "abc", code=1)[0]
        )

    @pytest.fixture
    def load(self, run, tmp_path):
        def load(content, code=0):
            file = tmp_path / "mappings.csv"
            file.write_bytes(content)
            return run("mappings", "import", str(file), code=code)

        return load

    def test_a_file_is_imported_and_again_changes_nothing(self, run, load):
        run("mappings", "add", "chrome", "b", "old@x")
        content = (
            b"\xef\xbb\xbfaddon_guid,browser,extension_id,note\r\n"
            b'one@x,chrome,a,"Two,\r\nlines"\r\n'
            b"two@x,chrome,b,\r\n"
            b"two@x,chrome,b,\r\n"
        )
        assert load(content) == ["1 mappings added, 1 changed, 0 unchanged."]
        assert load(content) == ["0 mappings added, 0 changed, 2 unchanged."]
        assert run("mappings", "list") == ["chrome\tb\ttwo@x", "chrome\ta\tone@x"]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "line 1: there is no column browser"),
            (b"browser,extension_id,guid\n", "line 1: there is no column addon_guid"),
            (b"browser,extension_id,addon_guid\na,b,c\na, ,c\n", "line 3: a value is missing"),
            (b"browser,extension_id,addon_guid\na,b\n", "line 2: a value is missing"),
            (b"browser,extension_id,addon_guid\na,\xff,c\n", "cannot be read"),
        ],
        ids=["empty", "column", "blank", "short", "encoding"],
    )
    def test_of_a_bad_file_nothing_is_stored(self, run, load, content, problem):
        assert problem in load(content, code=1)[0]
        assert run("mappings", "list") == []


def test_every_command_has_an_example(run):
    for group in ("discovery", "promoted", "replacements", "overrides", "mappings"):
        for command in main.commands[group].commands:
            assert f"amo-pyramid {group} {command}" in "\n".join(run(group, command, "--help"))
