"""What people type, and the add-on that must come first or among the first three.

The names and slugs are those of the recorded lists. Where a name is shared (old versions of an
add-on under ids of their own), the slug is that of the one with users.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """``text`` in the language ``locale`` finds ``slug`` among the first ``place``."""

    text: str
    slug: str
    place: int = 1
    locale: str = "en-US"
    authors: frozenset[str] | None = None


EXACT_NAMES = [
    Case("uBlock Origin", "ublock-origin"),
    Case("Privacy Badger", "privacy-badger17"),
    Case("Dark Reader", "darkreader"),
    Case("Video DownloadHelper", "video-downloadhelper"),
    Case("Tampermonkey", "tampermonkey"),
    Case("Greasemonkey", "greasemonkey"),
    Case("Facebook Container", "facebook-container"),
    Case("Tree Style Tab", "tree-style-tab"),
    Case("DownThemAll!", "downthemall"),
    Case("I don't care about cookies", "i-dont-care-about-cookies"),
    Case("h264ify", "h264ify"),
    Case("cookies.txt", "cookies-txt"),
    Case("Allow Right-Click", "re-enable-right-click"),
    Case("Remove Duplicate Messages", "removedupes"),
    Case("Thunderbird Conversations", "gmail-conversation-view"),
    Case("Minimize on Close", "minimize-on-close"),
    Case("enhancer for youtube™", "enhancer-for-youtube"),
    Case("All-in-One Sidebar", "addon-1027"),
]
PREFIXES = [
    Case("ublo", "ublock-origin"),
    Case("bitw", "bitwarden-password-manager"),
    Case("ghost", "ghostery", 3),
    Case("tamper", "tampermonkey"),
    Case("decentral", "decentraleyes"),
    Case("wappa", "wappalyzer"),
    Case("downthem", "downthemall"),
    Case("facebook cont", "facebook-container"),
    Case("tree style t", "tree-style-tab"),
    Case("single fil", "single-file"),
    Case("importexport", "importexporttools-ng"),
    Case("pri", "privacy-badger17"),
    Case("lightning c", "lightning-calendar-tabs", 2),
]
ONE_ERROR = [
    Case("ublok origin", "ublock-origin"),
    Case("privacy bager", "privacy-badger17"),
    Case("nosript", "noscript"),
    Case("tampermonky", "tampermonkey"),
    Case("greasmonkey", "greasemonkey"),
    Case("gostery", "ghostery"),
    Case("bitwardn", "bitwarden-password-manager"),
    Case("video downloadhelpr", "video-downloadhelper"),
    Case("sponsrblock", "sponsorblock"),
    Case("gramarly", "grammarly-1"),
    Case("facebok container", "facebook-container"),
    Case("keepasxc", "keepassxc-browser"),
    Case("wapalyzer", "wappalyzer"),
    Case("flagfx", "flagfox"),
    Case("siderbery", "sidebery"),
    Case("tab sesion manager", "tab-session-manager"),
    Case("lightnng", "lightning"),
    Case("screenshoot", "screenshot-capture-annotate"),
    Case("vimum", "vimium-ff"),
]
TWO_ERRORS = [
    Case("ublokc orign", "ublock-origin"),
    Case("noscrpit", "noscript"),
    Case("tampermokney", "tampermonkey"),
    Case("bitwraden", "bitwarden-password-manager"),
    Case("privcay bagder", "privacy-badger17"),
    Case("langaugetool", "languagetool"),
    Case("greasmonk", "greasemonkey"),
    Case("pasword manger", "bitwarden-password-manager", 3),
    Case("violetmonky", "violentmonkey"),
]
OTHER_ORDER = [
    Case("origin ublock", "ublock-origin"),
    Case("badger privacy", "privacy-badger17"),
    Case("reader dark", "darkreader"),
    Case("container facebook", "facebook-container"),
    Case("session manager tab", "tab-session-manager"),
    Case("web clipper evernote", "evernote-web-clipper"),
    Case("duplicate messages remove", "removedupes"),
    Case("image search", "search_by_image"),
]
WRITTEN_OTHERWISE = [
    Case("no script", "noscript"),
    Case("tamper monkey", "tampermonkey"),
    Case("grease monkey", "greasemonkey"),
    Case("darkreader", "darkreader"),
    Case("video download helper", "video-downloadhelper"),
    Case("down them all", "downthemall"),
    Case("clear urls", "clearurls"),
    Case("import export tools", "importexporttools-ng"),
    Case("quick text", "quicktext"),
    Case("canvas blocker", "canvasblocker"),
    Case("cookie auto delete", "cookie-autodelete"),
    Case("francais", "français-language-pack"),
]
OTHER_SCRIPTS = [
    Case("划词翻译", "hcfy", locale="zh-CN"),
    Case("翻译", "hcfy", 3, "zh-CN"),
    Case("迅雷", "迅雷x下载支持", locale="zh-CN"),
    Case("新标签页", "infinity新标签页", 3, "zh-TW"),
    Case("恢复标签页", "恢复标签页"),
    Case("яндекс поиск", "яндекс-поиск-yandex-search", locale="ru"),
    Case("яндекс поис", "яндекс-поиск-yandex-search"),
    Case("корректор грамматики", "grammar-and-spell-checker", 3, "ru"),
    Case("επαφές", "cardbook", locale="el"),
]
OTHER_LANGUAGES = [
    Case("Passwortmanager", "1password-x-password-manager", 3, "de"),
    Case("anpassende tableistenfarbe", "adaptive-tab-bar-colour", locale="de"),
    Case("corrector ortogràfic", "languagetool", 3, "ca"),
]
SLUGS = [
    Case("ublock-origin", "ublock-origin"),
    Case("privacy-badger17", "privacy-badger17"),
    Case("keepassxc-browser", "keepassxc-browser"),
    Case("styl-us", "styl-us"),
    Case("tree-style-tab", "tree-style-tab"),
    Case("reddit-enhancement-suite", "reddit-enhancement-suite"),
]
AUTHORS = [
    Case("", "ublock-origin", authors=frozenset({"gorhill"})),
    Case("origin", "ublock-origin", authors=frozenset({"gorhill"})),
    Case("", "lightning", authors=frozenset({"mozilla-calendar-project"})),
    Case("", "google-search-fixer", authors=frozenset({"13394925"})),
]

#: By what kind of query they are.
QUERIES = {
    "exact names": EXACT_NAMES,
    "prefixes": PREFIXES,
    "one typing error": ONE_ERROR,
    "two typing errors": TWO_ERRORS,
    "words in another order": OTHER_ORDER,
    "words written otherwise": WRITTEN_OTHERWISE,
    "other scripts": OTHER_SCRIPTS,
    "other languages": OTHER_LANGUAGES,
    "slugs": SLUGS,
    "authors": AUTHORS,
}
