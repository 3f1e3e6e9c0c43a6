"""Who is asking, and may they: one Pyramid security policy over a list of authenticators.

The first authenticator that recognises *its* credential decides. A credential that is there and
wrong raises :class:`AuthenticationFailed`; it never becomes "anonymous".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.interfaces import ISecurityPolicy
from pyramid.security import Allowed, Denied
from zope.interface import implementer

from amo_pyramid.domain.user import User
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer, well_formed
from amo_pyramid.services import AUTHENTICATED, READ

ALLOWED = Allowed("public")


@dataclass(frozen=True, slots=True)
class Authenticator:
    """A kind of credential.

    ``authenticate(request)`` gives the user, None when its credential is not there, or raises
    ``AuthenticationFailed``. It is only asked when the request has the ``header``, and for
    endpoints that take it: all that do not say otherwise, or, without ``everywhere``, those that
    name it. ``scheme`` is its description for OpenAPI.
    """

    name: str
    authenticate: Callable[[Any], User | None]
    everywhere: bool = True
    header: str = "Authorization"
    scheme: Mapping[str, Any] | None = None

    @property
    def environ_key(self) -> str:
        """The header as WSGI names it."""
        return f"HTTP_{self.header.upper().replace('-', '_')}"


@implementer(ISecurityPolicy)
class AmoSecurityPolicy:
    """Pyramid's policy for the whole service; its identity is a :class:`Viewer`.

    ``authenticators`` are asked in the order in which they were added.
    """

    def __init__(self, authenticators: Mapping[str, Authenticator]) -> None:
        self._authenticators = authenticators
        self._headers: tuple[str, ...] = ()

    def compile(self) -> None:
        """To be called when all authenticators are there."""
        keys = (each.environ_key for each in self._authenticators.values())
        self._headers = tuple(dict.fromkeys(keys))

    def viewer(self, request: Any) -> Viewer:
        """Who is asking; use ``request.viewer``, which asks once per request."""
        return self._viewer(request) if self.has_credential(request.environ) else ANONYMOUS

    def has_credential(self, environ: Mapping[str, Any]) -> bool:
        """Whether there is a header that any authenticator reads, good or bad."""
        # any() takes longer than the look-up.
        for key in self._headers:
            if key in environ:
                return True
        return False

    def _viewer(self, request: Any) -> Viewer:
        for authenticator in self._accepted(request):
            user = authenticator.authenticate(request)
            if user is not None:
                with request.registry["amo.reading"]() as work:
                    return Viewer(user, well_formed(work.catalogue.users.rules_of(user.id)))
        return ANONYMOUS

    def _accepted(self, request: Any) -> Iterator[Authenticator]:
        facts = request.route_facts
        for each in self._authenticators.values():
            if each.environ_key in request.environ and (
                each.everywhere
                if facts is None
                else facts.service.accepts(each.name, everywhere=each.everywhere)
            ):
                yield each

    def identity(self, request: Any) -> Viewer | None:
        """The viewer, or None for nobody."""
        return None if request.viewer.is_anonymous else request.viewer

    def authenticated_userid(self, request: Any) -> str | None:
        """The user's id as text, or None."""
        return None if request.viewer.is_anonymous else str(request.viewer.id)

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """``read`` is for everybody with a good credential or none, ``authenticated`` for whoever
        is signed in, everything else is a permission rule such as ``Addons:Review``."""
        viewer = request.viewer
        if permission == READ:
            return ALLOWED
        if permission == AUTHENTICATED:
            return Denied("anonymous") if viewer.is_anonymous else ALLOWED
        return ALLOWED if viewer.may(permission) else Denied(permission)

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """Nothing: tokens are handed out by their own endpoint."""
        return []

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:
        """Nothing, likewise."""
        return []
