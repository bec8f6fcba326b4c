"""The people who try every door. One page of the journal is in question, 7Б география; one pupil, Даниил."""

from typing import NamedTuple


class Part(NamedTuple):
    """A role: the demo's login that plays it («» for the one made by the tests), words for the table of rights."""

    login: str
    title: str
    short: str


ROLES: dict[str, Part] = {
    "administrator": Part("admin", "администратор ЭЖ", "админ. ЭЖ"),
    "director": Part("director", "директор", "директор"),
    "deputy": Part("zavuch", "завуч", "завуч"),
    "secretary": Part("sekretar", "секретарь", "секретарь"),
    "responsible": Part("otvet", "ответственный работник", "отв. работник"),
    "working_group": Part("gruppa", "член рабочей группы", "раб. группа"),
    "class_teacher": Part("krylova", "классный руководитель этого класса, ведёт в нём другой предмет", "кл. рук."),
    "teacher": Part("guseva", "учитель этой страницы журнала", "учитель"),
    "other_teacher": Part("gromov", "учитель того же класса, другой предмет", "другой учитель"),
    "substitute": Part("zamena", "заменяющий учитель, замена сегодня на этой странице", "замена"),
    "student": Part("daniil", "сам ученик", "ученик"),
    "other_student": Part("anna", "одноклассник", "одноклассник"),
    "guardian": Part("kovaleva", "родитель этого ученика", "родитель"),
    "other_guardian": Part("lebedeva", "родитель одноклассника", "чужой родитель"),
    "nobody": Part("", "сотрудник без ролей сегодня", "без ролей"),
}
STRANGER = "stranger"
"""Nobody signed in."""

PUPIL = "Ковалёв Даниил"
UNIT, SUBJECT = "7Б", "География"
