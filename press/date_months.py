"""Month names as the press prints them, by calendar, one line per language: January first, variants split by `|`."""

from enum import StrEnum
from functools import cache
from typing import Final

from press.date_spelling import spell_word


class Calendar(StrEnum):
    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    JALALI = "jalali"


_GREGORIAN: Final = (
    # Arabic: Egypt and Gulf; Levant; Morocco; Algeria and Tunisia
    "يناير|ينايير|كانون الثاني|كانون ثاني|كانون ثان|جانفي|جانفيي, فبراير|شباط|فيفري|فبراير, مارس|اذار|مارث,"
    "ابريل|نيسان|افريل|ابرايل, مايو|ايار|ماي|مايوا, يونيو|حزيران|جوان|يونيه|يونية|يونيوا,"
    "يوليو|تموز|يوليوز|جويلية|يوليه|يوليوا|جولية|جوييه, اغسطس|اب|غشت|اوت|اغسطوس|أغوسطس, سبتمبر|ايلول|شتنبر|سيبتمبر,"
    "اكتوبر|تشرين الاول|تشرين اول|اوكتوبر|اكتوبرر, نوفمبر|تشرين الثاني|تشرين ثاني|تشرين ثان|نونبر|نونمبر,"
    "ديسمبر|كانون الاول|كانون اول|دجنبر|ديسيمبر|ديسمبير",
    # Persian, Dari
    "ژانویه|ژانویهٔ|جنوری, فوریه|فبروری|فوریهٔ, مارس|مارچ, آوریل|اپریل, مه|می|مئی, ژوئن|جون, ژوئیه|ژوییه|جولای|جولائی|جولاي,"
    "اوت|آگوست|آگست|اگست, سپتامبر|سپتمبر|ستمبر, اکتبر|اکتوبر|اکتوبر, نوامبر|نومبر, دسامبر|دسمبر|ډسمبر",
    # Pashto, Urdu
    "جنوري, فبروري|فروری, مارچ, اپرېل, مې, جون, جولایی, اګست, سپتمبر, اکتوبر, نوومبر, ډېسمبر",
    # Kurdish (Sorani); Uyghur
    "کانوونی دووەم, شوبات, ئازار, نیسان, ئایار, حوزەیران, تەمموز|تەموز, ئاب, ئەیلوول, تشرینی یەکەم, تشرینی دووەم,"
    "کانوونی یەکەم",
    "يانۋار, فېۋرال, مارت, ئاپرېل, ماي, ئىيۇن, ئىيۇل, ئاۋغۇست, سېنتەبىر, ئۆكتەبىر, نويابىر, دېكابىر",
    # Kazakh in three scripts
    "қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, тамыз, қыркүйек,қазан, қараша, желтоқсан",
    "qantar|qañtar, aqpan, nauryz|naurız|nawrız|naýryz, sauir|säwir|saýir|sáýir, mamyr|mamır, mausym|mawsım|maýsym|mausım,"
    "shilde|silde|şilde, tamyz|tamız, qyrkuiek|qırküyek|qyrkúıek|qyrkuyek, qazan, qarasha|qaraşa, jeltoqsan|zheltoqsan",
    "قاڭتار, اقپان, ناۋرىز, ءساۋىر|ساۋىر, مامىر, ماۋسىم, شىلدە, تامىز, قىركۇيەك, قازان, قاراشا, جەلتوقسان",
    # Russian
    "январь|января|янв, февраль|февраля|фев|февр, март|марта|мар, апрель|апреля|апр, май|мая, июнь|июня|июн,"
    "июль|июля|июл, август|августа|авг, сентябрь|сентября|сен|сент, октябрь|октября|окт, ноябрь|ноября|ноя|нояб,"
    "декабрь|декабря|дек",
    # Ukrainian; Belarusian
    "січень|січня, лютий|лютого, березень|березня, квітень|квітня, травень|травня,"
    "червень|червня, липень|липня, серпень|серпня, вересень|вересня, жовтень|жовтня,"
    "листопад|листопада, грудень|грудня",
    "студзень|студзеня, люты|лютага, сакавік|сакавіка, красавік|красавіка, май|мая|травень|траўня, чэрвень|чэрвеня,"
    "ліпень|ліпеня, жнівень|жніўня, верасень|верасня, кастрычнік|кастрычніка, лістапад|лістапада, снежань|снежня",
    # Bulgarian; Serbian in both scripts
    "януари, февруари|фев, март, април|апр, май, юни, юли, август|авг, септември, октомври|окт, ноември,декември|дек",
    "јануар|јануара, фебруар|фебруара, март|марта, април|априла, мај|маја, јун|јуна, јул|јула, август|августа,"
    "септембар|септембра, октобар|октобра, новембар|новембра, децембар|децембра",
    "januar|januara, februar|februara, mart|marta, april|aprila, maj|maja, jun|juna, jul|jula, avgust|avgusta,"
    "septembar|septembra, oktobar|oktobra, novembar|novembra, decembar|decembra",
    # Kyrgyz; Uzbek in both scripts; Tajik; Turkmen
    "январь|январы|январында, февраль|февралы, март|марты, апрель|апрели, май|майы, июнь|июну, июль|июлу,"
    "август|августу, сентябрь|сентябры, октябрь|октябры, ноябрь|ноябры, декабрь|декабры",
    "январ, феврал, март, апрел, май, июн, июл, август, сентябр, октябр, ноябр, декабр",
    "yanvar, fevral, mart, aprel, may, iyun, iyul, avgust, sentabr|sentyabr, oktabr|oktyabr, noyabr, dekabr",
    "январи, феврали, марти, апрели, майи, июни, июли, августи, сентябри, октябри, ноябри, декабри",
    "ýanwar, fewral, mart, aprel, maý, iýun, iýul, awgust, sentýabr, oktýabr, noýabr, dekabr",
    # Turkish; Azerbaijani; Crimean and Gagauz forms are the same
    "ocak, şubat, mart, nisan, mayıs, haziran, temmuz, ağustos, eylül, ekim, kasım, aralık",
    "yanvar, fevral, mart, aprel, may, iyun, iyul, avqust|avq, sentyabr, oktyabr, noyabr, dekabr",
    # English
    "january|jan, february|feb, march|mar, april|apr, may, june|jun, july|jul, august|aug, september|sept|sep, october|oct,"
    "november|nov, december|dec",
    # French, Spanish, Portuguese, Italian, German, Dutch, Polish, Czech, Swedish and Danish, Indonesian
    "janvier, février, mars, avril|avr, mai, juin, juillet, août, septembre, octobre, novembre, décembre",
    "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre|setiembre, octubre, noviembre, diciembre",
    "janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro",
    "gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, settembre, ottobre, novembre, dicembre",
    "januar|jänner, februar|feber, märz, april, mai, juni, juli, august, september, oktober, november, dezember",
    "januari, februari, maart, april, mei, juni, juli, augustus, september, oktober, november, december",
    "stycznia|styczeń, lutego|luty, marca|marzec, kwietnia|kwiecień, maja|maj, czerwca|czerwiec, lipca|lipiec,"
    "sierpnia|sierpień, września|wrzesień, października|październik, listopada|listopad, grudnia|grudzień",
    "ledna|leden, února|únor, března|březen, dubna|duben, května|květen, června|červen, července|červenec,"
    "srpna|srpen, září, října|říjen, listopadu, prosince|prosinec",
    "januari|januar, februari|februar, mars|marts, april, maj|mai, juni, juli, augusti|august, september, oktober, november,"
    "december|desember",
    "januari, februari, maret, april, mei, juni, juli, agustus, september, oktober, november|nopember, desember",
    # Greek, Romanian, Hungarian, Armenian, Georgian, Hindi
    "ιανουαρίου, φεβρουαρίου, μαρτίου, απριλίου, μαΐου, ιουνίου, ιουλίου, αυγούστου, σεπτεμβρίου, οκτωβρίου, νοεμβρίου, δεκεμβρίου",
    "ianuarie, februarie, martie, aprilie, mai, iunie, iulie, august, septembrie, octombrie, noiembrie, decembrie",
    "január, február, március, április, május, június, július, augusztus, szeptember, október, november, december",
    "հունվարի, փետրվարի, մարտի, ապրիլի, մայիսի, հունիսի, հուլիսի, օգոստոսի, սեպտեմբերի, հոկտեմբերի, նոյեմբերի, դեկտեմբերի",
    "იანვარი, თებერვალი, მარტი, აპრილი, მაისი, ივნისი, ივლისი, აგვისტო, სექტემბერი, ოქტომბერი, ნოემბერი, დეკემბერი",
    "जनवरी, फरवरी, मार्च, अप्रैल, मई, जून, जुलाई, अगस्त, सितंबर, अक्टूबर, नवंबर, दिसंबर",
)
# Short names that are words of other languages («out», «des», «tem»); they count on a page of their own language only.
_SHORT: Final = {
    "tr": "oca, şub, mar, nis, may, haz, tem, ağu, eyl, eki, kas, ara",
    "kk": "қаң, ақп, нау, сәу, мам, мау, шіл, там, қыр, қаз, қар, жел",
    "uk": "січ, лют, бер, квіт|кві, трав|тра, черв|чер, лип, серп|сер, вер, жовт|жов, лист|лис, груд|гру",
    "uz": "yan, fev, mar, apr, may, iyn, iyl, avg, sen|sent, okt, noy, dek",
    "az": "yan, fev, mar, apr, may, iyn, iyl, avq, sen, okt, noy, dek",
    "bg": "яну, фев, мар, апр, май, юни, юли, авг, сеп|септ, окт, ное|ноем, дек",
    "de": "jan|jän, feb, mär|mrz, apr, mai, jun, jul, aug, sep|sept, okt, nov, dez",
    "fr": "janv|jan, févr|fév, mars, avr, mai, juin, juil, août, sept, oct, nov, déc",
    "es": "ene, feb, mar, abr, may, jun, jul, ago, sep|sept|set, oct, nov, dic",
    "pt": "jan, fev, mar, abr, mai, jun, jul, ago, set, out, nov, dez",
    "it": "gen, feb, mar, apr, mag, giu, lug, ago, set, ott, nov, dic",
    "nl": "jan, feb, mrt, apr, mei, jun, jul, aug, sep, okt, nov, dec",
    "pl": "sty, lut, mar, kwi, maj, cze, lip, sie, wrz, paź, lis, gru",
    "id": "jan, feb, mar, apr, mei, jun, jul, agu|agt, sep, okt, nov, des",
}
_HIJRI: Final = (
    "محرم|المحرم|محرم الحرام, صفر|صفر المظفر, ربيع الاول|ربيع اول, ربيع الاخر|ربيع الثاني|ربيع ثاني|ربيع اخر,"
    "جمادى الاولى|جمادي الاول|جمادى اولى, جمادى الاخرة|جمادى الثانية|جمادي الثاني|جمادى الاخر, رجب|رجب المرجب,"
    "شعبان|شعبان المعظم, رمضان|رمضان المبارك, شوال|شوال المكرم, ذو القعدة|ذي القعدة|ذوالقعدة|ذيالقعده|ذيالقعدة|ذى القعدة,"
    "ذو الحجة|ذي الحجة|ذوالحجة|ذيالحجه|ذيالحجة|ذى الحجة",
    "muharram, safar, rabi al awwal, rabi al thani, jumada al awwal|jumada al ula, jumada al thani|jumada al akhirah, rajab, shaban|sha'ban,"
    "ramadan|ramazan, shawwal, dhu al qadah|dhul qadah, dhu al hijjah|dhul hijjah|dhul hijja",
)
_JALALI: Final = (
    "فروردین|فروردين, اردیبهشت, خرداد, تیر, مرداد|امرداد, شهریور, مهر, آبان, آذر, دی|دیماه, بهمن, اسفند",
    "حمل, ثور, جوزا, سرطان, اسد, سنبله, میزان, عقرب, قوس, جدی, دلو, حوت",
    "وری, غویی, غبرگولی|غبرګولی, چنگاښ|چنګاښ, زمری, وږی, تله, لړم, لیندۍ, مرغومی, سلواغه, کب",
    "farvardin, ordibehesht, khordad, tir, mordad, shahrivar, mehr, aban, azar, dey, bahman, esfand",
)

# What may follow a month's stem, glued or after an apostrophe: cases of the Turkic and Slavic languages.
_SUFFIX_LINE: Final = (
    "дағы|дегі|тағы|тегі|да|де|та|те|нан|нен|дан|ден|тан|тен|ның|нің|дың|дің|тың|тің|на|"
    "не|ға|ге|қа|ке|ында|інде|нда|нде|сі|сы|сінде|сында|сіндегі|сындағы|сінің|сының|ы|і|нын|нин|"
    "дын|дин|дун|дүн|тин|түн|га|го|до|дө|то|тө|ду|дү|da|de|ta|te|dan|den|tan|ten|ın|in|"
    "ماه|un|ün|nın|nin|nun|nün|ki|daki|deki|taki|teki|ni|ning|dagi|gacha|ga|ndagi|nda|nde|ında|"
    "inde|unda|ünde|ndakı|ının|inin|y|i|ıg|ыг|ийн|ын|ин|а|я|у|ю|е|ом|ем"
)
_SUFFIXES: Final = frozenset(map(spell_word, _SUFFIX_LINE.split("|")))


def _table(lines: tuple[str, ...], calendar: Calendar) -> dict[str, tuple[Calendar, int]]:
    names: dict[str, tuple[Calendar, int]] = {}
    for line in lines:
        for number, variants in enumerate(line.split(","), start=1):
            for name in variants.split("|"):
                names.setdefault(spell_word(name), (calendar, number))
    return names


@cache
def month_names(language: str | None = None) -> dict[str, tuple[Calendar, int]]:
    """Spelled name (one to three words) → calendar and month number. A Gregorian name wins over the others."""
    if language is not None and language in _SHORT:
        return {**month_names(), **_table((_SHORT[language],), Calendar.GREGORIAN)}
    return {
        **_table(_JALALI, Calendar.JALALI),
        **_table(_HIJRI, Calendar.HIJRI),
        **_table(_GREGORIAN, Calendar.GREGORIAN),
    }


def find_month(word: str, language: str | None = None) -> tuple[Calendar, int] | None:
    """The month that a spelled word names, bare or with a case ending; None if none.

    language: primary subtag of the page, for short names that are words elsewhere.
    """
    names = month_names(language if language in _SHORT else None)
    if found := names.get(word):
        return found
    stem, apostrophe, ending = word.partition("'")
    if apostrophe:
        return names.get(stem) if ending in _SUFFIXES else None
    for length in range(1, min(8, len(word) - 2)):
        stem = word[:-length]
        if word[-length:] in _SUFFIXES and (len(stem) > 3 or length > 1) and (found := names.get(stem)):
            return found
    return None


def begins_month(word: str, number: int) -> bool:
    """Whether a word cut off early may be the Gregorian month of that number («تمو» for «تموز»)."""
    return len(word) >= 2 and any(
        name.startswith(word) for name, month in month_names().items() if month == (Calendar.GREGORIAN, number)
    )
