"""News agencies and the names the press credits them by. Data only.

names: say the agency wherever they stand. acronyms: say it only in brackets, in a dateline or after a word like
«agency», because they are words or other bodies elsewhere («وام», AP, AA); Latin and Cyrillic ones count in capitals.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]


def _agency(code: str, names: str, acronyms: str = "") -> Agency:
    return Agency(code, tuple(names.split("|")), tuple(acronyms.split("|")) if acronyms else ())


AGENCIES: Final = (
    _agency(
        "kazinform",
        "كازينفورم|كازإنفورم|كازينفروم|قازينفورم|كازاينفورم|كازاخينفورم|казинформ|казинформа|казинформу|казинформом|казинформе|қазақпарат|qazaqparat|qazinform|"
        "kazinform|哈通社|哈萨克国际通讯社|哈薩克國際通訊社|哈萨克通讯社|کازینفورم|قازینفورم|казахинформ|қазинформ|قازاقپارات|"
        "وكالة أنباء كازاخستان|وكالة الأنباء الكازاخستانية|وكالة الأنباء الكازاخية|وكالة الأنباء القازاقستانية|哈萨克斯坦国家通讯社|哈薩克斯坦國家通訊社",
    ),
    _agency("xinhua", "شينخوا|شنخوا|شينخوه|синьхуа|xinhua|新华社|新華社|新华网|新華網|شینهوا|şinhua|sinhua|chine nouvelle|شىنخۋا|شينخۇا"),
    _agency("tass", "тасс|tass|итар-тасс|itar-tass|塔斯社|وكالة تاس|إيتار تاس|تاس الروسية|ایتارتاس|خبرگزاری تاس", "تاس"),
    _agency("sputnik", "سبوتنيك|سبوتنك|sputnik|спутник казахстан|sputnik казахстан|卫星通讯社|俄罗斯卫星|اسپوتنیک|спутник узбекистан"),
    _agency("ria", "риа новости|риа «новости»|ria novosti|ريا نوفوستي|نوفوستي|俄新社|ریانووستی|ریا نووستی", "риа|ria"),
    _agency("interfax", "интерфакс|интерфакса|interfax|إنترفاكس|انترفاكس|国际文传电讯社|اینترفاکس"),
    _agency("rt", "russia today|روسيا اليوم|آر تي عربي|rt arabic|今日俄罗斯", "rt"),
    _agency("anadolu", "anadolu ajansı|anadolu ajansi|anadolu agency|agence anadolu|وكالة الأناضول|الأناضول|الاناضول|анадолу|آناتولی|آناتولي|阿纳多卢|阿纳多卢通讯社", "aa|аа"),
    _agency("wam", "وكالة أنباء الإمارات|وكالة انباء الامارات|emirates news agency|wam news", "وام|wam"),
    _agency("spa", "وكالة الأنباء السعودية|وكالة الانباء السعودية|saudi press agency|саудовское агентство печати", "واس|spa"),
    _agency("qna", "وكالة الأنباء القطرية|وكالة الانباء القطرية|qatar news agency", "قنا|qna"),
    _agency("kuna", "وكالة الأنباء الكويتية|وكالة الانباء الكويتية|kuwait news agency", "كونا|kuna"),
    _agency("bna", "وكالة أنباء البحرين|وكالة انباء البحرين|bahrain news agency", "بنا|bna"),
    _agency("ona", "وكالة الأنباء العمانية|وكالة الانباء العمانية|oman news agency", "ona|العمانية"),
    _agency("petra", "وكالة الأنباء الأردنية|وكالة الانباء الاردنية|jordan news agency", "بترا|petra"),
    _agency("sana", "الوكالة العربية السورية للأنباء|وكالة الأنباء السورية|syrian arab news agency", "سانا|sana"),
    _agency("ina", "وكالة الأنباء العراقية|وكالة الانباء العراقية|iraqi news agency", "واع|ina"),
    _agency("nna", "الوكالة الوطنية للإعلام|national news agency lebanon", "nna"),
    _agency("wafa", "وكالة الأنباء والمعلومات الفلسطينية|وكالة الأنباء الفلسطينية|وكالة وفا", "وفا|wafa"),
    _agency("saba", "وكالة الأنباء اليمنية|وكالة سبأ|saba news", "سبأ|سبا|saba"),
    _agency("mena", "وكالة أنباء الشرق الأوسط|وكالة انباء الشرق الاوسط|middle east news agency", "أ ش أ|أ.ش.أ|mena"),
    _agency("map", "وكالة المغرب العربي للأنباء|وكالة المغرب العربي|maghreb arabe presse", "ومع|map|و م ع"),
    _agency("aps", "وكالة الأنباء الجزائرية|وكالة الانباء الجزائرية|algérie presse service|algeria press service", "واج|aps"),
    _agency("tap", "وكالة تونس إفريقيا للأنباء|وكالة تونس أفريقيا للأنباء|tunis afrique presse", "وات|tap"),
    _agency("lana", "وكالة الأنباء الليبية|libyan news agency", "وال|lana"),
    _agency("suna", "وكالة السودان للأنباء|وكالة الأنباء السودانية|sudan news agency", "سونا|suna"),
    _agency("ami", "الوكالة الموريتانية للأنباء|agence mauritanienne d'information", "ami"),
    _agency("una", "اتحاد وكالات أنباء دول منظمة التعاون الإسلامي|وكالة أنباء التعاون الإسلامي|union of oic news agencies", "يونا|una"),
    _agency("irna", "وكالة الجمهورية الإسلامية للأنباء|وكالة الأنباء الإيرانية|خبرگزاری جمهوری اسلامی|islamic republic news agency|إرنا|ارنا|ایرنا|irna|ирна", ""),
    _agency("mehr", "مهر للأنباء|mehr news|خبرگزاری مهر|وكالة مهر", "mna"),
    _agency("tasnim", "تسنيم الدولية للأنباء|وكالة تسنيم|tasnim|خبرگزاری تسنیم|تسنيم|تسنیم"),
    _agency("fars", "وكالة أنباء فارس|وكالة فارس|fars news|خبرگزاری فارس", "fna"),
    _agency("isna", "خبرگزاری ایسنا|وكالة إسنا|iranian students' news agency|ایسنا|إيسنا|isna"),
    _agency("azertac", "أذرتاج|أذرتاغ|азертадж|azertac|azərtac|آذرتاج|阿塞拜疆国家通讯社|آذرتاگ"),
    _agency("trend", "вк «тренд»|аза trend|trend news agency|وكالة ترند|агентство trend|агентство «тренд»|trend xəbər", "trend"),
    _agency("apa", "агентство apa|apa xəbər agentliyi", "apa"),
    _agency("armenpress", "арменпресс|armenpress|أرمنبريس"),
    _agency("kabar", "кабар|кыргызское национальное информационное агентство|kabar news agency|وكالة كابار|قابار", "kabar"),
    _agency("24kg", "24.kg|иа «24.kg»"),
    _agency("akipress", "акипресс|akipress"),
    _agency("uza", "национальное информационное агентство узбекистана|ўза|o'za", "уза|uza"),
    _agency("dunyo", "иа «дунё»|dunyo information agency|وكالة أنباء دونيا|иа дунё|دنيا الأوزبكية", "dunyo|дунё"),
    _agency("khovar", "ниат «ховар»|ниат ховар|khovar|ховар|وكالة خوفار"),
    _agency("asiaplus", "азия-плюс|asia-plus|asia plus"),
    _agency("tdh", "туркмендовлетхабарлары|туркменское государственное информационное агентство", "tdh|тдх"),
    _agency("belta", "белта|belta|بيلتا", ""),
    _agency("montsame", "монцамэ|montsame|مونتسامي"),
    _agency("ukrinform", "укринформ|укрінформ|ukrinform|أوكرينفورم"),
    _agency("app", "وكالة الأنباء الباكستانية|associated press of pakistan", "app"),
    _agency("ani", "asian news international", "ani"),
    _agency("pti", "press trust of india", "pti"),
    _agency("reuters", "رويترز|رويتر|рейтер|рейтерс|reuters|路透社|路透|رویترز"),
    _agency("afp", "وكالة الصحافة الفرنسية|فرانس برس|франс пресс|agence france-presse|agence france presse|法新社|فرانس پرس|خبرگزاری فرانسه", "أ ف ب|أ.ف.ب|ا ف ب|ا.ف.ب|أف ب|afp|афп"),
    _agency("ap", "أسوشيتد برس|اسوشيتد برس|أسوشييتد برس|اسوشيتدبرس|ассошиэйтед пресс|associated press|美联社|آسوشیتدپرس|اسوشیتدپرس", "أ ب|أ.ب|ap|ап"),
    _agency("upi", "يونايتد برس|united press international|合众国际社", "upi|يو بي آي|يو بي أي"),
    _agency("dpa", "وكالة الأنباء الألمانية|وكالة الانباء الالمانية|deutsche presse-agentur|德新社", "د ب أ|د.ب.أ|د ب ا|dpa"),
    _agency("efe", "وكالة الأنباء الإسبانية|agencia efe|埃菲社", "إفي|efe"),
    _agency("ansa", "وكالة الأنباء الإيطالية|agenzia ansa", "آكي|ansa|أنسا"),
    _agency("bloomberg", "بلومبرغ|بلومبيرغ|بلومبرج|блумберг|bloomberg|彭博社|彭博|بلومبرگ"),
    _agency("yonhap", "يونهاب|йонхап|ренхап|yonhap|韩联社|연합뉴스"),
    _agency("kyodo", "كيودو|киодо|kyodo|共同社|共同通信"),
    _agency("cctv", "央视新闻|中央电视台|cctv", ""),
    _agency("chinanews", "中新社|中新网|中国新闻社|china news service"),
)  # fmt: skip
