"""The words of the query language, in the languages of its users. Data only.

Names of fields and values are compared in folded form (so «أو», «او» and «اَو» are one), operators of the Latin and
Cyrillic scripts in capitals only: "and" is a word like any other.
"""

import re
from typing import Final

from press.folding import folded
from press.query_tree import Fact, Field, Sort

AND: Final = frozenset({"AND", "И", "ЖӘНЕ", "VE", "&", "&&"})
OR: Final = frozenset({"OR", "ИЛИ", "НЕМЕСЕ", "VEYA", "|", "||"})
NOT: Final = frozenset({"NOT", "НЕ", "ЕМЕС", "DEĞİL"})
ARABIC_AND: Final = frozenset(map(folded, ("و", "وأيضا")))
ARABIC_OR: Final = frozenset(map(folded, ("أو",)))
ARABIC_NOT: Final = frozenset(map(folded, ("ليس", "بدون", "إلا")))

COMMAS: Final = re.compile("[,،、，]")
"""Between several values of one field."""

TITLE: Final = "title"
SINCE: Final = "since"
UNTIL: Final = "until"
HAS: Final = "has"
SORT: Final = "sort"

_NAMES: Final[dict[str, str]] = {
    Field.ORGANIZATION: "org organization organisation منظمة المنظمة جهة الجهة هيئة орг организация ұйым 组织",
    Field.LANGUAGE: "lang language لغة اللغة لسان язык тіл 语言",
    Field.SOURCE: "source site outlet مصدر المصدر موقع الموقع صحيفة الصحيفة источник сайт дереккөз 来源",
    Field.COUNTRY: "country بلد البلد دولة الدولة страна ел 国家",
    Field.KIND: "kind type نوع النوع тип вид түрі 类型",
    Field.CREDIT: "credit agency وكالة الوكالة نقلا نقلا_عن агентство агенттік 通讯社",
    Field.PERSON: "person شخص الشخص شخصية персона тұлға 人物",
    Field.PLACE: "place مكان المكان место орын 地点",
    Field.DATELINE: "dateline من_مدينة датлайн 电头",
    TITLE: "title headline عنوان العنوان заголовок тақырып 标题",
    SINCE: "since from after منذ من بعد ابتداء с от после бастап 自",
    UNTIL: "until to before حتى الى قبل до по дейін 至",
    HAS: "has is فيه فيها له لها هو هي есть бар 有 是",
    SORT: "sort order ترتيب الترتيب порядок сортировка реттеу 排序",
}
FIELD_NAMES: Final[dict[str, str]] = {folded(name): field for field, names in _NAMES.items() for name in names.split()}

_FACTS: Final[dict[Fact, str]] = {
    Fact.COPIES: "copies نسخ копии көшірмелер 转载",
    Fact.COPY: "copy نسخة منسوخ منقول копия көшірме 副本",
    Fact.REVISED: "revised revision revisions منقح معدل تعديل изменено правки өзгертілген 修改",
    Fact.VANISHED: "vanished gone محذوف مختف удалено исчезло жойылған 消失",
    Fact.DATE: "date dated تاريخ дата күні 日期",
    Fact.AUTHOR: "author كاتب автор 作者",
    Fact.CREDIT: "credit وكالة агентство 通讯社",
}
FACT_NAMES: Final[dict[str, Fact]] = {folded(name): fact for fact, names in _FACTS.items() for name in names.split()}

_SORTS: Final[dict[Sort, str]] = {
    Sort.NEWEST: "newest new desc الأحدث احدث جديد новые 最新",
    Sort.OLDEST: "oldest old asc الأقدم اقدم قديم старые 最早",
}
SORT_NAMES: Final[dict[str, Sort]] = {folded(name): sort for sort, names in _SORTS.items() for name in names.split()}

_LANGUAGES: Final[dict[str, str]] = {
    "ar": "arabic العربية عربي عربية арабский араб",
    "ru": "russian الروسية روسي русский орыс",
    "en": "english الإنجليزية انجليزي английский ағылшын",
    "kk": "kazakh الكازاخية كازاخي казахский қазақ",
    "zh": "chinese الصينية صيني китайский қытай 中文",
    "tr": "turkish التركية تركي турецкий түрік türkçe",
    "fa": "persian farsi الفارسية فارسي персидский парсы",
    "fr": "french الفرنسية فرنسي французский",
    "uz": "uzbek الأوزبكية узбекский",
    "ky": "kyrgyz القرغيزية киргизский",
    "az": "azerbaijani الأذرية азербайджанский",
    "tg": "tajik الطاجيكية таджикский",
}
LANGUAGE_NAMES: Final[dict[str, str]] = {
    folded(name): code for code, names in _LANGUAGES.items() for name in names.split()
}
