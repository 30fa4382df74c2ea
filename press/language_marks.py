"""What gives a language away: its own letters and its commonest words. Data only."""

from typing import Final

# Latin script: commonest words; a word of several languages counts for each of them in part.
LATIN_WORDS: Final = {
    "en": "the of and to in is that for on with as was at by from be it has are this will have an which said his not its their he were had been but or they who would more than about after also can we new you i",
    "fr": "le la les de des du et en à un une est que qui dans pour par sur au aux avec ce cette pas plus ne se son sa ses il elle ont été sont mais ou leur nous d l s qu n c",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wir",
    "es": "el la los las de que y en un una por con para del se su al es lo como más ha sus no este esta entre sobre también fue pero ser son desde hasta ya sin muy han está años",
    "pt": "o a os as de que e em um uma por com para do da dos das no na nos nas se ao é mais como foi não sua seu pelo pela são ou também após até já entre anos ele está ser",
    "it": "il lo la i gli le di che e in un una per con del della dei delle si è al alla non da nel nella sono come più ha ma anche dal dalla suo sua questo questa stato essere degli ai",
    "nl": "de het een van en in op is dat die met voor te zijn niet aan er om ook als maar bij nog naar uit door over wordt werd heeft hij ze tot worden was dan zich geen",
    "pl": "i w na z się do nie że to jest o jak po za od dla przez oraz ale tym jego czy są być tak już który która które ze może był roku tego przed",
    "cs": "a v na se že je z s do o i k pro by za jako ale to po jsem jsou nebo tak který která které byl od při roku jeho také již ve než podle",
    "sk": "a v na sa že je z s do o aj k pre by za ako ale to po som sú alebo tak ktorý ktorá ktoré bol od pri roku jeho tiež už vo než podľa",
    "hr": "i u na je se da za od su s o kao koji koja koje nije ne to će bi ali iz po što do biti je li prije nakon sa nego još godine",
    "sl": "in v na je se da za so s z o kot ki pa ne bi po tudi iz do ni še ali bo pri od lahko več leta",
    "ro": "și de la în a cu că pe din nu este o un pentru se care ce mai au fi sau al fost dar ale ca lui prin după acest această ai si în sunt",
    "sq": "të e në i dhe që për me një nga është së ka do janë si më ndaj tha ky kjo nuk po por kanë u se edhe kishte prej",
    "hu": "a az és hogy nem is egy ez meg de volt el csak már szerint be ki még azt mint lesz magyar majd vagy pedig ha után ezt minden",
    "fi": "ja on ei että se oli hän ovat mutta myös kuin sen joka ole mukaan tai jos vain niin jo kun vuoden ovat olisi nyt joita noin",
    "sv": "och i att en det som på är av för med till den har inte om ett men var de sig från vid så kan när också efter eller han under säger mot",
    "da": "og i at en det som på er af for med til den har ikke om et men var de sig fra ved så kan når også efter eller han under siger mod blev der hvor",
    "nb": "og i at en det som på er av for med til den har ikke om et men var de seg fra ved så kan når også etter eller han under sier mot ble der hvor hun",
    "nn": "og i at ein det som på er av for med til den har ikkje om eit men var dei seg frå ved så kan når også etter eller han under seier mot vart der kvar ho eg",
    "ca": "el la els les de que i en un una per amb del es al a ha no més com aquest aquesta dels seva seu són va ser també entre però des fins",
    "id": "yang dan di dari untuk dengan ini pada itu dalam tidak akan ke oleh juga tersebut sebagai adalah telah karena kata ada bisa lebih kepada saat para mereka ia atau",
    "ms": "yang dan di dari untuk dengan ini pada itu dalam tidak akan ke oleh juga tersebut sebagai adalah telah kerana katanya beliau bagi kepada tahun lebih iaitu ialah boleh",
    "vi": "và của là có được cho trong các với không một những đã để này người khi đến về từ tại năm ra ông cũng như trên",
    "tr": "ve bir bu için ile de da olarak olan çok daha en kadar sonra gibi olduğunu dedi göre ise ancak yer her ne ya tarafından oldu etti değil var türkiye üzere arasında",
    "az": "və bir bu üçün ilə də da olan olaraq azərbaycan ki daha ən kimi sonra görə edib isə deyil qeyd olunub bildirib tərəfindən ölkə haqqında üzrə edilib bütün eyni",
    "uz": "va bilan uchun bu ham bir bo'yicha o'zbekiston esa bo'lgan qilish hamda bo'ldi yil yangi davlat mamlakat haqida tomonidan emas edi deb kerak respublikasi bolgan ozbekiston boyicha",
    "kk-Latn": "jäne men üşin bul bir qazaqstan boiynşa da de turaly degen bolyp memleket bılğan jılı jyly dep ol osy üsh boldy respublikasynyń arasynda jáne úshin boıynsha týraly memlekettik kerek qazaq zhane boyinsha twralı üşin etıp ğana",
    "tk": "we bilen üçin bu hem bir türkmenistanyň döwlet boýunça ýurduň bolup ýaly hormatly prezidentiniň hem-de edildi barada türkmen halkara etmek milli ýylyň",
    "ku": "û ku li di de bi ji bo ya yê yên ew jî wan me min ser li gel kir dike hat kurdistan hewlêr ê",
    "so": "oo iyo ee ka ku waxaa in la uu ay waa soo u si aan ah ayaa leh soomaaliya kale sheegay",
    "sw": "ya na wa kwa katika ni za la kuwa hiyo cha hii alisema huo kama baada watu rais hilo vya yake",
}  # fmt: skip
# Letters that are rare or absent elsewhere; each counts like part of a word.
LATIN_LETTERS: Final = {
    "fr": "èêœçàùûîë", "de": "ßäöü", "es": "ñ¿¡óíáú", "pt": "ãõçê", "it": "ìòàè", "nl": "ĳ", "pl": "łąęśżźćń", "cs": "řěůčžš", "sk": "ľĺŕôčžš",
    "hr": "đćčžš", "sl": "čžš", "ro": "țșăâîşţ", "sq": "ëç", "hu": "őűáéö", "fi": "äö", "sv": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "ca": "çàèòï·",
    "vi": "ơưđạảấầẩẫậắằặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "tr": "ğışçöü", "az": "əğışçöü", "uz": "ʻʼ", "kk-Latn": "ğūñşäöńǵáýúıı",
    "tk": "ňýž", "ku": "êûîşç",
}  # fmt: skip
# Letters without which a text of the language does not come about, however short.
LATIN_NEEDS: Final = {"az": "ə", "tk": "ýň", "kk-Latn": "q", "uz": "qhx"}
# Letters that tell a language from its neighbours of the script: all groups must have more than their share of the
# text. The first rule that fits decides, so a language with letters of its own stands before those that lack them.
Rule = tuple[str, tuple[tuple[str, float], ...]]
_FEW: Final = 0.004
CYRILLIC_RULES: Final[tuple[Rule, ...]] = (
    ("ba", (("ҙҫҡ", _FEW),)),
    ("kk", (("ұі", _FEW), ("қғәңөүһ", _FEW))),
    ("tg", (("ӣӯҷ", _FEW),)),
    ("uz-Cyrl", (("ўҳ", _FEW), ("қғҳ", _FEW))),
    ("kk", (("қғұ", 2 * _FEW),)),
    ("tt", (("җәһ", _FEW),)),
    ("uk", (("їєґ", _FEW),)),
    ("be", (("ў", _FEW), ("і", _FEW))),
    ("uk", (("і", 2 * _FEW),)),
    ("mk", (("ќѓѕ", _FEW),)),
    ("sr", (("ћђљњј", 2 * _FEW),)),
)
ARABIC_RULES: Final[tuple[Rule, ...]] = (
    ("sd", (("ڄڃڊڌڏڦڻٻ", _FEW),)),
    ("ps", (("ټډړږښۍځڅڼ", _FEW),)),
    ("ckb", (("ێڵڕ", _FEW),)),
    ("ur", (("ٹڈڑےںہ", _FEW),)),
    ("ckb", (("ەۆ", 0.03), ("یک", 0.01))),
    ("ug", (("ۇەۋڭې", 0.03), ("ۈېئ", 0.01))),
    ("ky-Arab", (("ۇەۋڭې", 0.03), ("ۅ", _FEW))),
    ("kk-Arab", (("ۇەۋڭې", 0.03), ("ۇۋڭ", 0.005))),
    ("kk-Arab", (("ە", 0.03), ("يىك", 0.01))),
    ("ckb", (("ەۆ", 0.03),)),
)
# Letters that Uyghur has and Kazakh in the same script has not, and the other way round.
UYGHUR_NOT_KAZAKH: Final = "خھېۈغئ"
KAZAKH_NOT_UYGHUR: Final = "عحءٴ"
# Tajik and Uzbek share their letters but for a few; Kazakh writes hardly a phrase without one of these.
KAZAKH_VOWELS: Final = "ыіұәңөү"
TAJIK_ENDINGS: Final = ("ии", "ҳои", "они", "ҳо", "монӣ", "аи")
UZBEK_ENDINGS: Final = ("лик", "лиги", "лари", "лар", "нинг", "ган", "моқда", "диган", "чилик")
CYRILLIC_WORDS: Final = {
    "ru": "и в не на что с по как из за от для это его к о был году при также он но она они их которые был было будет или года бы со",
    "bg": "и на да се от за че е с в по са не като до при това които ще най след беше има към или как със във което който",
    "mk": "и на да се од за дека е со во по не како до при ова кои ќе најмногу беше има или што ги го ја",
    "sr": "и у на је да се за од су са о као који која које није не то ће би али из по што до бити након још године",
    "uk": "і в у не на що з по як із за від для це його до та є при також він але вона вони які було буде або року про",
    "be": "і ў не на што з па як за ад для гэта яго да пры таксама ён але яна яны якія было будзе або года пра",
    "kk": "және мен бойынша үшін бұл бір да де деп туралы қазақстан жылы болып осы ол еді бар болды арасында",
    "ky": "жана менен боюнча үчүн бул бир да деп жөнүндө кыргызстан жылы болуп ошол ал эле бар болду арасында",
    "tg": "ва дар аз ба ки бо барои ин аст шуд бар то тоҷикистон ҷумҳурии мебошад низ ҳам",
    "uz-Cyrl": "ва билан учун бу ҳам бир бўйича ўзбекистон эса бўлган ҳамда бўлди йил янги давлат ҳақида",
    "mn": "нь байна юм болон энэ тус оны хийж гэж байгаа улсын монгол болсон тухай дээр",
    "tt": "һәм белән өчен бу бер дә татарстан буенча да иде ул булган",
}  # fmt: skip
ARABIC_WORDS: Final = {
    "ar": "في من على إلى الى أن ان التي الذي عن مع هذا هذه كما ما بين أو لا وفي خلال بعد وقد ذلك كان كانت قد تم قال وقال كل حيث",
    "fa": "در به از که این را با است برای آن های می شد شده کرد خود هم بر تا یک نیز ها کشور باید اما",
    "ur": "کے میں کی ہے اور سے کا کو نے پر کہ ہیں یہ اس تھا بھی کر جو ان",
    "ps": "د په او چې کې له ته دي یې شي هغه دا پر څخه سره وي شوي",
    "ckb": "لە و بە بۆ کە ئەو لەگەڵ هەر بوو کرد ئەم دەکات دا",
    "ug": "ۋە بىلەن بۇ بىر ئۈچۈن دەپ ئۇ بولۇپ خەلق شىنجاڭ ئارقىلىق",
    "kk-Arab": "جانە مەن ءۇشىن ٴۇشىن بۇل بىر دا دە دەپ تۋرالى قازاقستان جىلى بولىپ وسى ول",
}  # fmt: skip
