"""Query parameters that say where a reader came from, not what is read.

Only named ones are listed: an unknown parameter may carry the article's number, on Arabic sites it often does.
"""

import re

PREFIXES = (
    "utm",
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
    "wt.",
    "__twitter_",
    "__cf_chl",
    "aspsessionid",
    "hsctatracking",
    "action_object_",
    "fb_",
    "gad_",
    "matomo_",
    "yclid_",
    "ref_src",
    "ref_url",
    "soc_",
    "elq",
    "hss_",
    "pf_rd_",
    "trk_",
    "itm_",
)

_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik wickedid irclickid
    _ga _gl _ke _openstat _branch_match_id _branch_referrer cmpid cid_source xtor spm scm sr_share smid smtyp smprod
    ncid nr_email_referer mkt_tok trk trkcampaign trackingid ito intcid icid campaign_id campaignid
    echobox fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map
    share_from shared_from sharetype share_token social socialshare output_type_amp feature_share rss_source
    wprov guccounter guce_referrer guce_referrer_sig usqp amp_js_v amp_gsa amp_lite aoh csi referrer mibextid
    phpsessid jsessionid sessionid session_id asp.net_sessionid cfid cftoken
    replytocom noamp fromrss isappinstalled ved usg srsltid tblci dicbo vgo_ee s_kwcid ef_id redirected_from
    nocache cachebuster no_cache __s _x_tr_sl _x_tr_tl _x_tr_hl _x_tr_pto __tn__ eid_social taid partnerref
    algo_pvid gaa_at gaa_n gaa_ts gaa_sig recommendedby s_cid sc_cid rdt_cid obclid oborigurl sns mbid bxid dm_i cvid zenid oscsid
    recommendedsource nxtid tw_i tw_u tw_p lctg rb_clickid
"""
NAMES = frozenset(_NAMES.split())
"""Lower case, whatever their value."""

WORDS = re.compile(r"[a-z]{1,20}(?:[_.-][a-z]{1,20}){0,2}", re.IGNORECASE)
NO_NUMBER = re.compile(r"(?!\d+$).+")
TWITTER_SHARE = re.compile(r"0[3-9]|12|1[79]|20|21|46|48|52|61")
"""What its share buttons write; another number may be a section or a story."""
SWITCH = re.compile(r"(?:1|0|y|n|yes|no|on|off|true|false)?", re.IGNORECASE)
CLOCK = re.compile(r"\d{10}|\d{13}|\d{17}|0\.\d+")
PLACE = r"rss|feed|twitter|x|tw|facebook|fb|telegram|tg|whatsapp|wa|viber|vk|ok|pinterest|reddit|linkedin|instagram|google|googlenews"
SHARE = re.compile(
    rf"{PLACE}|newsletter|e?mail|social|share|sharing|app|push|web|home|homepage|print|t\.co", re.IGNORECASE
)

BY_VALUE = {
    "ref": WORDS,
    "src": WORDS,
    "from": WORDS,
    "source": SHARE,
    "via": SHARE,
    "share": SHARE,
    "partner": SHARE,
    "emc": SHARE,
    "platform": SHARE,
    "medium": SHARE,
    "rss": SWITCH,
    "mobile": SWITCH,
    "desktop": SWITCH,
    "nomobile": SWITCH,
    "s": TWITTER_SHARE,
    "cmp": NO_NUMBER,
    "ocid": NO_NUMBER,
    "si": re.compile(r"[\w-]{16}"),
    "sid": re.compile(r"[0-9a-f]{26,64}", re.IGNORECASE),
    "sessid": re.compile(r"[0-9a-z]{20,64}", re.IGNORECASE),
    "feature": re.compile(r"share\w*|youtu\.be|emb_\w+", re.IGNORECASE),
    "_": CLOCK,
    "rnd": CLOCK,
    "rand": CLOCK,
    "cb": CLOCK,
}
"""Lower case, only with such a value: `ref=rss` is tracking, `ref=1001` is a document."""

TWIN = frozenset(("amp", "print", "printable", "printer", "printerfriendly"))
YES = frozenset(("", "1", "true", "yes", "y"))

VIEWS = {
    "amp": YES,
    "isamp": YES,
    "amp_page": YES,
    "print": YES,
    "printable": YES,
    "printview": YES,
    "printmode": YES,
    "toprint": YES,
    "outputtype": TWIN,
    "output": TWIN,
    "view": TWIN,
    "format": TWIN,
    "mode": TWIN,
    "action": TWIN,
    "do": TWIN,
    "op": TWIN,
    "mod": TWIN,
    "act": TWIN,
    "task": TWIN,
    "type": TWIN,
    "tmpl": frozenset(("component",)),
}
"""Lower case, only with such a value: the AMP twin or the print view of the same page."""


def is_tracking(name: str, value: str) -> bool:
    """Whether `name=value` may be dropped without losing which page is meant."""
    lower = name.lower()
    if lower.startswith(PREFIXES) or lower in NAMES:
        return True
    if lower in VIEWS:
        return value.lower() in VIEWS[lower]
    return lower in BY_VALUE and BY_VALUE[lower].fullmatch(value) is not None
