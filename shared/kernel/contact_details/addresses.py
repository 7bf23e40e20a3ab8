"""E-mail addresses and links to profiles, chats and payment pages, in plain and in hidden spelling."""

import re
from functools import cache

from shared.kernel.contact_details.vocabulary import MAILBOXES, TOP_LEVELS, to_alternatives

# Characters that separate words of a hidden address, never a line break.
_GAP = r"[ ]{0,2}"
_OPEN, _CLOSE = r"[(\[{<*_-]", r"[)\]}>*_-]"
_DOT_WORD = r"(?:dot|titik|point|d0t|ttk)"
_DOT = rf"(?:{_GAP}(?:\.|,|{_OPEN}{_GAP}(?:\.|{_DOT_WORD}){_GAP}{_CLOSE}|(?<![a-z]){_DOT_WORD}(?![a-z])){_GAP})"
_WORD_DOT = rf"(?:{_GAP}{_OPEN}{_GAP}(?:\.|{_DOT_WORD}){_GAP}{_CLOSE}{_GAP}|[ ]{{1,2}}{_DOT_WORD}[ ]{{1,2}})"
_AT_SIGN = rf"(?:{_GAP}@{_GAP}|{_GAP}{_OPEN}{_GAP}(?:@|at|et|a|at[ ]sign|keong|a[ ]keong){_GAP}{_CLOSE}{_GAP})"
_AT_WORD = r"(?:[ ]{1,2}(?:at|et|pada|di|a|keong|a[ ]keong|at[ ]sign|add)[ ]{1,2}|-(?:at|keong)-)"
_MAILBOX = rf"(?:{to_alternatives(MAILBOXES)})"
_MAIL_ONLY = r"(?:gmail|gmial|g[ -]?mail|gemail|jimail|ymail|hotmail|protonmail|rocketmail|icloud)"
_TLD = rf"(?:{to_alternatives(TOP_LEVELS)})(?![a-z])"
# Endings that are no common words: `a live, in person`.
_COMMON_TLD = r"(?:com|co|net|id|org)(?![a-z])"
_LOCAL = rf"(?<![\w.%+-])[\w.%+-]{{1,64}}(?:{_WORD_DOT}[\w%+-]{{1,30}})?"
# Words before `at` and a domain that are no mailbox: `look at google.com`.
_NOT_LOCAL = "".join(
    rf"(?<!\b{word})"
    for word in (
        "look looking work worked working meet kerja magang job akun email e-mail imel masuk login sign daftar ada cek"
        " cari search buka simpan pakai pake lewat ke via my the"
        " dari to from use using open or and atau dan dulu me us is spam pesan folder file inbox"
    ).split()
)


@cache
def mail_pattern() -> re.Pattern[str]:
    """Compile the pattern of e-mail addresses."""
    return re.compile(
        rf"""(?:mailto:)?{_LOCAL}(?:
            @[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.[a-z]{{2,24}}
            | {_AT_SIGN}[a-z0-9-]{{2,40}}(?:{_GAP}\([a-z ]{{2,30}}\))?(?:{_DOT}[a-z0-9-]{{2,40}}){{0,2}}{_DOT}{_TLD}
            | {_AT_SIGN}{_MAILBOX}(?![a-z])(?:{_DOT}{_TLD}|[ ]com(?![a-z])){{0,2}}
            | {_NOT_LOCAL}{_AT_WORD}(?:
                [a-z0-9-]{{2,40}}(?:{_WORD_DOT}[a-z0-9-]{{2,40}}){{0,2}}{_WORD_DOT}{_TLD}
                | {_MAILBOX}(?:{_DOT}|[ ]){_COMMON_TLD}(?:{_DOT}{_TLD})?
                | {_MAILBOX}{_WORD_DOT}{_TLD}
                | {_MAIL_ONLY}(?![a-z])
            )
            | {_NOT_LOCAL}[ ]{{1,2}}(?:di[ ])?(?:{_MAIL_ONLY}|yahoo|outlook)[ ]{{0,2}}(?:{_DOT}|[ ]){_COMMON_TLD}
            | {_GAP}[\#&*%]{_GAP}{_MAILBOX}\.{_TLD}
            | -{_MAILBOX}\.{_TLD}
        )""",
        re.VERBOSE,
    )


_LINK_DOT = rf"(?:{_DOT}|\[\.\])"
_SLASH = rf"(?:{_GAP}(?:/|\\|{_OPEN}?(?:slash|garis[ ]miring|garing|miring|per){_CLOSE}?(?![a-z])){_GAP})"
_PATH = r"[^\s,;•]+"
_CHAT_SITES = """
    wa.me wa.link t.me telegram.me telegram.dog line.me lin.ee m.me fb.me ig.me instagr.am discord.gg signal.me
    signal.group linktr.ee bio.link beacons.ai lynk.id taplink.cc msha.ke heylink.me s.id bit.ly tinyurl.com
    cutt.ly goo.gl rb.gy shorturl.at paypal.me saweria.co trakteer.id ko-fi.com buymeacoffee.com patreon.com
    sociabuzz.com karyakarsa.com calendly.com cal.com wa.wizard.id wasap.at walink.co u.wechat.com kik.me
    bio.site campsite.bio solo.to linkin.bio tiny.cc is.gd t.ly t.co ow.ly qr.ae onlyfans.com forms.gle gg.gg
    snapchat.com vt.tiktok.com tele.me omg.lol about.me allmylinks.com nyawer.co cash.app venmo.com wise.com
    revolut.me
"""
_PROFILE_SITES = """
    facebook.com fb.com instagram.com tiktok.com twitter.com x.com threads.net threads.com linkedin.com/in
    whatsapp.com/channel discord.com/invite discord.com/users discordapp.com/users snapchat.com/add zoom.us/j
    zoom.us/my meet.jit.si whereby.com reddit.com/user reddit.com/u vk.com bsky.app/profile mastodon.social
"""
_PERSONAL_PAGES = """
    carrd.co wordpress.com blogspot.com my.id biz.id wixsite.com notion.site tumblr.com substack.com weebly.com
    webflow.io netlify.app vercel.app business.site myshopify.com orderonline.id
"""
_SHARED_PAGES = """
    p reel reels tv explore stories watch post posts photo photos share sharer events groups hashtag search help
    policies legal about business ads i home tag discover jobs company learning pulse settings login privacy
"""


def _site(name: str) -> str:
    """Return the pattern of a site's name in which dots and slashes may be words."""
    parts = [re.escape(part) for part in re.split(r"[./]", name)]
    separators = [_LINK_DOT if one == "." else _SLASH for one in re.findall(r"[./]", name)]
    return "".join(part + separator for part, separator in zip(parts, [*separators, ""], strict=True))


@cache
def link_pattern() -> re.Pattern[str]:
    """Compile the pattern of links to profiles, chats and payment pages."""
    chats = "|".join(_site(site) for site in sorted(_CHAT_SITES.split(), key=len, reverse=True))
    pages = "|".join(map(_site, _PERSONAL_PAGES.split()))
    profiles = "|".join(_site(site) for site in sorted(_PROFILE_SITES.split(), key=len, reverse=True))
    scheme = rf"(?:https?:{_GAP}/{_GAP}/{_GAP})?"
    start = rf"(?<![a-z0-9])(?<![a-z0-9][.-]){scheme}(?:www\.|m\.|id-id\.|web\.|mobile\.|us\d\dweb\.)?"
    return re.compile(
        rf"""{start}(?:
            (?:api|chat)\.whatsapp\.com{_SLASH}{_PATH}
            | (?:{chats}){_SLASH}{_PATH}
            | wa[ ]?me{_GAP}/{_GAP}\+?\d{_PATH} | t[ ]me{_GAP}/{_GAP}[a-z]{_PATH}
            | (?:{profiles}){_SLASH}(?!(?:{to_alternatives(_SHARED_PAGES)})(?![\w.]))
                (?![\w.@-]*/(?:status|video|posts|p|reel)/)[@\w]{_PATH}
        )
        | (?<![a-z0-9.-])(?:https?://)?[a-z0-9][a-z0-9-]{{1,40}}\.(?:{pages})(?![a-z0-9.-]*[a-z0-9])(?:/{_PATH})?
        | (?:youtube{_LINK_DOT}com{_SLASH}(?:@|c/|channel/|user/)|medium{_LINK_DOT}com{_SLASH}@){_PATH}
        | (?<![a-z])meet\.google\.com/[a-z]{{3,4}}-{_PATH}
        | (?<![a-z])(?:web|website|situs|blog|portofolio|portfolio|page)(?:ku|[ ](?:aku|saya|gue|gw|pribadi|kami))
            (?:[ ](?:di|ada|itu|adalah)|[ ]?:){{0,2}}[ ]{{0,2}}(?:https?://)?[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,40}}){{0,2}}{_DOT}{_TLD}
        | (?<![a-z])my[ ](?:web|website|site|blog|portfolio|page)(?:[ ](?:is|at)|[ ]?:){{0,2}}[ ]{{0,2}}
            (?:https?://)?[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,40}}){{0,2}}{_DOT}{_TLD}
        | (?<![a-z])(?:pin[ ]?bbm?|bbm(?:[ ]pin)?)[ :]{{1,3}}(?=[a-z]*\d)[0-9a-f]{{8}}(?![0-9a-z])
        | (?<![a-z])(?:whatsapp|tg|line|viber|skype|fb-messenger|sms|facetime)://?{_PATH} | (?<![a-z])tel:\+?[\d-]{{6,}}
        | (?<![a-z0-9])(?:0x[0-9a-f]{{40}}|bc1[0-9a-z]{{25,60}})(?![0-9a-z])
        | (?:usdt|trc-?20|tron|wallet|trx)(?:[ ]|:|\w){{0,20}}[ :](?:t[1-9a-z]{{33}})(?![0-9a-z])
        """,
        re.VERBOSE,
    )
