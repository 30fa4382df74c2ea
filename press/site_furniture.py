"""Lines of a page that are certainly the site's furniture and never an article's: links to more, share bars, consent."""

import re
from functools import cache
from typing import Final

from press.furniture_phrases import fold_line, furniture_phrases

MAX_LENGTH: Final = 400  # a longer line is a paragraph

# The whole line, bare or with a colon, a count or an arrow after it.
_ALONE: Final = (
    "اقرأ أيضا|اقرأ ايضا|إقرأ أيضا|اقرا أيضا|اقرأ المزيد|قراءة المزيد|إقرأ المزيد|المزيد|المزيد من|المزيد من الأخبار|اقرأ كذلك|اقرأ أيضًا|اقرئي أيضا|"
    "مواضيع ذات صلة|موضوعات ذات صلة|مواضيع متعلقة|موضوعات متعلقة|أخبار ذات صلة|أخبار متعلقة|اخبار متعلقة|مقالات ذات صلة|ذات صلة|قد يهمك|قد يهمك أيضا|"
    "قد يعجبك أيضا|شاهد أيضا|شاهد ايضا|تصفح أيضا|لا يفوتك|الأكثر قراءة|الأكثر مشاهدة|الأكثر تداولا|آخر الأخبار|اخر الاخبار|الموضوع السابق|الموضوع التالي|"
    "المقال السابق|المقال التالي|شارك|شاركها|شارك المقال|شارك الخبر|شارك هذا المقال|شارك هذا الموضوع|شارك الموضوع|شارك على|شارك عبر|مشاركة|المشاركة|"
    "الأكثر مشاركة|الأكثر تعليقا|اقرأ التالي|التالي|السابق|كلمات دالة|كلمات مفتاحية|مصدر الصورة|متابعات|شاهد الفيديو|شارك برأيك|أخبار مشابهة|مقالات مشابهة|قد يعجبك|إقرأ المزيد من|"
    "شارك على فيسبوك|شارك على تويتر|شارك عبر واتساب|فيسبوك|تويتر|واتساب|تلغرام|تيليغرام|تلجرام|انستغرام|إنستغرام|يوتيوب|لينكدإن|بينتيريست|ماسنجر|"
    "طباعة|اطبع|نسخ الرابط|نسخ|تم نسخ الرابط|انسخ الرابط|رابط مختصر|البريد الإلكتروني|إرسال|أرسل إلى صديق|حفظ|تابعونا|تابعنا|تابعنا على|تابعونا على|تابعوا|"
    "تابعونا على فيسبوك|تابعونا على تويتر|تابعونا على جوجل نيوز|تابعنا على جوجل نيوز|اشترك|اشترك الآن|التعليقات|تعليقات|أضف تعليقا|اترك تعليقا|اضف تعليق|إعلان|اعلان|إعلانات|"
    "نعم، أوافق|لا، اذهب إلى الإعدادات|اكتشف المزيد عما تغير|اسمح لنا بمعرفة أنك موافق|إعدادات ملفات تعريف الارتباط|تكبير الخط|تصغير الخط|حجم الخط|استمع|استمع للخبر|الكلمات المفتاحية|الوسوم|الرئيسية|تخطى إلى المحتوى|تخطي إلى المحتوى|موافق|أوافق|رفض|"
    "читайте также|читать также|читайте еще|читать далее|читать дальше|подробнее|смотрите также|по теме|материалы по теме|новости по теме|ещё по теме|еще по теме|"
    "другие новости|последние новости|самое читаемое|популярное|поделиться|поделитесь|поделиться в соцсетях|поделиться новостью|подписаться|подписывайтесь|"
    "подписывайтесь на нас|комментарии|комментировать|оставить комментарий|распечатать|версия для печати|скопировать ссылку|ссылка скопирована|реклама|теги|"
    "следующая новость|предыдущая новость|перейти на основной сайт|перейти на главный сайт|сейчас читают|курсы валют|погода|наверх|на главную|показать еще|загрузить еще|"
    "вконтакте|одноклассники|телеграм|фейсбук|твиттер|ватсап|whatsapp|telegram|facebook|twitter|vk|x|instagram|linkedin|viber|pinterest|messenger|email|e-mail|youtube|tiktok|"
    "тағы оқыңыз|сондай-ақ оқыңыз|оқи отырыңыз|тағы да оқыңыз|бөлісу|бөлісіңіз|пікірлер|пікір қалдыру|негізгі сайтқа өту|қазір оқып жатыр|қазір оқылуда|валюта бағамы|ауа райы|"
    "соңғы жаңалықтар|көп оқылғандар|жазылу|ұқсас жаңалықтар|тақырып бойынша|басты бет|көбірек көрсету|"
    "teilen mit|teilen|schon gelesen|empfohlene beiträge|mehr zum thema|lesen sie auch|das könnte sie auch interessieren|weitere artikel|previous article|next story|related posts|related content|"
    "leia também|lea también|leer más|te puede interesar|también te puede interesar|leggi anche|czytaj także|zobacz także|"
    "read also|read more|also read|see also|related|related articles|related news|related stories|related topics|more on this story|more news|most read|most popular|"
    "latest news|recommended|share|share this|share this article|share this page|share on facebook|share on twitter|share on whatsapp|copy link|link copied|print|"
    "print this page|follow us|follow us on|subscribe|subscribe now|sign up|comments|leave a comment|post a comment|add a comment|advertisement|advertising|tags|"
    "go to the main site|currently reading|currency rates|exchange rates|weather|skip to content|skip to main content|back to top|next article|previous article|"
    "accept|accept all|accept cookies|i agree|reject|reject all|manage cookies|cookie settings|cookie policy|privacy policy|listen to this article|"
    "ayrıca okuyun|bunları da okuyun|ilgili haberler|benzer haberler|paylaş|yorumlar|yorum yap|yazdır|devamını oku|ilginizi çekebilir|reklam|önceki haber|sonraki haber|öncekisonraki|"
    "həmçinin oxuyun|oxşar xəbərlər|shuningdek o'qing|ulashish|"
    "lire aussi|à lire aussi|a lire aussi|lire la suite|voir aussi|partager|partager sur facebook|imprimer|commentaires|publicité|articles liés|sur le même sujet|"
    "بیشتر بخوانید|بیشتر بخوانید:|اخبار مرتبط|مطالب مرتبط|خبرهای مرتبط|اشتراک گذاری|به اشتراک بگذارید|نظر شما|نظرات|ارسال نظر|چاپ|لینک کوتاه|کپی شد|کد خبر|برچسب‌ها|"
    "分享|分享到|分享让更多人看到|分享讓更多人看到|相关新闻|相关阅读|相关报道|相关文章|相關新聞|延伸閱讀|延伸阅读|推荐阅读|热门新闻|最新新闻|评论|關注|关注|打印|打印本页|关闭窗口|纠错|返回顶部|返回首页|上一篇|下一篇|阅读全文|查看更多|广告|扫一扫|收起|微信|微博"
)
# Beginnings of lines that go on with a headline or a list of networks: certain only with the sign after them.
_WITH_COLON: Final = (
    "اقرأ أيضا|اقرأ ايضا|إقرأ أيضا|اقرا أيضا|اقرأ أيضًا|اقرأ كذلك|شاهد أيضا|شاهد ايضا|للمزيد|لمزيد من الأخبار|قد يهمك|قد يهمك أيضا|مواضيع ذات صلة|أخبار ذات صلة|"
    "رابط مختصر|الرابط المختصر|الكلمات المفتاحية|كلمات مفتاحية|الوسوم|كلمات دلالية|"
    "читайте также|читать также|смотрите также|по теме|теги|метки|ключевые слова|"
    "тағы оқыңыз|сондай-ақ оқыңыз|тегтер|"
    "read also|also read|see also|related|tags|ayrıca okuyun|ilgili haber|etiketler|lire aussi|à lire aussi|voir aussi|بیشتر بخوانید|برچسب‌ها|相关阅读|相关新闻|延伸阅读|延伸閱讀"
)
# Beginnings of consent bars, share bars, newsletters: what follows them does not matter.
_OPENINGS: Final = (
    r"(?:نحن )?(?:والشركاء |وشركاؤنا |و شركاؤنا )?(?:نستخدم|يستخدم|تستخدم|باستخدام|بالنقر|باستمرارك|بمتابعتك|أجرينا|لقد قمنا|قمنا|اجرينا|هذا الموقع يستخدم|موقعنا يستخدم|يرجى|نود)\b"
    r".{0,250}?(?:ملفات (?:تعريف )?(?:الارتباط|الإرتباط)|بملفات الارتباط|الكوكيز|كوكيز|سياسة الخصوصية|cookies)",
    r"(?:تابعو?نا|تابعوا|اشتركو?ا?|انضموا?|حملوا?|للاشتراك|لمتابعة|لمتابعتنا)\b.{0,120}?(?:فيسبوك|فيس بوك|تويتر|تلغرام|تيليغرام|تلجرام|واتساب|واتس اب|يوتيوب|جوجل نيوز|google news|"
    r"انستغرام|إنستغرام|النشرة البريدية|تطبيق|telegram|whatsapp|facebook|twitter)",
    r"جميع الحقوق محفوظة",
    r"الآراء الواردة (?:أدناه|في التعليقات|في هذه التعليقات)\b.{0,80}?لا تعبر",
    r"ترحب (?:شبكة|صحيفة|موقع)\b.{0,60}?(?:بالنقاش|بتعليقات|بالتعليقات)",
    r"التعليقات (?:المنشورة|الواردة)\b.{0,80}?(?:لا تعبر|لا تمثل)",
    r"(?:لن يتم نشر|لن ينشر) (?:عنوان )?بريدك الإلكتروني",
    r"©|copyright (?:©|\(c\)|\d{4})",
    r"(?:we|we and our partners|this (?:web)?site|our (?:web)?site|the (?:web)?site) (?:may )?uses? .{0,120}?\bcookies?\b",
    r"by (?:continuing|using|clicking)\b.{0,200}?\bcookies?\b",
    r"(?:follow|join|subscribe to|sign up (?:to|for)) (?:us on|our)\b.{0,120}?(?:telegram|twitter|facebook|whatsapp|instagram|newsletter|youtube|google news|channel)",
    r"(?:subscribe|sign up)\b.{0,60}?\bnewsletters?",
    r"all rights reserved",
    r"(?:мы|наш сайт|этот сайт|сайт) использу\w{2,3} .{0,120}?(?:cookies?|куки)",
    r"(?:продолжая|оставаясь|используя)\b.{0,200}?(?:cookies?|куки)",
    r"(?:подписывайтесь|подпишитесь|присоединяйтесь|следите за (?:нами|новостями)|читайте нас)\b.{0,120}?(?:telegram|телеграм|whatsapp|instagram|facebook|вконтакте|youtube|канал|соцсет|дзен|google news)",
    r"(?:если вы )?(?:нашли|заметили|обнаружили) (?:ошибку|опечатку).{0,160}?(?:ctrl|enter|выделите)",
    r"все права защищены",
    r"(?:біз|сайт|бұл сайт)\b.{0,160}?(?:cookies?|куки)",
    r"(?:telegram|instagram|facebook|whatsapp|телеграм).{0,60}?(?:жазылыңыз|тіркеліңіз|қосылыңыз|оқыңыз)",
    r"(?:bizi|kanalımıza|haberlerimizi)\b.{0,80}?(?:takip edin|abone olun)",
    r"(?:本网站|我们)使用\s?cookies?",
    r"返回搜狐",
)  # fmt: skip
# When the page was published or changed, rates, weather and counts: the whole line.
_WHEN: Final = (
    r"(?:تم نشره|تم النشر|نشر في|نشر بتاريخ|تاريخ النشر|آخر تحديث|اخر تحديث|تم التحديث|تاريخ التحديث|опубликовано|обновлено|дата публикации|"
    r"жарияланған|жаңартылған|published(?: on| at)?|last updated|updated(?: on)?|posted on|yayınlanma tarihi|son güncelleme|güncelleme|publié le|mis à jour le|"
    r"تاریخ انتشار|آخرین به‌روزرسانی|发布时间|更新时间)"
)
_WHOLE: Final = (
    _WHEN + r"\s*[:：-]?\s*(?=[^\n]{0,40}(?:\d{1,2}\D{1,20}\d{4}|\d{4}\D{1,3}\d{1,2}))[^.!?؟\n]{4,70}",
    r"(?:(?:usd|eur|rub|cny|kzt|gbp|try)\s*(?:/\s*kzt)?\s*[:=]?\s*[-+]?\d{1,5}[.,]\d{1,4}\s*[$€₽¥₸£]?[\s|;]*){1,12}",
    r"(?:[$€₽¥₸£]\s*[-+]?\d{1,5}[.,]\d{1,4}[\s|;]*){1,9}",
    r"(?:(?:astana|nur-sultan|almaty|shymkent|астана|нур-султан|нұр-сұлтан|алматы|шымкент)\s*)?[-+−]?\d{1,2}\s*°\s*[cс]?",
    r"\d{1,3}\s*(?:تعليقات?|комментари\w{1,3}|comments?|просмотр\w{0,3}|views?|مشاهدة|مشاهدات|shares?)",
)
_TRIM: Final = " \t:：.…!|»«›>‹<-–—•·*→←↓#+\"'()[]/\\،,؛"
_MARKS: Final = re.compile("[\u064b-\u0652]")
# Where the last sentence of a paragraph begins that has no full stop of its own.
_LAST_SENTENCE: Final = re.compile(
    r"(?:[.!?؟…][»”\"')\]]{0,2}\s+|[。！？][」』”）]?\s*)(?=[^.!?؟…。！？]{4,200}[?؟]?$)"
)
# Links glued into a paragraph: what follows is another article's headline, as long as it is no sentence.
_LINK_INSIDE: Final = re.compile(
    r"(?:[إا]قر[أا](?:ي|وا)?|شاهد|طالع) (?:[أا]يض[اً]{1,2}|كذلك|المزيد)\s?[:|]|читайте также\s?:|смотрите также\s?:|тағы оқыңыз\s?:|(?:read|see) also\s?:|"
    r"(?:à )?lire aussi\s?:|بیشتر بخوانید\s?:|ayrıca okuyun\s?:|(?:相关阅读|相关新闻|延伸阅读)[:：]",
    re.IGNORECASE,
)
_BARS: Final = re.compile(r"[|•·｜]")
_SENTENCE_END: Final = re.compile(r"[.!?؟…。！？](?=.)")
_STOPS: Final = ".!…。！"
_LINK_SIGN: Final = re.compile("[:|：]")
_SHORTEST_BEFORE: Final = 40
_FARTHEST: Final = 260  # from the end of a line: a label and the longest headline
_LONGEST_HEADLINE: Final = 200


def _plain(line: str) -> str:
    return _MARKS.sub("", line).replace("İ", "i").lower().strip(_TRIM)


@cache
def _alone() -> frozenset[str]:
    return frozenset(_plain(phrase) for phrase in _ALONE.split("|"))


@cache
def _openings() -> tuple[str, ...]:
    return tuple(_plain(phrase) for phrase in _WITH_COLON.split("|"))


@cache
def _sentences() -> re.Pattern[str]:
    openings = "|".join(f"(?:{pattern})" for pattern in _OPENINGS)
    whole = "|".join(f"(?:{pattern})" for pattern in _WHOLE)
    return re.compile(f"{openings}|(?:{whole})$")


def without_furniture_behind(line: str) -> str:
    """A paragraph without what a site glued behind it: «… قبل الشتاء. اقرأ أيضا: رئيس البلدية يتفقد الميناء»."""
    while True:
        start = max(len(line) - _FARTHEST, 0)
        last = _LAST_SENTENCE.search(line, start) if line and line[-1] not in _STOPS else None
        link = _LINK_INSIDE.search(line, max(start, _SHORTEST_BEFORE)) if _LINK_SIGN.search(line, start) else None
        if last is not None and _is_glued(line[last.end() :]):
            line = line[: last.end()].rstrip()
        elif (
            link is not None
            and not _SENTENCE_END.search(line, link.end())
            and len(line) - link.end() <= _LONGEST_HEADLINE
        ):
            line = line[: link.start()].rstrip(" |-–—•*")
        else:
            return line


def _is_glued(sentence: str) -> bool:
    """One word alone («فيسبوك») may end a text; two of them that are furniture do not."""
    return (" " in sentence or ":" in sentence or "：" in sentence) and is_furniture(sentence)


def is_furniture(line: str) -> bool:
    """Whether a whole line is certainly no part of an article. A line that might be is kept."""
    if len(line) > MAX_LENGTH:
        return False
    plain = _plain(line)
    if not plain:
        return False
    if len(plain) <= 40 and plain in _alone():
        return True
    if _BARS.search(plain) and all(map(is_furniture, _BARS.split(plain))):
        return True
    if len(plain) <= 200:
        opening, sign, _ = plain.partition(":")
        if sign and opening.strip() in _openings():
            return True
    return _sentences().match(plain) is not None or furniture_phrases().fullmatch(fold_line(plain)) is not None
