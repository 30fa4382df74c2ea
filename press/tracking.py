"""Query parameters that say where a reader came from, not what is read.

Only named ones are listed: an unknown parameter may carry the article's number, on Arabic sites it often does.
"""

import re

PREFIXES = (
    "utm_",
    "at_",
    "ns_",
    "mtm_",
    "pk_",
    "piwik_",
    "hsa_",
    "mc_",
    "_hs",
    "ga_",
    "stm_",
    "oly_",
    "vero_",
    "wt_",
    "__twitter_",
)

NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik wickedid irclickid
    _ga _gl _ke _openstat _branch_match_id _branch_referrer cmpid cmp cid_source ocid xtor spm scm sr_share smid smtyp smprod
    ncid nr_email_referer mkt_tok trk trkcampaign trackingid ito intcid icid campaign_id campaignid
    echobox fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map
    share_from shared_from sharetype share_token social socialshare output_type_amp feature_share rss_source
    wprov guccounter guce_referrer guce_referrer_sig usqp amp_js_v amp_gsa amp_lite aoh csi referrer mibextid
    phpsessid jsessionid aspsessionid
    """.split()
)
"""Lower case, whatever their value."""

WORD_VALUE = re.compile(r"[a-z][a-z_.-]{0,31}", re.IGNORECASE)
SHORT_NUMBER = re.compile(r"\d{1,2}")

BY_VALUE = {
    "ref": WORD_VALUE,
    "src": WORD_VALUE,
    "from": WORD_VALUE,
    "source": re.compile(
        r"(rss|feed|twitter|facebook|telegram|whatsapp|instagram|google|newsletter|email|social|share|app|push|t\.co)",
        re.IGNORECASE,
    ),
    "via": re.compile(r"(rss|feed|twitter|facebook|telegram|whatsapp|app)", re.IGNORECASE),
    "s": SHORT_NUMBER,
    "si": re.compile(r"[\w-]{16}"),
}
"""Lower case, only with such a value: `ref=rss` is tracking, `ref=1001` is a document."""

AMP_VALUES = {
    "amp": frozenset(("", "1", "true", "yes")),
    "outputtype": frozenset(("amp",)),
    "output": frozenset(("amp",)),
    "view": frozenset(("amp",)),
    "format": frozenset(("amp",)),
}


def is_tracking(name: str, value: str) -> bool:
    """Whether `name=value` may be dropped without losing which page is meant."""
    lower = name.lower()
    if lower.startswith(PREFIXES) or lower in NAMES:
        return True
    if lower in AMP_VALUES:
        return value.lower() in AMP_VALUES[lower]
    return lower in BY_VALUE and BY_VALUE[lower].fullmatch(value) is not None
