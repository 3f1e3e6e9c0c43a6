"""Words that are too common to say anything, by analyser.

The English ones are those of catalog.md §7.1's engine. The other lists are short on purpose:
articles, a few prepositions and conjunctions.
"""

from __future__ import annotations

from collections.abc import Mapping

_LISTS = {
    "english": "a an and are as at be but by for if in into is it no not of on or such that the "
    "their then there these they this to was will with",
    "german": "am an auf aus bei das dem den der des die ein eine einem einen einer eines für im "
    "in ist mit oder und von vom zu zum zur",
    "french": "à au aux avec ce ces dans de des du en est et la le les ou par pour que qui se sur "
    "un une",
    "spanish": "a al con de del el en es la las lo los o para por que se su sus un una y",
    "italian": "a al alla con da dal dei del della delle di e gli i il in la le lo per su un una",
    "portuguese": "a ao as com da das de do dos e em na no nas nos o os ou para por que se um uma",
    "dutch": "de een en het in met of op te tot van voor",
    "swedish": "av att den det en ett för i med och på som till",
    "danish": "af at de den det en et for i med og på som til",
    "catalan": "a al amb de del dels el els en i la les o per que un una",
    "russian": "в для и из к на о от по с у",
}
STOP_WORDS: Mapping[str, frozenset[str]] = {
    analyser: frozenset(words.split()) for analyser, words in _LISTS.items()
}
ENGLISH = STOP_WORDS["english"]
