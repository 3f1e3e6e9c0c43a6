"""Add-ons for searching: generated names and texts in five languages, the same in every run.

Words are made of syllables and used as often as words are: a few very often, most of them hardly
ever. Nine names in ten have a word of their own, as brands do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from amo_pyramid.backends.base.catalogue import Record
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Author, Promotion
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.testing import builders

LANGUAGES = ("en-US", "de", "fr", "ru", "zh-CN")
#: A word in every eighth name and in most descriptions.
COMMON = "tabs"
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvwz" for vowel in "aeio"]
CYRILLIC = str.maketrans("abdefgiklmnoprstvwz", "абдефгиклмнопрствшз")
VOCABULARY = 6_000
PEOPLE = 500


class Corpus:
    """``count`` add-ons with ids from 1."""

    def __init__(self, count: int) -> None:
        self.count = count
        source = random.Random(2018)
        self._words = [self._word(source, 2 + rank % 3) for rank in range(VOCABULARY)]
        #: The words that are used most, the most frequent first.
        self.frequent = self._words[:100]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def records(self) -> Iterator[Record]:
        """Everything that is stored, each record after those it refers to."""
        for number in range(1, PEOPLE + 1):
            yield builders.user(number, f"user{number}")
        for number in range(1, self.count + 1):
            yield from self._addon(number)

    def name(self, number: int) -> str:
        """The name of an add-on in English."""
        return self._name(random.Random(number))

    def _addon(self, number: int) -> Iterator[Record]:
        source = random.Random(number)
        name = self._name(source)
        language = LANGUAGES[number % len(LANGUAGES)]
        is_theme = number % 10 < 3
        type_ = AddonType.STATICTHEME if is_theme else AddonType.EXTENSION
        is_recommended = number % 400 == 0
        category = self._category(source, type_)
        yield builders.addon(
            number,
            type=type_,
            name=self._texts(language, name, source, 3),
            summary=self._texts(language, self._text(source, 14), source, 14),
            description=self._texts(language, self._text(source, 70), source, 70),
            average_daily_users=min(int(10 ** source.expovariate(0.8)), 9_000_000) - 1,
            weekly_downloads=source.randrange(1000),
            hotness=source.random(),
            bayesian_rating=source.random() * 5,
            authors=(Author(user_id=number % PEOPLE + 1),),
            categories=(category,),
            tags=(source.choice(self._words[:200]),),
            promotion=Promotion(group=PromotedGroup.RECOMMENDED) if is_recommended else None,
        )
        lowest = source.choice(("57.0",) * 6 + tuple(f"{major}.0" for major in range(58, 140, 5)))
        ranges = [ApplicationRange(application=Application.FIREFOX, min=lowest, max="*")]
        if number % 5 == 0:
            ranges.append(ApplicationRange(application=Application.ANDROID, min="120.0", max="*"))
        approved = Approval(group=PromotedGroup.RECOMMENDED, application=Application.FIREFOX)
        yield builders.version(
            number, number, ranges=tuple(ranges), approvals=(approved,) if is_recommended else ()
        )

    def _name(self, source: random.Random) -> str:
        words = self._pick(source, source.choice((1, 2, 2, 3)))
        if source.random() < 0.9:
            words.insert(0, self._word(source, source.choice((2, 3, 3, 4))))
        if source.random() < 0.125:
            words.append(COMMON)
        return " ".join(words).title()

    def _text(self, source: random.Random, length: int) -> str:
        words = self._pick(source, length)
        if source.random() < length / 100:
            words[source.randrange(length)] = COMMON
        return " ".join(words)

    def _texts(self, language: str, english: str, source: random.Random, length: int) -> Localized:
        texts = {"en-US": english}
        if language != "en-US":
            texts[language] = self._written(language, self._text(source, length))
        return Localized.of(texts)

    def _written(self, language: str, text: str) -> str:
        if language == "ru":
            return text.translate(CYRILLIC)
        if language == "zh-CN":
            return "".join(chr(0x4E00 + hash_of(word) % 3000) for word in text.split())
        return text

    def _pick(self, source: random.Random, count: int) -> list[str]:
        return source.choices(self._words, cum_weights=self._weights, k=count)

    @staticmethod
    def _word(source: random.Random, syllables: int) -> str:
        return "".join(source.choices(SYLLABLES, k=syllables))

    @staticmethod
    def _category(source: random.Random, type_: AddonType) -> int:
        fitting = [
            each.id
            for each in CATEGORIES.values()
            if each.type is type_ and each.application is Application.FIREFOX
        ]
        return source.choice(fitting)


def hash_of(word: str) -> int:
    """A number of a word that is the same in every run."""
    return int.from_bytes(word.encode(), "big")
