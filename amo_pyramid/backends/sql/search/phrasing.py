"""Phrases in summaries and descriptions, looked for in the best results only (§7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from amo_pyramid.backends.sql.search.analysis.scripts import is_unspaced, normal
from amo_pyramid.backends.sql.search.analysis.stemming import (
    ENGLISH_ANALYSER,
    analyser_of,
    is_stop_word,
    stems,
)
from amo_pyramid.backends.sql.search.phrases import has_phrase, roots
from amo_pyramid.backends.sql.search.questions import Candidate, Questions
from amo_pyramid.backends.sql.search.scoring import PHRASES, Scorer
from amo_pyramid.backends.sql.search.wording import Wording
from amo_pyramid.backends.sql.types import load_json

#: Words that may stand between those of a phrase.
SLOP = 10


class Phrasing:
    """Raises the scores of candidates whose long texts have the query as a phrase.

    A query of one word is a phrase wherever it stands. Texts are read where there are more.
    """

    def __init__(self, wording: Wording, locale: str, questions: Questions, scorer: Scorer) -> None:
        self._wording = wording
        self._locale = locale
        self._ask = questions
        self._scorer = scorer
        #: What the phrases of a candidate are worth, by its key.
        self.values: dict[int, tuple[float, float]] = {}

    def improved(self, best: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
        """The candidates with their new scores; nothing when no score changes."""
        scorer = self._scorer
        with_all = [
            candidate
            for _, candidate in best
            if scorer.has_summary(candidate) or scorer.has_description(candidate)
        ]
        if not with_all:
            return []
        if len(self._wording.words) > 1:
            self._read(with_all)
        else:
            self.values = {each.key: self._contained(each) for each in with_all}
        return [(score + self._added(candidate), candidate) for score, candidate in best]

    def _contained(self, candidate: Candidate) -> tuple[float, float]:
        has_summary = self._scorer.has_summary(candidate)
        has_description = self._scorer.has_description(candidate)
        return (
            candidate.summary_weight if has_summary else 0.0,
            candidate.description_weight if has_description else 0.0,
        )

    def _added(self, candidate: Candidate) -> float:
        values = self.values.get(candidate.key, (0.0, 0.0))
        pairs = zip(PHRASES, values, strict=True)
        return candidate.factor * sum(weight * value for (_, weight), value in pairs)

    def _read(self, candidates: Sequence[Candidate]) -> None:
        by_id = {each.id: each for each in candidates}
        for id_, default_locale, summary, description in self._ask.addon_texts(by_id):
            candidate = by_id[id_]
            most = self._contained(candidate)
            texts = (self._texts(summary, default_locale), self._texts(description, default_locale))
            first, second = (
                value if value and self._has_phrase(text) else 0.0
                for value, text in zip(most, texts, strict=True)
            )
            self.values[candidate.key] = (first, second)

    def _texts(self, stored: Any, default_locale: str) -> list[str]:
        """The texts that the query is compared with, of all languages that are stored."""
        found = load_json(stored) if isinstance(stored, str) else stored or {}
        wanted = (self._locale, default_locale, "en-US")
        return [normal(found[each]).lower() for each in dict.fromkeys(wanted) if each in found]

    def _has_phrase(self, texts: Sequence[str]) -> bool:
        words = self._wording.words
        if any(map(is_unspaced, words)):
            return any(self._wording.text in text for text in texts)
        return any(has_phrase(pattern, text, SLOP) for text in texts for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> list[Any]:
        analysers = {ENGLISH_ANALYSER, analyser_of(self._locale) or ENGLISH_ANALYSER}
        return [pattern for each in sorted(analysers) if (pattern := self._pattern(each))]

    def _pattern(self, analyser: str) -> Any:
        words = [word for word in self._wording.words if not is_stop_word(word, analyser)]
        found = [next(stems(word, analyser), word) for word in words]
        return roots(words, found) if words else None
