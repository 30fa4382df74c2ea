"""Invented news in the languages of the catalogue: every title and sentence is ours, and no two articles are alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """titles, sentences: with {place}, {matter} and {n}. organization: a sentence that names one of the watch-list."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    places: tuple[str, ...]
    matters: tuple[str, ...]
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What an article says."""

    title: str
    paragraphs: tuple[str, ...]


PHRASES: Final[Mapping[str, Phrases]] = {
    "ar": Phrases(
        titles=(
            "افتتاح معرض عن {matter} في مدينة {place} بمشاركة {n} زائرا",
            "مدينة {place} تعلن خطة جديدة بشأن {matter} بكلفة {n} مليونا",
            "خبراء في {place} يناقشون {matter} خلال لقاء حضره {n} شخصا",
        ),
        sentences=(
            "قال مسؤولون في {place} إن العمل على {matter} سيستمر حتى نهاية العام وإن {n} عاملا يشاركون فيه.",
            "وأضاف المتحدث أن السكان طلبوا منذ سنوات أن تهتم البلدية بموضوع {matter} قبل كل شيء آخر.",
            "وبحسب التقرير فقد ارتفع عدد المستفيدين في {place} إلى {n} بعد أن كان أقل من ذلك بكثير.",
            "ومن المتوقع أن تعلن اللجنة نتائج البحث عن {matter} في اجتماعها رقم {n} خلال الأسبوع المقبل.",
            "ويرى سكان {place} أن الطريق ما زال طويلا، لكن الخطوة الأولى كانت أصعب مما تلاها.",
        ),
        places=("الزهراء", "عين النخيل", "رأس التل", "وادي الرمان", "بئر السدر", "تل الغزلان", "الروضة الجديدة"),
        matters=("مياه الري", "المكتبات العامة", "زراعة القمح", "إصلاح الجسور", "تعليم الموسيقى", "صيد الأسماك"),
        organization="وشارك في اللقاء وفد من منظمة شنغهاي للتعاون في {place} برئاسة نائب الأمين العام.",
    ),
    "en": Phrases(
        titles=(
            "{place} opens an exhibition on {matter} with {n} visitors",
            "The town of {place} announces a plan for {matter} worth {n} million",
            "Experts in {place} discuss {matter} at a meeting of {n} people",
        ),
        sentences=(
            "Officials in {place} said that the work on {matter} would go on until the end of the year with {n} workers.",
            "The speaker added that people had been asking the council for years to look after {matter} first of all.",
            "According to the report, the number of those who benefit in {place} has risen to {n} from far fewer.",
            "The committee is expected to present its findings on {matter} at meeting number {n} next week.",
            "Those who live in {place} believe that the way is still long, but the first step was the hardest.",
        ),
        places=("Alder Ridge", "Marbury", "Quillstone", "East Fenwick", "Tarnholm", "Lowmere", "Saint Orla"),
        matters=("irrigation", "public libraries", "growing wheat", "mending bridges", "music lessons", "river fishing"),
        organization="A delegation of the Shanghai Cooperation Organisation took part in the meeting in {place}.",
    ),
    "ru": Phrases(
        titles=(
            "В городе {place} открылась выставка о том, что такое {matter}: её увидели {n} гостей",
            "В посёлке {place} объявили о новом плане: {matter} и {n} миллионов на работы",
            "На встрече в городе {place} обсудили, что даёт {matter}: пришли {n} человек",
        ),
        sentences=(
            "Как сообщили в городе {place}, работа, которую называют «{matter}», продлится до конца года, в ней заняты {n} человек.",
            "По словам докладчика, жители уже несколько лет просили власти прежде всего заняться тем, что такое {matter}.",
            "Согласно отчёту, число получателей помощи в городе {place} выросло до {n}, хотя раньше было гораздо меньше.",
            "Ожидается, что комиссия расскажет о выводах по теме «{matter}» на заседании номер {n} на следующей неделе.",
            "Жители города {place} считают, что путь ещё долгий, но первый шаг был самым трудным.",
        ),
        places=("Ольховка", "Малый Брод", "Кремнёво", "Верхняя Лука", "Тихоозёрск", "Сосновый Мыс", "Заречинск"),
        matters=("полив полей", "сельские библиотеки", "озимая пшеница", "ремонт мостов", "уроки музыки", "речной лов"),
        organization="Во встрече в городе {place} участвовала делегация Шанхайской организации сотрудничества.",
    ),
    "kk": Phrases(
        titles=(
            "{place} қаласында {matter} туралы көрме ашылып, оған {n} қонақ келді",
            "{place} ауылында {matter} бойынша жаңа жоспар жарияланды, оған {n} миллион бөлінді",
            "{place} қаласындағы кездесуде {n} адам {matter} мәселесін талқылады",
        ),
        sentences=(
            "{place} қаласының әкімдігі {matter} бойынша жұмыс жыл соңына дейін жалғасатынын және оған {n} адам қатысып жатқанын айтты.",
            "Баяндамашының сөзінше, тұрғындар бірнеше жылдан бері ең алдымен {matter} мәселесін шешуді сұрап келеді.",
            "Есепке сәйкес, {place} қаласында көмек алғандар саны {n} адамға жетті, бұрын әлдеқайда аз болған.",
            "Комиссия келесі аптада өтетін {n} отырыста {matter} туралы қорытындысын жариялайды деп күтілуде.",
            "{place} тұрғындары жол әлі ұзақ, бірақ алғашқы қадам ең қиыны болды деп есептейді.",
        ),
        places=("Ақбұлақ", "Көктөбе", "Сарыөзек", "Тасөткел", "Қарағайлы", "Жаңақоныс", "Үшқайың"),
        matters=("егін суару", "ауыл кітапханалары", "күздік бидай", "көпір жөндеу", "музыка сабағы", "өзен балығы"),
        organization="Кездесуге {place} қаласында Шанхай ынтымақтастық ұйымының делегациясы қатысты.",
    ),
    "kk-Latn": Phrases(
        titles=(
            "{place} qalasynda {matter} týraly kórme ashylyp, oǵan {n} qonaq keldi",
            "{place} aýylynda {matter} boıynsha jańa jospar jarııalandy, oǵan {n} mıllıon bólindi",
            "{place} qalasyndaǵy kezdesýde {n} adam {matter} máselesin talqylady",
        ),
        sentences=(
            "{place} qalasynyń ákimdigi {matter} boıynsha jumys jyl sońyna deıin jalǵasatynyn jáne oǵan {n} adam qatysyp jatqanyn aıtty.",
            "Baıandamashynyń sózinshe, turǵyndar birneshe jyldan beri eń aldymen {matter} máselesin sheshýdi surap keledi.",
            "Esepke sáıkes, {place} qalasynda kómek alǵandar sany {n} adamǵa jetti, buryn áldeqaıda az bolǵan.",
            "Komıssııa kelesi aptada ótetin {n} otyrysta {matter} týraly qorytyndysyn jarııalaıdy dep kútilýde.",
            "{place} turǵyndary jol áli uzaq, biraq alǵashqy qadam eń qıyny boldy dep esepteıdi.",
        ),
        places=("Aqbulaq", "Kóktóbe", "Saryózek", "Tasótkel", "Qaraǵaıly", "Jańaqonys", "Úshqaıyń"),
        matters=("egin sýarý", "aýyl kitaphanalary", "kúzdik bıdaı", "kópir jóndeý", "mýzyka sabaǵy", "ózen balyǵy"),
        organization="Kezdesýge {place} qalasynda Shanhaı yntymaqtastyq uıymynyń delegatsııasy qatysty.",
    ),
    "uz-Cyrl": Phrases(
        titles=(
            "{place} шаҳрида {matter} ҳақида кўргазма очилди, унга {n} меҳмон келди",
            "{place} қишлоғида {matter} бўйича янги режа эълон қилинди, унга {n} миллион ажратилди",
            "{place} шаҳридаги учрашувда {n} киши {matter} масаласини муҳокама қилди",
        ),
        sentences=(
            "{place} шаҳри ҳокимлиги {matter} бўйича ишлар йил охиригача давом этишини ва унда {n} киши иштирок этаётганини айтди.",
            "Маърузачининг сўзларига кўра, аҳоли бир неча йилдан бери энг аввало {matter} масаласини ҳал қилишни сўраб келади.",
            "Ҳисоботга кўра, {place} шаҳрида ёрдам олганлар сони {n} кишига етди, аввал анча кам эди.",
            "Комиссия келгуси ҳафтада бўладиган {n} мажлисда {matter} ҳақидаги хулосасини эълон қилиши кутилмоқда.",
            "{place} аҳолиси йўл ҳали узоқ, лекин биринчи қадам энг қийини бўлди деб ҳисоблайди.",
        ),
        places=("Янгибулоқ", "Кўктепа", "Оқтош", "Чинорзор", "Қумқишлоқ", "Гулободон", "Учқайин"),
        matters=("экин суғориш", "қишлоқ кутубхоналари", "кузги буғдой", "кўприк таъмири", "мусиқа дарси", "дарё балиғи"),
        organization="Учрашувда {place} шаҳрида Шанхай ҳамкорлик ташкилоти делегацияси иштирок этди.",
    ),
    "uz": Phrases(
        titles=(
            "{place} shahrida {matter} haqida ko‘rgazma ochildi, unga {n} mehmon keldi",
            "{place} qishlog‘ida {matter} bo‘yicha yangi reja e’lon qilindi, unga {n} million ajratildi",
        ),
        sentences=(
            "{place} shahri hokimligi {matter} bo‘yicha ishlar yil oxirigacha davom etishini va unda {n} kishi ishtirok etayotganini aytdi.",
            "Ma’ruzachining so‘zlariga ko‘ra, aholi bir necha yildan beri eng avvalo {matter} masalasini hal qilishni so‘rab keladi.",
            "Hisobotga ko‘ra, {place} shahrida yordam olganlar soni {n} kishiga yetdi, avval ancha kam edi.",
        ),
        places=("Yangibuloq", "Ko‘ktepa", "Oqtosh", "Chinorzor", "Qumqishloq"),
        matters=("ekin sug‘orish", "qishloq kutubxonalari", "kuzgi bug‘doy", "ko‘prik ta’miri", "musiqa darsi"),
        organization="Uchrashuvda {place} shahrida Shanxay hamkorlik tashkiloti delegatsiyasi ishtirok etdi.",
    ),
    "az": Phrases(
        titles=(
            "{place} şəhərində {matter} haqqında sərgi açıldı, ona {n} qonaq gəldi",
            "{place} kəndində {matter} üzrə yeni plan elan edildi, bunun üçün {n} milyon ayrıldı",
            "{place} şəhərindəki görüşdə {n} nəfər {matter} məsələsini müzakirə etdi",
        ),
        sentences=(
            "{place} şəhərinin rəhbərliyi {matter} üzrə işlərin ilin sonuna qədər davam edəcəyini və burada {n} nəfərin çalışdığını bildirdi.",
            "Məruzəçinin sözlərinə görə, əhali bir neçə ildir ki, ilk növbədə {matter} məsələsinin həllini istəyir.",
            "Hesabata əsasən, {place} şəhərində kömək alanların sayı {n} nəfərə çatıb, əvvəllər isə xeyli az idi.",
            "Komissiyanın gələn həftə keçiriləcək {n} saylı iclasda {matter} haqqında nəticələri açıqlayacağı gözlənilir.",
            "{place} sakinləri yolun hələ uzun olduğunu, amma ilk addımın ən çətin olduğunu düşünürlər.",
        ),
        places=("Ağbulaq", "Göytəpəli", "Daşkörpü", "Qaraçinar", "Yenikənd", "Üçqovaq"),
        matters=("əkin suvarılması", "kənd kitabxanaları", "payızlıq buğda", "körpü təmiri", "musiqi dərsi"),
        organization="Görüşdə {place} şəhərində Şanxay Əməkdaşlıq Təşkilatının nümayəndə heyəti iştirak etdi.",
    ),
    "tr": Phrases(
        titles=(
            "{place} kentinde {matter} üzerine sergi açıldı, {n} ziyaretçi geldi",
            "{place} köyünde {matter} için yeni plan açıklandı, {n} milyon ayrıldı",
            "{place} kentindeki toplantıda {n} kişi {matter} konusunu görüştü",
        ),
        sentences=(
            "{place} belediyesi {matter} için çalışmaların yıl sonuna kadar süreceğini ve {n} kişinin görev aldığını söyledi.",
            "Konuşmacıya göre halk yıllardır her şeyden önce {matter} konusunun çözülmesini istiyordu.",
            "Rapora göre {place} kentinde yardım alanların sayısı {n} kişiye ulaştı, önceden çok daha azdı.",
            "Kurulun gelecek hafta yapılacak {n} numaralı toplantıda {matter} hakkındaki sonuçları açıklaması bekleniyor.",
            "{place} halkı yolun henüz uzun olduğunu ama ilk adımın en zoru olduğunu düşünüyor.",
        ),
        places=("Akpınarlı", "Göktepeköy", "Taşgeçit", "Karaçınar", "Yenihan", "Üçkavak"),
        matters=("tarla sulama", "köy kütüphaneleri", "kışlık buğday", "köprü onarımı", "müzik dersi"),
        organization="{place} kentindeki toplantıya Şanghay İşbirliği Örgütü heyeti de katıldı.",
    ),
    "zh": Phrases(
        titles=(
            "{place}举办{matter}展览，吸引{n}名观众",
            "{place}公布关于{matter}的新计划，投入{n}万元",
            "{n}名专家在{place}讨论{matter}问题",
        ),
        sentences=(
            "{place}有关负责人表示，{matter}的工作将持续到年底，共有{n}人参加。",
            "发言人补充说，居民多年来一直要求当地首先解决{matter}的问题。",
            "报告显示，{place}受益人数已经上升到{n}人，远远超过以前的数字。",
            "预计委员会将在下周第{n}次会议上公布有关{matter}的研究结果。",
            "{place}的居民认为道路还很长，但是第一步最为艰难。",
        ),
        places=("青石镇", "白杨村", "河口新区", "松林县", "梅花山", "东湖口"),
        matters=("农田灌溉", "公共图书馆", "冬小麦种植", "桥梁维修", "音乐课程"),
        organization="上海合作组织代表团也参加了在{place}举行的会议。",
    ),
}  # fmt: skip


def language_known(language: str) -> str:
    """The language to write in for a source that wants this one."""
    return language if language in PHRASES else language.partition("-")[0]


def write_story(language: str, chance: Random, *, names_organization: bool) -> Story:
    """An article of its own. Raises KeyError for a language nobody here writes."""
    phrases = PHRASES[language_known(language)]

    def say(form: str) -> str:
        return form.format(
            place=chance.choice(phrases.places),
            matter=chance.choice(phrases.matters),
            n=chance.randrange(1_000, 1_000_000),
        )

    sentences = [say(chance.choice(phrases.sentences)) for _ in range(9)]
    if names_organization:
        sentences.insert(1, say(phrases.organization))
    paragraphs = tuple(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
    return Story(title=say(chance.choice(phrases.titles)), paragraphs=paragraphs)
