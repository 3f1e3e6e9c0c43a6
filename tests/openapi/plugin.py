"""A plugin with a field, a search parameter, an endpoint and a kind of credential."""

from __future__ import annotations

from typing import Any

import colander

from amo_pyramid.answers import Answer
from amo_pyramid.domain.addon import Addon
from amo_pyramid.services import AmoService
from amo_pyramid.shapes.fields import Field

shelf = AmoService(
    "shelf",
    r"/shelf/{year:\d{4}}/",
    description="Books of a year.",
    path_help={"year": "The year."},
)


@shelf.get(answers={"books": list[str]})
def get_shelf(request: Any) -> Any:
    return {"books": []}


class Book(colander.MappingSchema):
    title = colander.SchemaNode(colander.String(), description="What is on its back.")
    pages = colander.SchemaNode(colander.Integer(), missing=colander.drop)


class Books(colander.MappingSchema):
    body = Book()


@shelf.post(schema=Books(), answers=Answer({"id": int}, status=201, refusals={409: None}))
def post_book(request: Any) -> Any:
    request.response.status_int = 201
    return {"id": 1}


def badge(addon: Any, _: Any) -> str | None:
    return None


def stars(addons: Any, _: Any) -> dict[int, int]:
    return {1: 5}


def every_star(addons, _):
    return {each.id: 5 for each in addons}


def friends(addons: Any, _: Any) -> dict[int, list[Addon]]:
    return {}


def secret(addon: Any, _: Any) -> NotImported:  # noqa: F821 - as one that only type checkers see
    return 1


class Counted:
    """Called like a function, but none."""

    def __call__(self, addon: Any, _: Any) -> int:
        return 1


UNTYPED = (
    Field("without_annotation", get=lambda *_: 1),
    Field("batched_without_annotation", batch=lambda *_: {}),
    Field("with_unknown_name", get=secret),
    Field("by_an_object", get=Counted()),
)


def includeme(config: Any) -> None:
    config.add_serializer_field("addon", Field("badge", get=badge))
    config.add_serializer_field("addon", Field("stars", batch=stars))
    config.add_serializer_field("addon", Field("named_stars", batch=every_star, type=int))
    config.add_serializer_field(
        "addon", Field("friends", batch=friends, shape="addon.suggestion", many=True)
    )
    for field in UNTYPED:
        config.add_serializer_field("addon", field)
    node = colander.SchemaNode(colander.Integer(), description="Whether it has a badge.")
    config.add_search_filter("badged", node, lambda query, value: query)
    scheme = {"type": "apiKey", "in": "header", "name": "X-Library-Card"}
    config.add_amo_authenticator("library-card", lambda request: None, scheme=scheme)
    config.add_amo_service(shelf)
