"""What the lines above a plan say: subject, grade, academic year, declared hours."""

import re
from collections.abc import Iterable

from parta.exchange.people.names import fold

_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("Алгебра и начала математического анализа", r"алгебр\w+ и начал\w+"),
    ("Литературное чтение", r"литературн\w+ чтени"),
    ("Русский язык", r"русск\w+ язык"),
    ("Родной язык", r"родн\w+ язык"),
    ("Литература", r"литератур[аеуы]\b"),
    ("Английский язык", r"английск|англ\. ?яз"),
    ("Немецкий язык", r"немецк"),
    ("Французский язык", r"французск"),
    ("Испанский язык", r"испанск"),
    ("Китайский язык", r"китайск"),
    ("Иностранный язык", r"иностранн\w+ язык"),
    ("Алгебра", r"алгебр"),
    ("Геометрия", r"геометри"),
    ("Вероятность и статистика", r"вероятност"),
    ("Математика", r"математик"),
    ("Информатика", r"информатик"),
    ("История", r"\bистори"),
    ("Обществознание", r"обществознани"),
    ("География", r"географи"),
    ("Биология", r"биологи"),
    ("Химия", r"\bхими"),
    ("Физическая культура", r"физическ\w+ культур|физкультур"),
    ("Физика", r"\bфизик"),
    ("Окружающий мир", r"окружающ\w+ мир"),
    ("Изобразительное искусство", r"изобразительн|\bизо\b"),
    ("Музыка", r"\bмузык"),
    ("Труд (технология)", r"\bтруд\w*\b|технологи"),
    ("Основы безопасности и защиты Родины", r"безопасност|\bобзр\b|\bобж\b"),
    ("Основы религиозных культур и светской этики", r"религиозн|\bорксэ\b"),
    ("Основы духовно-нравственной культуры народов России", r"духовно-нравствен|\bоднкнр\b"),
)
_NAMED = re.compile(r"(?:учебн\w+\s+)?предмет\w*\s*:?\s*[«\"]?([А-ЯЁ][^»\"\n,;:.]{2,60})", re.IGNORECASE)
_GRADE = re.compile(
    r"(?<![\d/.,№–-])(?<!№ )(1[0-2]|[1-9])\s*(?:-?\s*(?:й|го|х|е|м)\b)?"
    r"\s*[«\"„]?\s*(?:[А-ЯЁA-Z](?![А-ЯЁа-яё]))?\s*[»\"“]?\s*(?:кл\b|класс)|класс\w*\s*[:–—-]?\s*(1[0-2]|[1-9])(?!\d)",
    re.IGNORECASE,
)
_CLASS_TAB = re.compile(r"(1[0-2]|[1-9])\s*[-–]?\s*[«\"]?([А-ЯЁ])[»\"]?(?:\s*класс)?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{2,3})\s*(?:ч\b|час)(?!\w*\s+в\s+недел)", re.IGNORECASE)


def subject_in(texts: Iterable[str]) -> str:
    """The subject the titles name: after the word «предмет», else the first known one; empty when none."""
    lines = list(texts)
    for line in lines:
        named = _NAMED.search(line)
        if named and (known := known_subject(named[1])):
            return known
    return next((known for line in lines if (known := known_subject(line))), "")


def known_subject(text: str) -> str:
    """The usual name of the subject that stands first in a text («по русскому языку, 7 класс» → «Русский язык»)."""
    lower = fold(text)
    found = [(match.start(), index) for index, (_, stem) in enumerate(_SUBJECTS) if (match := re.search(stem, lower))]
    return _SUBJECTS[min(found)[1]][0] if found else ""


def grade_in(texts: Iterable[str]) -> int | None:
    """7 for «7 класс», «7А класс», «7-го класса», «Класс: 7»; None when no title names a grade."""
    for line in texts:
        found = _GRADE.search(line)
        if found:
            return int(found[1] or found[2])
    return None


def class_of_tab(name: str) -> tuple[int, str] | None:
    """(6, «А») of a sheet named «6А»; (6, «») of «6 класс»; None otherwise."""
    found = _CLASS_TAB.fullmatch(name.strip())
    if found:
        return int(found[1]), found[2].upper()
    grade = grade_in([name])
    return (grade, "") if grade else None


def declared_hours(texts: Iterable[str]) -> int | None:
    """102 for «102 ч», «3 часа в неделю, 102 часа в год»; None when none or several different ones are named."""
    found = {int(match[1]) for line in texts for match in _HOURS.finditer(line)}
    return found.pop() if len(found) == 1 else None


__all__ = ["class_of_tab", "declared_hours", "grade_in", "known_subject", "subject_in"]
