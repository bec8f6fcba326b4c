"""What the columns of class lists and staff lists are called in real schools."""

from parta.exchange.headers import ColumnKind, kind

_PARENT = r"родит|законн\w* предст|представител|опекун|\bмат[ьи]\b|\bматери|\bмам[аы]|\bот(?:ец|ца)\b|\bпап[аы]\b"

# Order matters: the first pattern that is found decides.
# Birth dates of parents and phones of pupils are nobody's business here.
_OTHERS_DATA = kind("", rf"рожд.*(?:{_PARENT})|(?:{_PARENT}).*рожд|тел\w* (?:уч|обуч|реб)\w*")
_LEFT_OUT = kind(
    "",
    r"работ[аы]? родит|место работы|образован|паспорт|снилс|полис|инн\b|гражданств|национальн|здоров|физкульт|адрес|"
    r"прописк|прожив|питани|свидетельств|соц\w* статус|состав семьи|возраст|алфавит|зачисл|принят|при[её]м",
)
_NUMBER = kind(
    "number", r"^(?:№+|n|no|номер)(?: ?п ?/? ?п| по порядку| в списке)?$|^п/п$|^п п$|^порядковый номер$", "номер"
)
_PHONE = kind("phone", r"\bтел\b|телефон|\bмоб|сотов|контакт", "телефон")
_EMAIL = kind("email", r"почт|mail", "электронная почта")
_LAST = kind("last", r"^фамилия$|^фамилия (?:уч|об|реб|сотр|пед|работ)\w*$", "фамилия")
_FIRST = kind("first", r"^имя$|^имя (?:уч|об|реб|сотр|пед|работ)\w*$|^имя отчество$", "имя")
_MIDDLE = kind("middle", r"^отчество", "отчество")
_JOINED = kind("joined", r"прибы", "прибытие")
_LEFT = kind("left", r"выбы|отчисл|увол", "выбытие")
_NOTE = kind("note", r"примеч|движен|отметк\w* о|комментар|^статус$", "примечание")

ROSTER: tuple[ColumnKind, ...] = (
    _NUMBER,
    kind("file_number", r"личн\w* дел|^(?:№ |номер )?л ?/ ?д", "номер личного дела"),
    _OTHERS_DATA,
    kind("guardian", rf"(?:фио|ф и о|фамил).*(?:{_PARENT})|(?:{_PARENT}).*(?:фио|ф и о|фамил)", "родитель"),
    _PHONE,
    _EMAIL,
    _LEFT_OUT,
    kind("birth", r"рожд|^д р$|^д/р$|^др$|^г р$", "дата рождения"),
    kind("guardian", _PARENT, "родитель"),
    kind("gender", r"^пол$|^пол (?:уч|об|реб)|^пол м/?ж$|^пол м ж$", "пол"),
    _LAST,
    _FIRST,
    _MIDDLE,
    kind(
        "full",
        r"^(?!.*(?:классн|руковод|директор|учител)).*\b(?:фио|ф и о)\b|^фамилия и?м?я?(?: и)? ?имя|^фамилия и(?: о)?|"
        r"^(?:учени[кц]\w*|учащи(?:йся|еся)|учащегося|обучающи(?:йся|еся)|обучающегося|ребенок|дети)$|"
        r"^список (?:класса|уч\w+|обуч\w+)(?: класса)?$|^полное имя|^имя фамилия",
        "фамилия, имя, отчество",
    ),
    kind("class", r"^класс(?:$| (?:лит|буква|обуч|уч|групп))|^параллель$", "класс"),
    kind("group", r"групп|^ин(?:остранный)? яз(?:ык)?$|^(?:2|второй) ин\w* яз", "группа"),
    kind("letter", r"^литер[а]?$|^буква", "буква класса"),
    _JOINED,
    _LEFT,
    _NOTE,
)

STAFF: tuple[ColumnKind, ...] = (
    _NUMBER,
    kind("number", r"^табельн", "номер"),
    kind("homeroom", r"классн\w* рук|^кл рук|^рук\w* класса", "классное руководство"),
    _PHONE,
    _EMAIL,
    kind(
        "",
        r"рожд|образован|паспорт|снилс|\bинн\b|адрес|прожив|категор|стаж|аттест|курс|награ|диплом|специальност|кабинет|"
        r"принят|при[её]м",
    ),
    kind("load", r"нагрузк|^классы|^в каких классах|^преподает в|^часы|кол\w* часов", "нагрузка"),
    kind("subjects", r"предмет|дисциплин", "предметы"),
    kind("position", r"должност", "должность"),
    _LAST,
    _FIRST,
    _MIDDLE,
    kind(
        "full",
        r"^фио\b|^ф и о\b|^фамилия и?м?я?(?: и)? ?имя|^фамилия и(?: о)?|^полное имя|"
        r"^(?:учител[ья]|педагоги?|сотрудники?|работники?|преподавател[ьи])$",
        "фамилия, имя, отчество",
    ),
    _JOINED,
    _LEFT,
    _NOTE,
)

NAMES = frozenset({"full", "last"})


def title_of(kinds: tuple[ColumnKind, ...], key: str) -> str:
    """What a column of this key is called for its reader; empty for a column that is left out."""
    return next((known.title for known in kinds if known.key == key), "")


__all__ = ["NAMES", "ROSTER", "STAFF", "title_of"]
