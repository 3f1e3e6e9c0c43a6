"""The demonstration catalogue: ``demo.jsonl.gz``, a dump that ``amo-pyramid setup`` loads into an
empty database.

It holds facts about real add-ons as they were published in 2025: names, slugs, guids, ids, kinds,
version numbers, users, ratings (average and count), permissions, categories, tags, licenses, the
files of some versions, application ranges of Thunderbird add-ons, and the users of the most used
ones by week from October 2023 to July 2025 (of those for Thunderbird by day from April to June
2025).
Texts of the add-ons' authors and names of people are not in it. Summaries are written for this
project, by rule, in English, French and German.

Made up are, because no source tells them:

- what its editors chose: discovery items with their texts, promoted groups (that of uBlock Origin
  is real), replacements of legacy add-ons, and add-ons that correspond to extensions of Chrome
  (the ids of both are real);
- that the add-ons whose users are known by day show their statistics to everybody, as none of the
  others does; numbers of the whole site are the sums of those for Firefox;
- ids above 1,000,000,000: of versions, licenses, the one account, some add-ons and files;
- guids of themes and dictionaries;
- every author: the account ``demonstration`` owns all add-ons;
- dates of creation, which follow the order of the ids, and dates of versions where the file's
  own date is not known; the time of day of the last update;
- application ranges of Firefox add-ons, but for the promoted ones;
- ``weekly_downloads`` (a fiftieth of the users) and the number of ratings with a text (a quarter);
- the weighted average of the ratings, computed over the add-ons of this catalogue alone;
- names of files of ids above 1,000,000,000, hashes where no list tells them (they are computed of
  the name), sizes where none is known (that of another version; 0 for Thunderbird);
- permissions of a version whose manifest is not known: those of the version before it;
- licenses of all versions but the newest: that of the newest.
"""
