"""The language of a text from the text alone, in the scripts and languages Rasid meets."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.languages import identify

SENTENCES = {
    "ar": "عقد وزراء خارجية الدول الأعضاء اجتماعهم السنوي في العاصمة أستانا وناقشوا قضايا الأمن والتجارة",
    "fa": "وزیران امور خارجه کشورهای عضو در نشست سالانه خود در آستانه درباره امنیت و تجارت گفتگو کردند",
    "ur": "رکن ممالک کے وزرائے خارجہ نے آستانہ میں اپنے سالانہ اجلاس میں سلامتی اور تجارت پر بات کی ہے",
    "ps": "د غړو هېوادونو د بهرنیو چارو وزیرانو په استانه کې د امنیت او سوداګرۍ په اړه خبرې وکړې",
    "ckb": "وەزیرانی دەرەوەی وڵاتانی ئەندام لە کۆبوونەوەی ساڵانەدا باسی ئاسایش و بازرگانییان کرد",
    "ug": "ئەزا دۆلەتلەرنىڭ تاشقى ئىشلار مىنىستىرلىرى ئاستانادا يىللىق يىغىن ئۆتكۈزۈپ بىخەتەرلىك توغرىسىدا سۆزلەشتى",
    "kk-Arab": "مۇشە مەملەكەتتەردىڭ سىرتقى ىستەر مينيسترلەرى استانادا جىلدىق جيىن وتكىزىپ قاۋىپسىزدىك تۋرالى سويلەستى",
    "kk": "Мүше мемлекеттердің сыртқы істер министрлері Астанада жыл сайынғы жиын өткізіп, қауіпсіздік туралы сөйлесті",
    "kk-Latn": "Müşe memleketterdiñ syrtqy ister ministrleri Astanada jyl saiynğy jiyn ötkizip, qauipsizdik turaly söilesti jäne bul kezdesu üşin",
    "ky": "Мүчө мамлекеттердин тышкы иштер министрлери Астанада жыл сайын өтүүчү жыйынды өткөрүп, коопсуздук жөнүндө сүйлөштү",
    "ru": "Министры иностранных дел государств-членов провели в Астане ежегодную встречу и обсудили вопросы безопасности",
    "uk": "Міністри закордонних справ держав-членів провели в Астані щорічну зустріч і обговорили питання безпеки та торгівлі",
    "be": "Міністры замежных спраў дзяржаў-членаў правялі ў Астане штогадовую сустрэчу і абмеркавалі пытанні бяспекі",
    "bg": "Министрите на външните работи на държавите членки проведоха в Астана годишната си среща и обсъдиха въпроси на сигурността, както и че търговията ще расте",
    "sr": "Министри спољних послова држава чланица одржали су у Астани годишњи састанак и разговарали о безбедности",
    "mk": "Министрите за надворешни работи на земјите-членки одржаа во Астана годишен состанок и разговараа за безбедноста, а ќе се сретнат и во ноември",
    "tg": "Вазирони корҳои хориҷии кишварҳои аъзо дар Остона ҷаласаи солонаи худро баргузор карда, дар бораи амният сӯҳбат карданд",
    "uz-Cyrl": "Аъзо давлатлар ташқи ишлар вазирлари Остонада йиллик йиғилиш ўтказиб, хавфсизлик ва савдо ҳақида суҳбатлашди",
    "uz": "A'zo davlatlar tashqi ishlar vazirlari Ostonada yillik yig'ilish o'tkazib, xavfsizlik va savdo haqida suhbatlashdi, bu esa yangi davr uchun muhim",
    "mn": "Гишүүн орнуудын Гадаад хэргийн сайд нар Астана хотод жил тутмын уулзалтаа хийж, аюулгүй байдлын талаар ярилцсан байна",
    "tt": "Әгъза илләрнең тышкы эшләр министрлары Астанада еллык җыелыш үткәреп, иминлек һәм сәүдә турында сөйләште",
    "tr": "Üye ülkelerin dışişleri bakanları Astana'da yıllık toplantılarını yaptı ve güvenlik ile ticaret konularını görüştü",
    "az": "Üzv ölkələrin xarici işlər nazirləri Astanada illik görüş keçirərək təhlükəsizlik və ticarət məsələlərini müzakirə ediblər",
    "tk": "Agza döwletleriň daşary işler ministrleri Astanada ýyllyk ýygnagyny geçirip, howpsuzlyk we söwda barada gürleşdiler",
    "en": "The foreign ministers of the member states held their annual meeting in Astana and discussed security and trade",
    "fr": "Les ministres des Affaires étrangères des États membres ont tenu leur réunion annuelle à Astana et ont parlé de sécurité",
    "de": "Die Außenminister der Mitgliedstaaten haben in Astana ihr jährliches Treffen abgehalten und über die Sicherheit gesprochen",
    "es": "Los ministros de Exteriores de los Estados miembros celebraron en Astaná su reunión anual y hablaron de seguridad",
    "it": "I ministri degli Esteri degli Stati membri hanno tenuto ad Astana la loro riunione annuale e hanno parlato della sicurezza",
    "zh": "成员国外交部长在阿斯塔纳举行年度会议，讨论了安全与贸易问题",
    "ja": "加盟国の外相はアスタナで年次会合を開き、安全保障と貿易について話し合った",
    "ko": "회원국 외무장관들이 아스타나에서 연례 회의를 열고 안보와 무역을 논의했다",
    "ka": "წევრი ქვეყნების საგარეო საქმეთა მინისტრებმა ასტანაში ყოველწლიური შეხვედრა გამართეს",
    "hy": "Անդամ երկրների արտաքին գործերի նախարարները Աստանայում անցկացրին ամենամյա հանդիպումը",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_known_by_its_letters_and_words(language: str) -> None:
    assert identify(SENTENCES[language]) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_a_name_in_another_script_does_not_change_the_language(language: str) -> None:
    assert identify(f"{SENTENCES[language]} (CICA, СВМДА, سيكا). {SENTENCES[language]}") == language


@pytest.mark.parametrize(
    "text", ["", " \n\t", "12345 67.8", "ОК", "SCO", "شنغ", "上", "!!!???", "\ud800" * 50, "🙂" * 50]
)
def test_too_little_text_is_not_guessed(text: str) -> None:
    assert identify(text) == "und"


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("kk-Arab", "قازاقستان پرەزيدەنتى"),
        ("kk-Arab", "شاڭحاي ىنتىماقتاستىق ۇيىمى"),
        ("ug", "شاڭخەي ھەمكارلىق تەشكىلاتى"),
        ("ug", "جۇڭگو خەلق جۇمھۇرىيىتى"),
        ("ckb", "کۆبوونەوەی ئەنجومەن"),
        ("ckb", "سەرۆکی هەرێمی کوردستان"),
        ("ur", "وزیراعظم پاکستان کا دورہ چین"),
        ("ur", "شنگھائی تعاون تنظیم"),
        ("ps", "د افغانستان ولسمشر"),
        ("ar", "د. محمد العلي يستقبل السفير"),
        ("fa", "رئیس جمهور قزاقستان"),
        ("tg", "Созмони ҳамкории Шанхай"),
        ("tg", "Президенти Қазоқистон"),
        ("uz-Cyrl", "Қозоғистон президенти"),
        ("uz-Cyrl", "Ўзбекистон Президенти"),
        ("uz-Cyrl", "Шавкат Мирзиёев билан учрашув"),
        ("kk", "Қазақстан Республикасы"),
        ("ru", "Сначала в объединение вошли 12 стран, затем их число возросло"),
        ("ru", "Объём подъемных субсидий объявлен"),
        ("ru", "Совет съезда решил закрыть двери навсегда"),
        ("bg", "Обединението на страните в региона ще реши въпроса на срещата"),
        ("bg", "Българският президент пристигна в Казахстан"),
    ],
)
def test_a_phrase_is_told_from_its_neighbours_of_the_script(language: str, phrase: str) -> None:
    assert identify(phrase) == language


def test_both_spellings_of_chinese_are_chinese() -> None:
    assert identify("成員國外交部長在阿斯塔納舉行年度會議") == identify("成员国外交部长在阿斯塔纳举行年度会议") == "zh"


def test_persian_typed_with_arabic_letters_is_persian() -> None:
    assert identify(SENTENCES["fa"].replace("ی", "ي").replace("ک", "ك") + " كه اين را براي كشور مي گويد") == "fa"


@settings(deadline=None)  # the first doubtful text loads py3langid
@given(st.text(max_size=400))
def test_any_text_gets_a_code(text: str) -> None:
    assert identify(text)


@given(st.sampled_from(sorted(SENTENCES)))
def test_what_follows_the_sample_does_not_matter(language: str) -> None:
    head = (SENTENCES[language] + ". ") * 40
    assert identify(head[:2000] + "x" * 10_000) == identify(head)


def test_five_megabytes_cost_no_more_than_the_sample() -> None:
    start = process_time()
    assert identify((SENTENCES["ar"] + " ") * 50_000) == "ar"
    assert process_time() - start < 0.5


def test_the_languages_of_the_region_are_told_without_loading_py3langid() -> None:
    """Its model costs most of a second of CPU."""
    code = (
        "import sys, json; from press.languages import identify\n"
        "for text in json.load(sys.stdin): identify(text)\n"
        "assert not any(name.startswith(('py3langid', 'numpy')) for name in sys.modules)"
    )
    texts = [text for language, text in SENTENCES.items() if language not in ("it",)]
    subprocess.run([sys.executable, "-c", code], input=json.dumps(texts), text=True, check=True, timeout=60)


@pytest.mark.shared
def test_labelled_texts_of_many_languages_are_told(shared_data: Path) -> None:
    spelled = {"zh-Hant": "zh", "fa-AF": "fa"}
    lines = (shared_data / "tagging" / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    wrong = [case["id"] for case in cases if identify(case["text"]) != spelled.get(case["lang"], case["lang"])]
    assert len(wrong) <= 3, wrong


def test_a_text_of_250_words_costs_a_fraction_of_a_millisecond() -> None:
    texts = [((SENTENCES[language] + " ") * 20).split()[:250] for language in ("ar", "ru", "kk", "en", "fa")]
    spent = []
    for words in texts * 10:
        text = " ".join(words)
        start = process_time()
        identify(text)
        spent.append(process_time() - start)
    assert median(spent) < 0.003
