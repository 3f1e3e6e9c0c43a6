"""Where an add-on stands in the index: one number that says how popular it is, and its kind.

Ascending keys are users descending, then ids descending. So whatever the database walks in the
order of its keys comes out most popular first, and can be stopped as soon as there is enough. The
lowest eight bits are the type and the applications: a filter on them costs an AND on a number that
is at hand.
"""

from __future__ import annotations

from collections.abc import Collection

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application

USERS_BITS, ID_BITS, KIND_BITS = 25, 30, 8
#: More users than this are all the same (no browser add-on has had a third of it).
MOST_USERS = (1 << USERS_BITS) - 1
_HIGHEST_ID = (1 << ID_BITS) - 1
TYPE_MASK = 15
KIND_MASK = (1 << KIND_BITS) - 1
APPLICATION_BIT = {each: 16 << place for place, each in enumerate(Application)}


def kind_of(type_: AddonType, applications: Collection[Application]) -> int:
    """The type and applications as one number."""
    return int(type_) | sum(APPLICATION_BIT[each] for each in applications)


def key_of(users: int, id_: int, kind: int) -> int:
    """The key of an add-on. Ids beyond 2^30 keep their meaning except for ties of users."""
    place = MOST_USERS - max(0, min(users, MOST_USERS))
    return (
        (place << (ID_BITS + KIND_BITS)) | ((_HIGHEST_ID - id_ & _HIGHEST_ID) << KIND_BITS) | kind
    )


def users_of(key: int) -> int:
    """The users that a key was made of."""
    return MOST_USERS - (key >> (ID_BITS + KIND_BITS))


def newest_first(key: int) -> int:
    """Orders keys of equal worth: the highest id first."""
    return key >> KIND_BITS & _HIGHEST_ID


def fits(kind: int, types: Collection[AddonType] | None, application: Application | None) -> bool:
    """Whether an add-on of this kind passes both filters."""
    if application is not None and not kind & APPLICATION_BIT[application]:
        return False
    return types is None or (kind & TYPE_MASK) in types
