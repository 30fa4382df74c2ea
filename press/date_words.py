"""The words around a date: weekdays, fillers, words of a range, labels, relative words, zones. Data and small look-ups."""

from enum import StrEnum
from functools import cache
from typing import Final

from press.date_spelling import spell_word


class Label(StrEnum):
    """What the words before a date say it is the date of."""

    NONE = "none"
    PUBLISHED = "published"
    UPDATED = "updated"
    OTHER = "other"


_WEEKDAYS: Final = (  # Monday first, one line per language
    "الاثنين|الإثنين|الأثنين|اثنين|الاتنين, الثلاثاء|الثلثاء|ثلاثاء|الثلاتاء, الأربعاء|الاربعاء|أربعاء, الخميس|خميس, الجمعة|الجمعه|جمعة,"
    "السبت|سبت, الأحد|الاحد",
    "دوشنبه, سه‌شنبه|سشنبه, چهارشنبه, پنجشنبه|پنج‌شنبه, جمعه|آدینه, شنبه, یکشنبه|یک‌شنبه",
    "پیر|سوموار, منگل, بدھ, جمعرات, جمعہ, ہفتہ, اتوار",
    "دۈشەنبە|دووشەممە, سەيشەنبە|سێشەممە, چارشەنبە|چوارشەممە, پەيشەنبە|پێنجشەممە, جۈمە|هەینی, شەنبە|شەممە, يەكشەنبە|یەکشەممە",
    "дүйсенбі|дс, сейсенбі|сс, сәрсенбі|ср, бейсенбі|бс, жұма|жм, сенбі|сб, жексенбі|жс",
    "duisenbi|düisenbı|dúısenbi, seisenbi|seısenbi, sarsenbi|särsenbı, beisenbi|beısenbi, juma|jūma, senbi|senbı, jeksenbi|jeksenbı",
    "понедельник|пн, вторник|вт, среда|среду|ср, четверг|чт, пятница|пятницу|пт, суббота|субботу|сб, воскресенье|вс|воскресенья",
    "понеділок|понеділка, вівторок|вівторка, середа|середу|середи, четвер|четверга, п'ятниця|пятниця|п'ятницю, субота|суботу, неділя|неділю",
    "дүйшөмбү, шейшемби, шаршемби, бейшемби, жума, ишемби, жекшемби",
    "душанба, сешанба, чоршанба, пайшанба, жума|ҷумъа, шанба, якшанба",
    "душанбе, сешанбе, чоршанбе, панҷшанбе, ҷумъа, шанбе, якшанбе",
    "dushanba, seshanba, chorshanba, payshanba, juma, shanba, yakshanba",
    "pazartesi, salı, çarşamba, perşembe, cuma, cumartesi, pazar",
    "bazar ertəsi, çərşənbə axşamı, çərşənbə, cümə axşamı, cümə, şənbə, bazar",
    "monday|mon, tuesday|tue|tues, wednesday|wed, thursday|thu|thur|thurs, friday|fri, saturday|sat, sunday|sun",
    "lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche",
    "montag, dienstag, mittwoch, donnerstag, freitag, samstag|sonnabend, sonntag",
    "lunes, martes, miércoles, jueves, viernes, sábado, domingo",
    "lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica",
    "segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, sábado, domingo",
    "poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela",
    "понеделник, вторник, сряда, четвъртък, петък, събота, неделя",
    "星期一|周一|礼拜一|月曜日, 星期二|周二|礼拜二|火曜日, 星期三|周三|礼拜三|水曜日, 星期四|周四|礼拜四|木曜日, 星期五|周五|礼拜五|金曜日,"
    "星期六|周六|礼拜六|土曜日, 星期日|星期天|周日|周天|礼拜天|日曜日",
    "월요일, 화요일, 수요일, 목요일, 금요일, 토요일, 일요일",
)
_FILLER_LINE: Final = (
    "من|في|يوم|ليوم|اليوم|سنة|عام|لسنة|لعام|للعام|بتاريخ|شهر|م|هـ|ه|ميلادي|ميلادية|ميلاديا|"
    "هجري|هجرية|هجريا|الموافق|للموافق|سال|ماه|روز|مورخ|مطابق|با|برابر|خورشیدی|شمسی|ش|میلادی|"
    "قمری|ق|کال|د|جىلعى|جىلى|جىلدىڭ|жылғы|жылы|жыл|ж|жылдың|жылдын|жылгы|жылдагы|г|год|года|"
    "году|йил|йилнинг|йили|йилда|рік|року|р|соли|соле|куни|күні|күн|оны|он|числа|го|ого|ое|"
    "е|ші|шы|нчи|чы|of|the|de|del|di|do|da|le|el|den|on|st|nd|rd|th|er|o|a|yil|yilda|"
    "yilning|yili|jyl|jyly|jylda|jyldyn|jylgy|jılğı|jylǵy|j|zhyl|ýylyň|nji|njy|ili|il|ci|cu|cü|cı|cil|gün|günü|"
    "tarihli|tarihi|tarihinde|yılı|an|dne|dia|día|kuni"
)
_FILLERS: Final = frozenset(map(spell_word, _FILLER_LINE.split("|")))
_RANGE_WORD_LINE: Final = (
    "إلى|الى|حتى|و|لغاية|تا|до|по|и|және|мен|пен|бен|дейін|чейин|гача|to|and|till|until|through|bis|"
    "und|au|et|al|y|a|ila|ile|ve|va|dek|dan|kadar"
)
_RANGE_WORDS: Final = frozenset(map(spell_word, _RANGE_WORD_LINE.split("|")))
_LABELS: Final = {
    Label.PUBLISHED: (
        "تاريخ النشر|تاريخ نشر|نشر في|نشر بتاريخ|نشرت في|نشر يوم|نشر|نشرت|النشر|تم النشر|منشور في|أضيف في|أضيفت في|تاريخ الإضافة|تاريخ الاضافة|"
        "كتب في|كتبت في|صدر في|تاريخ انتشار|زمان انتشار|منتشر شده|انتشار|تاریخ درج|تاريخ الإصدار|تاريخ الإنشاء|أنشئ في|أنشئ بتاريخ|تاريخ المقال|تاريخ الخبر|"
        "submitted by|submitted on|gespeichert von|soumis par|enviado por|أرسل بواسطة|published on|published at|published|publication date|date published|first published|posted on|posted|date posted|released|"
        "опубликовано|опубликована|опубликован|дата публикации|дата размещения|размещено|публикация|добавлено|дата добавления|создано|"
        "жарияланған күні|жарияланған уақыты|жарияланды|жарияланған|жариялау күні|жарыяланган|жарыяланды|жарыяланган күнү|"
        "опубліковано|дата публікації|апублікавана|публикувано|публикувана|нашр шуд|нашр санаси|эълон қилинган|чоп этилган|"
        "jarialanǵan|jariialandy|e'lon qilingan|e'lon qilindi|chop etilgan|"
        "yayınlanma tarihi|yayımlanma tarihi|yayın tarihi|yayınlanma|yayımlanma|yayınlandı|yayımlandı|eklenme tarihi|giriş tarihi|giriş|oluşturulma|"
        "yayınlanma zamanı|dərc edilib|dərc olunub|yayımlanıb|"
        "publié le|publie le|publié|mis en ligne le|mise en ligne le|mise en ligne|mis en ligne|date de publication|paru le|veröffentlicht am|veröffentlicht|erstellt am|erschienen am|erscheinungsdatum|veröffentlichungsdatum|erschienen|datum|"
        "publicado el|publicado em|publicado|fecha de publicación|publicada|pubblicato il|pubblicato|opublikowano|data publikacji|publikováno|geplaatst op|"
        "发布时间|发布日期|发布于|发布|发表时间|发表于|发表|发稿时间|刊登时间|公開日|掲載日|投稿日|公開:|配信日|配信:|게시|등록|입력|شائع|شائع شدہ|اشاعت"
    ),
    Label.UPDATED: (
        "آخر تحديث|اخر تحديث|تاريخ آخر تحديث|تاريخ التحديث|وقت التحديث|تم التحديث|تم تحديثه|تم تحديثها|تحديث|التحديث|محدث|محدثة|حدث|حدث في|حدث بتاريخ|آخر تعديل|"
        "تاريخ التعديل|تم التعديل|عدل في|تعديل|"
        "به‌روزرسانی|به روزرسانی|به روز رسانی|بروزرسانی|بروز رسانی|آخرین بروزرسانی|آخرین به‌روزرسانی|آخرین ویرایش|ویرایش|اپ ڈیٹ|تازہ ترین|آخری ترمیم|"
        "last updated on|last updated|last update|updated on|updated at|updated|update|last modified|date modified|modified|last edited|edited on|edited|revised|last reviewed|reviewed|"
        "обновлено|обновлена|обновлён|обновление|дата обновления|последнее обновление|изменено|дата изменения|последнее изменение|отредактировано|редакция от|"
        "соңғы жаңарту|соңғы өзгеріс|жаңартылған күні|жаңартылған|жаңартылды|жаңарту|өзгертілген|өзгертілді|жаңыртылган|жаңыртылды|акыркы жаңыртуу|"
        "оновлено|останнє оновлення|востаннє оновлено|абноўлена|актуализирано|обновена|янгиланган|янгиланди|сўнгги янгиланиш|нав шуд|"
        "yangilangan|yangilandi|oxirgi yangilanish|songy jańartu|jańartyldy|jaňartyldy|"
        "güncelleme tarihi|son güncelleme|güncelleme|güncellenme tarihi|güncellenme|güncellendi|güncellenmiş|düzenlenme|son düzenleme|yenilənib|son yenilənmə|yeniləndi|"
        "mise à jour|mis à jour|mise a jour le|mis a jour le|modifié le|dernière modification|actualisé|actualisé le|dernière mise à jour|maj|"
        "aktualisiert am|aktualisiert|zuletzt aktualisiert|letzte aktualisierung|zuletzt geändert|stand:|geändert am|bearbeitet am|"
        "actualizado el|actualizado|actualizada|última actualización|modificado|atualizado em|atualizado|última atualização|aggiornato il|aggiornato|ultimo aggiornamento|"
        "zaktualizowano|aktualizacja|ostatnia aktualizacja|aktualizováno|bijgewerkt|laatst bijgewerkt|diperbarui|"
        "更新时间|更新日期|更新于|最后更新|最近更新|更新日|更新|修改时间|最后修改|最終更新|改訂|수정|최종수정|업데이트"
    ),
    Label.OTHER: (
        "تاريخ التسجيل|التسجيل|تاريخ الانضمام|تاريخ الإنضمام|انضم في|مسجل منذ|عضو منذ|تاريخ الميلاد|مواليد|ولد في|ولدت في|من مواليد|توفي في|تاريخ الوفاة|تاريخ الازدياد|"
        "في مثل هذا اليوم|حدث في مثل هذا اليوم|آخر زيارة|آخر نشاط|آخر ظهور|آخر دخول|تاريخ الانتهاء|ينتهي في|تنتهي في|صالح حتى|ساري حتى|آخر موعد|الموعد النهائي|آخر أجل|"
        "حقوق النشر|جميع الحقوق محفوظة|تاريخ الفعالية|تاريخ الحدث|تاريخ الدخول|تاريخ الاطلاع|تاريخ الوصول|تاريخ التأسيس|تأسست في|تأسس في|تاريخ الانعقاد|موعد الانعقاد|تاريخ الطبع|تاريخ الطباعة|طبع في|طبع بتاريخ|"
        "تاریخ عضویت|تاریخ ثبت‌نام|تاریخ تولد|متولد|تاریخ درگذشت|عضو شده|تاریخ برگزاری|تاریخ ثبت نام|مهلت|تاریخ بازدید|"
        "дата регистрации|зарегистрирован|зарегистрирована|регистрация|на сайте с|дата рождения|родился|родилась|день рождения|в этот день|последний визит|"
        "был в сети|последнее посещение|действителен до|действует до|срок до|до какого числа|дата обращения|дата проведения|дата мероприятия|основан|все права защищены|дата смерти|умер|"
        "тіркелген күні|тіркелген|туған күні|осы күні|өткізілетін күні|дата народження|дата реєстрації|народився|"
        "registered on|registered|registration date|joined on|joined|join date|member since|date of birth|born on|born|died on|on this day|last visit|last seen|last active|"
        "expires on|expires|expiry date|valid until|deadline|closing date|due date|event date|accessed on|accessed|retrieved on|retrieved|founded|established|all rights reserved|copyright|"
        "kayıt tarihi|üyelik tarihi|katılım|katılma tarihi|doğum tarihi|son ziyaret|son başvuru|etkinlik tarihi|tarihte bugün|doğum|qeydiyyat|doğulub|ro'yxatdan|"
        "inscrit le|date d'inscription|né le|née le|date de naissance|date limite|consulté le|membre depuis|registriert|mitglied seit|geboren am|geboren|registrado|nacido|"
        "注册时间|注册日期|注册于|出生日期|出生|生于|加入时间|截止日期|截止|历史上的今天|登録日|生年月日|有効期限|활동"
    ),
}
_RELATIVE: Final = (
    "اليوم|أمس|امس|البارحة|غدا|منذ|قبل|ساعة واحدة|الآن|دقائق|ساعات|أيام|ago|today|yesterday|tomorrow|just now|hours|minutes|назад|сегодня|вчера|завтра|"
    "бүгін|кеше|ертең|бұрын|бүгүн|кечээ|сьогодні|вчора|тому|bugün|dün|yarın|önce|bugun|kecha|aujourd'hui|hier|il y a|heute|gestern|vor|hoy|ayer|hace|"
    "今天|昨天|前天|昨日|今日|小时前|分钟前|天前|刚刚|어제|오늘|전|امروز|دیروز|پیش|فردا|آج|کل"
)


@cache
def weekdays() -> dict[str, int]:
    """Spelled weekday → ISO number, Monday 1."""
    names: dict[str, int] = {}
    for line in _WEEKDAYS:
        for number, variants in enumerate(line.split(","), start=1):
            for name in variants.split("|"):
                names.setdefault(spell_word(name), number)
    return names


@cache
def labels() -> dict[str, Label]:
    """Spelled label → what it says."""
    return {spell_word(phrase): label for label, line in _LABELS.items() for phrase in line.split("|")}


@cache
def relative_words() -> frozenset[str]:
    return frozenset(spell_word(word) for word in _RELATIVE.split("|"))


def is_filler(word: str) -> bool:
    """Whether a spelled word may stand inside a date without meaning anything for it."""
    return word in _FILLERS


def is_range_word(word: str) -> bool:
    return word in _RANGE_WORDS
