"""What the editors of the demonstration catalogue have chosen: made up for this project."""

from __future__ import annotations

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.operations.editorial import promote, set_item, set_mappings, set_replacement

#: By slug, in the order of the pane: ten for Firefox, then three for Thunderbird.
DISCOVERY = {
    "ublock-origin": "Stops advertisements and trackers before they load.",
    "bitwarden-password-manager": "Remembers your passwords, and fills them in on every device.",
    "darkreader": "Turns bright pages dark, and spares your eyes at night.",
    "multi-account-containers": "Keeps work, shopping and private life apart, each in its color.",
    "privacy-badger17": "Learns who follows you from page to page, and sends them away.",
    "tree-style-tab": "Shows at the side which tab was opened from which.",
    "sponsorblock": "Skips the advertisements that people speak into their videos.",
    "single-file": "Saves a whole page with its pictures, in one file.",
    "languagetool": "Finds the errors in what you write, in many languages.",
    "firefox-color": "Makes a theme of the colors that you choose.",
    "importexporttools-ng": "Takes mail out of folders into files, and back again.",
    "quicktext": "Puts texts that you often write into a message with one click.",
    "send-later-3": "Sends a message at the time that you name.",
}
#: The edition for China shows these, in this order.
CHINA = ("ublock-origin", "immersive-translate", "simple-translate", "darkreader")
PROMOTED = {
    PromotedGroup.RECOMMENDED: (
        "bitwarden-password-manager",
        "clearurls",
        "darkreader",
        "dracula-dark-colorscheme",
        "gesturefy",
        "ghostery",
        "gruvbox-dark-theme",
        "languagetool",
        "nord-polar-night-theme",
        "privacy-badger17",
        "search_by_image",
        "single-file",
        "sponsorblock",
        "styl-us",
        "tree-style-tab",
        "ublock-origin",
    ),
    PromotedGroup.LINE: (
        "facebook-container",
        "firefox-color",
        "multi-account-containers",
        "private-relay",
    ),
}
#: Legacy add-ons that no current Firefox runs, and what does something alike.
REPLACEMENTS = {
    "firebug@software.joehewitt.com": "web-developer",
    "https-everywhere@eff.org": "privacy-badger17",
    "elemhidehelper@adblockplus.org": "ublock-origin",
    "firegestures@xuldev.org": "gesturefy",
    "{46551EC9-40F0-4e47-8E18-8E5CF550CFB8}": "styl-us",
    "{1280606b-2510-4fe0-97ef-9b5a22eafe30}": "tab-session-manager",
}
#: Ids that extensions have in Chrome, and guids of those in Firefox.
CHROME = {
    "cjpalhdlnbpafiamejdnhcphjbkeiagm": "uBlock0@raymondhill.net",
    "pkehgijcmpdhfbdbbnkijodmdjhbjlgp": "jid1-MnnxcxisBPnSXQ@jetpack",
    "eimadpbcbfnmbkopoojfekhnkhdbieeh": "addon@darkreader.org",
    "nngceckbapebfimnlniiiahkandclblb": "{446900e4-71c2-419f-a6a7-df9c091e268b}",
    "mlomiejdfkolichcflejclcbmpeaniij": "firefox@ghostery.com",
    "dhdgffkkebhmkfjojejmpbldmpobfkfo": "firefox@tampermonkey.net",
    "mnjggcdmjocbbbhaepdhchncahnbgone": "sponsorBlocker@ajay.app",
    "clngdbkpkpeebahjckkjfobafhncgmne": "{7a7a4a92-a2a0-41d1-9fd7-1e92480d612d}",
    "fmkadmapgofadopljbjfkapdkoienihi": "@react-devtools",
    "oboonakemofpalcgghocfoadofidjkkk": "keepassxc-browser@keepassxc.org",
}


def edit(session: CatalogueSession) -> None:
    """Store all of it, as the commands for editors would."""
    for slug, text in DISCOVERY.items():
        set_item(session, slug, custom_description=text)
    for position, slug in enumerate(CHINA, 1):
        set_item(session, slug, position_china=position)
    for group, slugs in PROMOTED.items():
        for slug in slugs:
            promote(session, slug, group, approve_current=True)
    for guid, slug in REPLACEMENTS.items():
        set_replacement(session, guid, f"/addon/{slug}/")
    set_mappings(session, (("chrome", extension, guid) for extension, guid in CHROME.items()))
