"""Clean text: no invisible signs, no glued sentences, no furniture of the site; and nothing else is lost."""

import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.cleaning import clean_text, clean_title, without_title
from press.site_furniture import is_furniture, without_furniture_behind

FURNITURE = Path(__file__).parent.parent / "golden" / "furniture"

FORBIDDEN = "\u0640\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2060\ufeff\u00ad\u00a0\r\t\x00\x1f\x7f"
NASTY = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(FORBIDDEN + 'اب. \n.،لآﷲﺎﻹ)»"')), max_size=200)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("والسلام.ونظراً للسمعة", "والسلام. ونظراً للسمعة"),
        ("بحر آرال (IFAS).وفي عام", "بحر آرال (IFAS). وفي عام"),
        ("في عام 2023.وتولت", "في عام 2023. وتولت"),
        ("قالت أ.ف.ب إن", "قالت أ.ف.ب إن"),
        ("عام 500 ق.م كان", "عام 500 ق.م كان"),
        ("نمو 3.5 في المئة", "نمو 3.5 في المئة"),
        ("د.محمد العلي", "د.محمد العلي"),
        ("كازاخســـتان", "كازاخستان"),
        ("القاهرة ـ وام", "القاهرة - وام"),
        ("1445هـ", "1445ه"),
        ("ﻛﺎﺯﺍﺧﺴﺘﺎﻥ", "كازاخستان"),
        ("ﷲ", "الله"),
        ("ﻻ", "لا"),
        ("\u200fأستانا\u200e \u202bقمة\u202c", "أستانا قمة"),
        ("می\u200cشود", "میشود"),
        ("أستانا\u00a0\u2009\u3000قمة", "أستانا قمة"),
        ("Caf\u0065\u0301", "Caf\u00e9"),
        ("a\r\nb\r\n\r\n  c\u2028d", "a\nb\nc\nd"),
        ("a\ud800b\udfffc", "abc"),
        ("نقطة، فاصلة؛ سؤال؟", "نقطة، فاصلة؛ سؤال؟"),
        ("ﬁne ½ № ①", "ﬁne ½ № ①"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(NASTY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(NASTY)
def test_clean_text_is_composed_and_has_no_invisible_sign(text: str) -> None:
    clean = clean_text(text)
    assert not set(clean) & set(FORBIDDEN)
    assert not any(unicodedata.category(sign) in ("Cs", "Cc") for sign in clean if sign != "\n")
    assert unicodedata.is_normalized("NFC", clean)
    assert "\n\n" not in clean
    assert "  " not in clean
    assert clean == clean.strip()
    clean.encode("utf-8")


@given(
    st.lists(
        st.sampled_from(["قمة", "منظمة", "التعاون", "في", "أستانا", "اليوم", "تنعقد", "برئاسة", "الرئيس"]),
        min_size=3,
        max_size=30,
    )
)
def test_words_survive(words: list[str]) -> None:
    assert clean_text("  ".join(words)).split() == words


@given(NASTY)
def test_a_title_is_one_line_and_cleaning_it_twice_changes_nothing_more(title: str) -> None:
    clean = clean_title(title)
    assert "\n" not in clean
    assert clean_title(clean) == clean


def test_entities_of_a_title_are_resolved_however_often_they_were_escaped() -> None:
    assert clean_title("Q&amp;amp;A: &#8220;ШОС&#8221;\n в Астане") == "Q&A: “ШОС” в Астане"


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا",
        "اقرأ أيضاً:",
        "اقرأ أيضًا: قمة أستانا تنطلق غدا",
        "شارك",
        "شارك الخبر",
        "تابعونا على تلغرام",
        "تابعوا آخر أخبارنا عبر تطبيق تلغرام",
        "مواضيع ذات صلة",
        "نحن وشركاؤنا نستخدم ملفات تعريف الارتباط لتحسين تجربتكم",
        "نستخدم ملفات تعريف الارتباط",
        "جميع الحقوق محفوظة لموقعنا 2024",
        "Читайте также:",
        "Читайте также: Саммит прошел в Астане",
        "Поделиться",
        "Подписывайтесь на наш Telegram-канал",
        "Если вы нашли ошибку, выделите ее и нажмите Ctrl+Enter",
        "Перейти на основной сайт",
        "Сейчас читают",
        "Тағы оқыңыз",
        "Бөлісу",
        "Go to the main site",
        "Currently reading",
        "USD 471.46 EUR 505.21 RUB 5.19",
        "$ 471.46 € 505.21",
        "Astana +21 °C",
        "Read also",
        "Share on Facebook",
        "We use cookies to make this site better for you.",
        "© 2024 News",
        "İlgili haberler",
        "Lire aussi",
        "分享到：",
        "延伸閱讀",
        "بیشتر بخوانید",
        "Telegram",
        "3 comments",
        "شارك الخبر: فيسبوك | تويتر | واتساب",
        "لقراءة المزيد اضغط هنا",
        "1523 مشاهدة",
        "تمت مشاهدته 1523 مرة",
        "#أستانا #قمة",
        "مشاركة المقال عبر الفيسبوك",
        "اطبع هذا الخبر",
        "التعليقات (0)",
        "أضف تعليقك",
        "قد يعجبك أيضا: خبر",
        "Follow us on X",
        "Бізге жазылыңыз",
        "Suivez-nous sur Facebook",
        "Síguenos en Twitter",
        "Abone ol",
        "به اشتراک گذاری در تلگرام",
        "[责任编辑：张三]",
        "شارك هذا الخبر على فيسبوك",
        "شارك الخبر عبر: فيسبوك تويتر واتساب",
        "اضغط هنا لمتابعة قناتنا على واتساب",
        "اضغط هنا لمتابعة صحيفة الخبر على واتساب",
        "تابع آخر الأخبار عبر Google News",
        "تابع آخر أخبار كازاخستان عبر Google News",
        "اقرأ أيضاً | قمة أستانا تبحث التعاون",
        "اقرأ أيضا - قمة أستانا تبحث التعاون",
        "طالع أيضا: قمة أستانا",
        "انضم إلى قناتنا على واتساب",
        "عدد المشاهدات: 1523",
        "المشاهدات: ١٥٢٣",
        "وسوم: أستانا، قمة",
        "مشاركة عبر البريد الإلكتروني",
        "اشترك في نشرتنا البريدية",
        "اشترك في النشرة البريدية ليصلك كل جديد",
        "للمزيد من الأخبار تابعونا على تويتر",
        "لمزيد من الأخبار زوروا موقعنا",
        "مواضيع قد تهمك",
        "خبر ذو صلة: رئيس كازاخستان يستقبل الأمين العام",
        "Поделиться в Facebook",
        "Поделиться новостью в Telegram",
        "Share this article on Facebook",
        "Read more: Astana hosts the summit",
        "Click here to subscribe to our newsletter",
        "Бөлісу: Facebook",
        "مطالب مرتبط: رئیس جمهور قزاقستان",
        "分享到微信",
        "责任编辑：张三",
        "（责任编辑：李四）",
        "相关阅读：阿斯塔纳峰会",
        "Читайте также | Саммит",
        "Просмотров: 1523",
        "Views: 1,523",
        "Facebook'ta paylaş",
        "Haberi paylaş",
        "Lire aussi | Le sommet",
        "شارك على X",
        "شارك عبر واتساب",
        "شارك هذا المقال مع أصدقائك",
        "انقر هنا للاشتراك في خدمة الأخبار",
        "Tags: Astana, summit",
    ],
)
def test_furniture_is_dropped(line: str) -> None:
    assert is_furniture(line)
    assert clean_text(f"قمة أستانا\n{line}\nانتهت القمة") == "قمة أستانا\nانتهت القمة"


@pytest.mark.parametrize(
    "line",
    [
        "شارك الرئيس في قمة أستانا مع وزراء خارجية الدول الأعضاء",
        "تابعنا مع الوزير ملف التعاون",
        "اقرأ أيضا ما كتبه الرئيس",
        "نحن نستخدم الطاقة الشمسية في مشاريعنا",
        "تعليقات الوزير على القرار جاءت سريعة",
        "المزيد من الدول تنضم إلى منظمة شنغهاي للتعاون",
        "Погода в Астане на неделю: ожидаются дожди",
        "Поделиться опытом приехали эксперты из десяти стран",
        "Мы поддерживаем мир и безопасность",
        "Share prices rose in Astana on Monday",
        "Follow us as we visit the summit",
        "We accept the invitation of the Secretary General",
        "Subscribe to the view that trade brings peace",
        "USD fell against the tenge",
        "Astana hosts the summit",
        "Weather forced the delegation to stay",
        "评论员认为会议成功",
        "Related to this is the question of water",
        "Tags were attached to the animals",
        "حفظ الأمن في المنطقة",
        "طباعة الكتب المدرسية",
        "15 زيارة رسمية",
        "إقرأ المزيد عن القمة التي عقدت أمس",
        "#أستانا تستضيف القمة",
        "قد يعجبك أيضا أن تعرف",
        "تعليقات الرئيس: 3 نقاط",
        "Comments: 12 countries objected",
        "Compartir en familia",
        "شارك الخبر على تويتر مئات المستخدمين",
        "انضم إلى قناة العربية مراسلا عام 2005",
        "انضم إلى منظمة شنغهاي للتعاون",
        "تابع الرئيس آخر الأخبار عبر تويتر",
        "تابع آخر التطورات في المنطقة مع نظيره الصيني",
        "عدد المشاهدات تجاوز 1523 مليونا في يوم واحد",
        "وسوم الشرف على صدور الجنود",
        "للمزيد من الأخبار السارة انتظر الناس",
        "مشاركة عبر الفيديو للرئيس في القمة",
        "مشاركة في القمة",
        "شارك في الاجتماع",
        "مشاركة عبر الفيديو",
        "ارسل الرئيس",
        "ارسال المساعدات الى غزة",
        "مقال مشابه نشرته صحيفة أخرى",
        "خبر ذو صلة بالقمة نشرته الوكالة",
        "Read more books, the minister said: it helps",
        "Share this article of faith with the world",
        "Поделиться в Facebook своим мнением решил министр",
        "Подробнее об этом рассказал министр",
        "分享到微信的照片显示会议成功",
        "编辑部认为会议成功",
        "Views differ on the summit",
        "Category A: ten countries",
        "Share of exports",
        "Комментарий министра",
        "Просмотр 12 фильмов занял неделю",
        "زوار كازاخستان 15 مليون",
        "تصنيف الجامعات",
        "قراء 100 كتاب",
        "اشترك في القمة رؤساء الدول",
        "لمتابعة اهم القضايا في الاجتماع الذي عقد في اطار وسائل التواصل الاجتماعي قال الوزير",
        "طالع الرئيس التقرير",
        "انظر أيضا في المادة 5",
        "更多新闻工作者参加会议",
        "Topics of the talks: trade and water",
    ],
)
def test_sentences_of_an_article_are_kept(line: str) -> None:
    assert not is_furniture(line)


def test_the_golden_lines_are_told_from_sentences_that_use_the_same_words() -> None:
    furniture = (FURNITURE / "furniture.txt").read_text("utf-8").splitlines()
    sentences = (FURNITURE / "sentences.txt").read_text("utf-8").splitlines()
    assert len(furniture) >= 150 <= len(furniture) + len(sentences)
    assert [line for line in furniture if not is_furniture(line)] == []
    assert [line for line in sentences if is_furniture(line)] == []


PARAGRAPH = "وأمضى الطلاب ثلاث سنوات في بناء القمر واختباره في غرفة مفرغة من الهواء."


@pytest.mark.parametrize(
    "behind",
    [
        " اقرأ أيضا: سباق للدراجات في المدينة الجامعية",
        " اقرأ أيضًا | هل يفتح الميناء أبوابه قريبا؟",
        " شارك على فيسبوك",
        " تابعونا على تويتر اقرأ أيضا: سباق للدراجات",
        " للمزيد من الأخبار تابعونا على صفحتنا في فيسبوك",
    ],
)
def test_furniture_glued_behind_a_paragraph_is_cut_off(behind: str) -> None:
    assert without_furniture_behind(PARAGRAPH + behind) == PARAGRAPH
    assert clean_text(f"{PARAGRAPH}{behind}\n{PARAGRAPH}") == f"{PARAGRAPH}\n{PARAGRAPH}"


@pytest.mark.parametrize(
    "behind",
    [
        " اقرأ كتابا",
        " فيسبوك",
        " شارك على هامش الحفل ستون كاتبا",
        " وقال: اقرأ أيضا: كتاب الفلك. ثم صمت",
        " Share prices fell",
        "",
    ],
)
def test_what_belongs_to_a_paragraph_stays_behind_it(behind: str) -> None:
    assert without_furniture_behind(PARAGRAPH + behind) == PARAGRAPH + behind


PIECES = [
    PARAGRAPH, PARAGRAPH * 6, "اقرأ أيضا: سباق للدراجات", "شارك على فيسبوك", "فيسبوك", "تابعونا على تويتر", "|", "Read more", "© 2024", "قال",
    "للمزيد:", ". ", "؟", "读更多。", "相关阅读：图书馆", "Читайте также: Дороги",
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "\n", ". ", " | "))), max_size=8))
def test_cleaning_text_made_of_furniture_twice_changes_nothing_more(pieces: list[tuple[str, str]]) -> None:
    once = clean_text("".join(piece + between for piece, between in pieces))
    assert clean_text(once) == once


def test_five_megabytes_are_cleaned_at_five_megabytes_a_second_or_more() -> None:
    paragraph = (
        "عقد وزراء خارجية الدول الأعضاء اجتماعهم السنوي في العاصمة أستانا.وناقشوا قضايا الأمن والتجارة، كما قالوا.\n"
    )
    text = paragraph * (5_000_000 // len(paragraph.encode()))
    start = process_time()
    clean_text(text)
    assert process_time() - start < 1.0


@pytest.mark.parametrize(
    "part", ["x", " ", "\n", "اب.", "ـ", "\u200f ", "\ud800", "\n ", "ﷺ", "© ", "e\u0301", "&amp;"]
)
def test_five_megabytes_of_anything_are_cleaned_in_bounded_time(part: str) -> None:
    text = part * (5_000_000 // len(part.encode("utf-8", "surrogatepass")))
    start = process_time()
    clean_text(text)
    clean_title(text)
    assert process_time() - start < 5.0


def test_a_text_that_opens_with_its_title_opens_with_what_follows() -> None:
    assert (
        without_title("«سيكا» تبحث التحول\nأبوظبي - بحث الأمين العام", "سيكا تبحث التحوّل")
        == "أبوظبي - بحث الأمين العام"
    )
    assert without_title("سيكا تبحث التحول", "سيكا تبحث التحول") == "سيكا تبحث التحول"
    assert without_title("سيكا تبحث التحول في أستانا\nنص", "سيكا تبحث التحول") == "سيكا تبحث التحول في أستانا\nنص"
    assert without_title("نص\nنص", "") == "نص\nنص"
    assert without_title("نص أول\nنص ثان\nسيكا تبحث التحول", "سيكا تبحث التحول") == "نص أول\nنص ثان"
