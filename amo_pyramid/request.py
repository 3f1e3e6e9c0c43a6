"""The request class: what is asked (:mod:`amo_pyramid.asked`), and the ways to answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from pyramid.response import Response

from amo_pyramid.asked import AskedRequest
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import Page
from amo_pyramid.domain.search import Hit
from amo_pyramid.fragments import Fragment, FragmentResponse
from amo_pyramid.shapes.compiled import CompiledShape

MakeFragment = Callable[[CompiledShape], Fragment]
Build = Callable[[CompiledShape], Any]
LoadMany = Callable[[Sequence[Hit], Needs], Mapping[int, Any]]


class AmoRequest(AskedRequest):
    """A request to the service. Views answer with objects in shapes, which are kept ready-made."""

    def answer(self, fragment: Fragment) -> Response:
        """A 200 with ready JSON."""
        return FragmentResponse(fragment)

    def shape(self, name: str) -> CompiledShape:
        """The shape of that name in the request's API version."""
        return self.registry["amo.shapes"].get(name, self.api_version)

    def project_page(self, shape: str, page: Page[Any]) -> Page[Any]:
        """The page with its items in a shape, to be returned from the view."""
        compiled = self.shape(shape)
        return replace(page, items=compiled.project_many(page.items, self.rendering))

    def fragment(self, shape: str, key: tuple[Any, ...], make: MakeFragment) -> Fragment:
        """What ``make(compiled shape)`` gives, kept for every anonymous reader with the same
        point of view. ``key`` tells the object and its revision."""

        def fresh() -> Fragment:
            return make(self.shape(shape))

        if not self.viewer.is_anonymous:
            return fresh()
        fragments = self.registry["amo.fragments"]
        return fragments.get((shape, *key, *self.point_of_view), fresh)

    def show_hits(self, shape: str, hits: Sequence[Hit], load: LoadMany) -> list[tuple[Hit, bytes]]:
        """The JSON of many objects, each kept on its own; ``load`` gets those that are missing
        and gives them by id. An object that it leaves out is left out."""
        compiled = self.shape(shape)

        def make(positions: Sequence[int]) -> dict[int, Fragment]:
            found = load([hits[position] for position in positions], compiled.needs)
            there = [position for position in positions if hits[position].id in found]
            objects = [found[hits[position].id] for position in there]
            rows = compiled.project_many(objects, self.rendering)
            return {
                position: Fragment(self.rendering.encode(row))
                for position, row in zip(there, rows, strict=True)
            }

        view = self.point_of_view
        keys = [(shape, hit.id, hit.revision, *view) for hit in hits]
        made = self.registry["amo.fragments"].get_many(keys, make)
        return [(hits[position], fragment.body) for position, fragment in made.items()]

    def show(self, shape: str, key: tuple[Any, ...], build: Build) -> Response:
        """A 200 with what ``build(compiled shape)`` gives."""

        def make(compiled: CompiledShape) -> Fragment:
            return Fragment(self.rendering.encode(build(compiled)))

        return self.answer(self.fragment(shape, key, make))

    def show_one(self, shape: str, key: tuple[Any, ...], load: Callable[[Needs], Any]) -> Response:
        """A 200 with one object; ``load`` gets what the shape needs."""
        return self.show(
            shape, key, lambda compiled: compiled.project(load(compiled.needs), self.rendering)
        )

    def show_page(
        self, shape: str, key: tuple[Any, ...], load: Callable[[Needs], Page[Any]]
    ) -> Page[Any]:
        """A page of objects in a shape, to be returned from the view; its items are kept as one
        fragment."""

        def make(compiled: CompiledShape) -> Fragment:
            page = load(compiled.needs)
            items = compiled.project_many(page.items, self.rendering)
            return Fragment(self.rendering.encode(items), replace(page, items=()))

        fragment = self.fragment(shape, key, make)
        return replace(fragment.extra, items=orjson.Fragment(fragment.body))
