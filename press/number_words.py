"""Numbers that are spelled out, and weekdays: what tells one template notice from the next («الطائرة الخامسة»). Data only.

A line per language; the variants of one number are split by `|`. Words that mean something else too («second», «mar»)
are left out.
"""

from functools import cache
from typing import Final

from press.folding import folded

_FROM_ONE: Final = (
    "الاول|الاولى|اولى, الثاني|الثانية|ثانية, الثالث|الثالثة|ثالث|ثالثة|ثلاثة|ثلاث, الرابع|الرابعة|رابع|رابعة|اربعة|اربع,"
    "الخامس|الخامسة|خامس|خامسة|خمسة|خمس, السادس|السادسة|سادس|سادسة|ستة|ست, السابع|السابعة|سابع|سابعة|سبعة|سبع,"
    "الثامن|الثامنة|ثامن|ثامنة|ثمانية|ثماني|ثمان, التاسع|التاسعة|تاسع|تاسعة|تسعة|تسع, العاشر|العاشرة|عاشر|عاشرة|عشرة|عشر",
    "первый|первая|первое|первого|первой|первую, второй|вторая|второе|второго|вторую|два|две|двух,"
    "третий|третья|третье|третьего|третьей|третью|три|трех|трое, четвертый|четвертая|четвертого|четвертой|четыре|четырех,"
    "пятый|пятая|пятого|пятой|пять|пяти, шестой|шестая|шестого|шесть|шести, седьмой|седьмая|седьмого|семь|семи,"
    "восьмой|восьмая|восьмого|восемь|восьми, девятый|девятая|девятого|девять|девяти, десятый|десятая|десятого|десять|десяти",
    "first, two, third|three, fourth|four, fifth|five, sixth|six, seventh|seven, eighth|eight, ninth|nine, tenth|ten",
    "бірінші, екінші|екі, үшінші|үш, төртінші|төрт, бесінші|бес, алтыншы|алты, жетінші|жеті, сегізінші|сегіз,"
    "тоғызыншы|тоғыз, оныншы",
    "birinci, ikinci, üçüncü, dördüncü|dört, beşinci|beş, altıncı, yedinci|yedi, sekizinci|sekiz, dokuzuncu|dokuz, onuncu",
    "premier|première, deuxième|deux, troisième|trois, quatrième|quatre, cinquième|cinq, sixième, septième|sept,"
    "huitième|huit, neuvième, dixième",
    "primero|primera, dos, tercero|tercera|tres, cuarto|cuarta|cuatro, quinto|quinta|cinco, sexto|sexta|seis, séptimo|siete,"
    "octavo|ocho, noveno|nueve, décimo|diez",
)
_FROM_MONDAY: Final = (
    "الاثنين|الإثنين, الثلاثاء, الاربعاء, الخميس, الجمعة, السبت, الاحد",
    "понедельник|понедельника, вторник|вторника, среду|среда, четверг|четверга, пятница|пятницу|пятницы, суббота|субботу|субботы,"
    "воскресенье|воскресенья",
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday",
    "дүйсенбі, сейсенбі, сәрсенбі, бейсенбі, жұма, сенбі, жексенбі",
    "pazartesi, salı, çarşamba, perşembe, cuma, cumartesi, pazar",
    "lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche",
    "lunes, martes, miércoles, jueves, viernes, sábado, domingo",
)


@cache
def spelled_numbers() -> dict[str, str]:
    """Folded word → its number in digits; of a weekday, one such as «0d5», which equals no other number."""
    names: dict[str, str] = {}
    for lines, form in ((_FROM_ONE, "{}"), (_FROM_MONDAY, "0d{}")):
        for line in lines:
            for number, variants in enumerate(line.split(","), start=1):
                for name in variants.strip().split("|"):
                    names.setdefault(folded(name), form.format(number))
    return names
