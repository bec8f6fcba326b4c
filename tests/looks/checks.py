"""What a machine can see wrong on a page: words that are not a person's, things that stick out, missing headings."""

import re
from collections.abc import Iterable, Iterator

from playwright.sync_api import Page

from parta.lib.russian import plural
from tests.browser.test_looks import STICKING_OUT

READ = """() => {
  const shown = (one) => one.checkVisibility && one.checkVisibility({ checkVisibilityCSS: true });
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, template, code, pre, kbd, textarea, .mono, .login")) continue;
    if (shown(parent) && walker.currentNode.textContent.trim()) texts.push(walker.currentNode.textContent);
  }
  for (const one of document.querySelectorAll("[title], [aria-label], [placeholder]"))
    for (const name of ["title", "aria-label", "placeholder"])
      if (one.getAttribute(name)) texts.push(one.getAttribute(name));
  const cut = [...document.querySelectorAll("main button, main a.btn, main .btn, h1, h2")].filter((one) => shown(one)
    && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 2
    && getComputedStyle(one).overflowX !== "visible" && getComputedStyle(one).clipPath === "none");
  return {
    texts, title: document.title, lang: document.documentElement.lang,
    whole: document.body.innerText,
    headings: [...document.querySelectorAll("h1")].map((one) => one.textContent.trim()),
    ways: document.querySelectorAll("nav [aria-current], .crumb a, .pagehead a, .app-tools a, .ls-top a").length,
    cut: cut.map((one) => one.textContent.trim().slice(0, 60)),
  };
}"""
MACHINE = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\{\{|\}\}|\{%|Traceback|&lt;|&amp;|&quot;|&#\d+|\bundefined\b|\bNaN\b|\[object"
    r"|\b[a-z]+_[a-z_]+\b|\w+Error\b|\(\)|<[a-zA-Z]+|\bи\s*$\b|\(а\)|\(ов\)|\(ы\)"
)
LATIN = re.compile(r"[A-Za-z]{3,}")
ALLOWED = {
    "csv", "xlsx", "ods", "xls", "docx", "pdf", "excel", "word", "google", "libreoffice", "json", "openapi", "sqlite",
    "postgresql", "enter", "esc", "tab", "shift", "ctrl", "delete", "insert", "ins", "home", "end", "space", "alt",
    "pgup", "pgdn", "backspace", "caps", "lock", "eng", "parta", "mp4", "chromium", "firefox", "chrome", "linux", "utf",
    "iii", "vii", "viii", "xii", "xiii", "xiv", "txt", "png", "jpg", "http", "https", "api", "authorization", "bearer",
    "xml", "python", "django", "wal", "synchronous", "full", "asc", "timetables",
    "windows", "safari", "edge", "yandex", "android", "ios", "iphone", "zip", "wifi", "spreadsheet",
}  # fmt: skip
WITHOUT_YO = re.compile(
    r"\b(еще|ее|учет\w*|отчет\w*|зачет\w*|расчет\w*|счет\w*|ребенк\w*|ребенок|идет|ведет|придет|пройдет|найдет|дает|"
    r"прием\w*|объем\w*|подъем\w*|трех|четырех|мое|твое|свое|чье|нем|причем|елк\w*|черн\w+й|звезд|сестер|"
    r"утвержден\w*|внесен\w*|приведен\w*|освобожден\w*|переведен\w*|зачислен[ао]?|отчислен\w*|заведен\w*)\b",
    re.IGNORECASE,
)
WITHOUT_YO_WELL = re.compile(
    r"^(черн\w+й|утвержден(ие|ия|ию|ием|ии|о|а|ы)\w*|освобожден(ие|ия|ию|ием|о|а|ы)\w*|зачислен.*|отчислен.*|счета|"
    r"приведен(ие|ия|о|а|ы)|внесен(ие|ия|ию|о|а|ы)|переведен(о|а|ы)|заведен(ие|ия|ии|о|а|ы|ию)\w*)$",
    re.IGNORECASE,
)
WELL_NAMED = re.compile(r"Оценки$|Оценки и прогноз")
SPACING = re.compile(r"[а-яё] [,.;!?](?=\s|$)|[а-яё],,|(?<!\.)\.\.(?!\.)|: ?\.|\( | \)|,\s*$\.|«\s|\s»|  +и  +")
COUNTED = {
    "урок": ("урок", "урока", "уроков"), "отмет": ("отметка", "отметки", "отметок"),
    "уче": ("ученик", "ученика", "учеников"),
    "запис": ("запись", "записи", "записей"), "страниц": ("страница", "страницы", "страниц"),
    "час": ("час", "часа", "часов"), "тем": ("тема", "темы", "тем"), "строк": ("строка", "строки", "строк"),
    "предмет": ("предмет", "предмета", "предметов"), "человек": ("человек", "человека", "человек"),
    "недел": ("неделя", "недели", "недель"), "пропуск": ("пропуск", "пропуска", "пропусков"),
    "балл": ("балл", "балла", "баллов"), "работ": ("работа", "работы", "работ"),
    "минут": ("минута", "минуты", "минут"), "файл": ("файл", "файла", "файлов"),
    "родител": ("родитель", "родителя", "родителей"), "замен": ("замена", "замены", "замен"),
}  # fmt: skip
NUMBERED = re.compile(r"(?<![\d,.:№–—/-])(?<![№§] )(\d+)[ \u00a0]([а-яё]+)")
BEFORE = re.compile(
    r"(?<![а-яё])(из|от|до|на|с|после|более|менее|около|для|без|в|к|по|за|у|о|ближе|раз в|ещё|чем|хватает|нет|"
    r"хватит до конца года)\s$"
)


def faults_of(page: Page, *, framed: bool) -> Iterator[str]:
    """Everything wrong on an opened page, in words. `framed`: it stands in the frame of the product."""
    seen = page.evaluate(READ)
    yield from (f"торчит {one}" for one in page.evaluate(STICKING_OUT))
    yield from (f"обрезано «{one}»" for one in seen["cut"])
    if not seen["title"].strip() or seen["lang"] != "ru":
        yield f"название «{seen['title']}», язык «{seen['lang']}»"
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        yield f"заголовков h1: {len(seen['headings'])}"
    if framed and not seen["ways"]:
        yield "нет пути назад: ни раздела в меню, ни крошек"
    yield from bad_words([*seen["texts"], seen["title"]])
    yield from bad_counts(seen["whole"])


def bad_words(texts: Iterable[str]) -> Iterator[str]:
    """Texts that a person would not have written."""
    for raw in dict.fromkeys(texts):
        text = " ".join(raw.split(" "))
        short = " ".join(raw.split())[:90]
        if found := MACHINE.search(text):
            yield f"не слова «{found[0]}»: {short}"
        strange = [one for one in LATIN.findall(_without_addresses(text)) if one.lower() not in ALLOWED]
        if strange:
            yield f"латиница «{strange[0]}»: {short}"
        if any(not WITHOUT_YO_WELL.match(one[0]) for one in WITHOUT_YO.finditer(text)):
            yield f"без ё: {short}"
        if "оценк" in text.lower() and not WELL_NAMED.match(text.strip()):
            yield f"«оценка»: {short}"
        if SPACING.search(short):
            yield f"знаки препинания: {short}"


def bad_counts(text: str) -> Iterator[str]:
    """«5 урока»: the word after a number is in the wrong form. After a preposition other forms are right."""
    for found in NUMBERED.finditer(text):
        forms = next((one for one in COUNTED.values() if found[2] in one), None)
        if forms is None or BEFORE.search(text[: found.start()][-40:]):
            continue
        if found[2] != plural(int(found[1]), *forms):
            place = text[max(0, found.start() - 40) : found.end() + 20]
            yield f"число и слово «{found[0]}»: {' '.join(place.split())}"


def _without_addresses(text: str) -> str:
    return re.sub(r"https?://\S+|\S+@\S+|\S+\.(csv|xlsx|ods|docx|txt|pdf|json|ru|org)\b|/[\w/.-]+", "", text)
