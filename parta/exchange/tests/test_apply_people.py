"""Class lists and staff lists into the school: who is the same person, who moves, who leaves, who is left alone."""

from collections.abc import Iterator
from datetime import date

import pytest

from parta.domain.access.actions import NewPerson
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.choices import Gender, Relation
from parta.domain.school.models import (
    ClassTeacher,
    Enrollment,
    GroupMembership,
    Guardianship,
    StaffMember,
    Student,
    TeachingGroup,
)
from parta.exchange import apply
from parta.exchange.apply import ImportBlocked, PreviewOutdated
from parta.exchange.people.parsed import Movement, ParsedGuardian, PersonName
from parta.exchange.preview import ImportKind, ImportOptions, Sign
from parta.exchange.tests.apply_school import (
    NOW,
    TODAY,
    counts,
    hire,
    load,
    look,
    open_year,
    pupil,
    real_file,
    roster,
    staff_list,
    teacher,
    texts,
)
from parta.lib import clock

pytestmark = pytest.mark.django_db
ROSTER, STAFF = ImportKind.ROSTER, ImportKind.STAFF


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


def names_in(class_name: str, day: date = TODAY) -> list[str]:
    rows = Enrollment.objects.select_related("student__user", "school_class").order_by("student__user__sort_name")
    return [row.student.user.full_name for row in rows if row.school_class.name == class_name and row.is_active_on(day)]


def test_a_real_class_list_is_written_once_however_often_it_is_loaded() -> None:
    data = real_file("class_lists/5A_list.xlsx")
    first = apply.commit_file(system_user(), ROSTER, data, "5A_list.xlsx", ImportOptions())
    assert first.counts == {"year": 1, "class": 1, "pupil": 27, "guardian": 27}
    assert len(names_in("5А")) == 27
    one = Student.objects.select_related("user").get(user__last_name="Боженко")
    assert (one.birth_date, one.gender, one.file_number) == (date(2015, 1, 30), Gender.MALE, "А-103")
    before = counts()
    again = apply.commit_file(system_user(), ROSTER, data, "5A_list.xlsx", ImportOptions())
    assert (again.changes, counts()) == (0, before)


def test_columns_of_groups_fill_the_groups_of_a_real_list_in_windows_1251() -> None:
    data = real_file("class_lists/10B_list_cp1251.csv")
    apply.commit_file(system_user(), ROSTER, data, "10B.csv", ImportOptions())
    sizes = {group.name: group.memberships.count() for group in TeachingGroup.objects.all()}
    assert set(sizes) == {f"10Б {subject} гр. {n}" for subject in ("иностранный язык", "информатика") for n in (1, 2)}
    assert sum(sizes.values()) == 48
    assert apply.commit_file(system_user(), ROSTER, data, "10B.csv", ImportOptions()).changes == 0


def test_a_whole_school_on_sheets_of_classes_is_written() -> None:
    data = real_file("class_lists/school_contingent_sheet_per_class.xlsx")
    result = apply.commit_file(system_user(), ROSTER, data, "contingent.xlsx", ImportOptions())
    assert result.counts["pupil"] == Student.objects.count() == 458
    assert result.counts["class"] == 20


def test_a_pupil_absent_from_a_newer_list_is_named_and_left_alone() -> None:
    load(ROSTER, roster(pupil("Агапов Иван"), pupil("Ким София")))
    seen = look(ROSTER, roster(pupil("Агапов Иван")))
    gone = [line for line in seen.lines if line.sign is Sign.GONE]
    assert [(line.title, line.writes) for line in gone] == [("Ким София", False)]
    assert seen.changes == 0


def test_a_note_of_leaving_withdraws_by_its_day_and_order_and_only_once() -> None:
    load(ROSTER, roster(pupil("Агапов Иван"), pupil("Ким София")))
    left = pupil("Ким София", left=Movement(date(2025, 11, 14), "87", "выбыла 14.11.2025, пр. № 87"))
    load(ROSTER, roster(pupil("Агапов Иван"), left))
    row = Enrollment.objects.get(student__user__last_name="Ким")
    assert (row.valid_to, row.left_order) == (date(2025, 11, 14), "87")
    assert names_in("5А") == ["Агапов Иван"]
    assert look(ROSTER, roster(pupil("Агапов Иван"), left)).changes == 0


def test_an_old_list_does_not_bring_back_a_pupil_who_has_left() -> None:
    load(ROSTER, roster(pupil("Ким София")))
    student = Student.objects.get()
    school.withdraw_students(system_user(), [student], last_day=date(2025, 11, 14))
    seen = look(ROSTER, roster(pupil("Ким София")))
    assert seen.changes == 0
    assert "выбыл 14.11.2025" in next(line.text for line in seen.lines if line.sign is Sign.ERROR)


def test_a_pupil_who_came_in_october_is_enrolled_from_that_day() -> None:
    came = pupil("Ким София", joined=Movement(date(2025, 10, 13), "61", "прибыла 13.10.2025"))
    load(ROSTER, roster(pupil("Агапов Иван"), came))
    row = Enrollment.objects.get(student__user__last_name="Ким")
    assert (row.valid_from, row.joined_order) == (date(2025, 10, 13), "61")
    assert Enrollment.objects.get(student__user__last_name="Агапов").valid_from == date(2025, 9, 1)


def test_a_pupil_in_another_class_of_the_file_is_moved_from_today_and_keeps_the_past() -> None:
    load(ROSTER, roster(pupil("Ким София", birth_date=date(2014, 11, 19)), pupil("Агапов Иван")))
    load(ROSTER, roster(pupil("Ким София", "5Б", birth_date=date(2014, 11, 19))))
    assert names_in("5Б") == ["Ким София"]
    assert names_in("5А", date(2025, 10, 1)) == ["Агапов Иван", "Ким София"]


def test_last_year_s_pupil_goes_to_the_class_of_this_year_and_the_past_is_kept() -> None:
    former = school.create_year(system_user(), year=2024)
    row = school.create_class(system_user(), year=former, grade_level=4, letter="А")
    person = school.NewPupil(row, former.starts_on, person=NewPerson("Ким", "София"), birth_date=date(2014, 11, 19))
    school.enroll_student(system_user(), person)
    load(ROSTER, roster(pupil("Ким София", birth_date=date(2014, 11, 19))))
    rows = Enrollment.objects.order_by("valid_from").select_related("school_class__year")
    assert [(str(one.school_class), str(one.school_class.year), one.valid_to is None) for one in rows] == [
        ("4А", "2024/25", False),
        ("5А", "2025/26", True),
    ]
    assert Student.objects.count() == 1


def test_a_corrected_birth_date_changes_the_pupil_and_makes_no_second_one() -> None:
    load(ROSTER, roster(pupil("Ким София", birth_date=date(2014, 11, 19))))
    seen = look(ROSTER, roster(pupil("Ким София", birth_date=date(2014, 11, 9))))
    assert texts(seen) == ["change pupil Ким София: дата рождения 19.11.2014 → 09.11.2014"]
    apply.commit(system_user(), seen)
    assert Student.objects.get().birth_date == date(2014, 11, 9)


def test_namesakes_with_yo_and_ye_stay_two_people_through_every_load() -> None:
    born = date(2014, 5, 1)
    both = roster(pupil("Семёнов Пётр", birth_date=born), pupil("Семенов Петр", birth_date=born))
    load(ROSTER, both)
    assert Student.objects.count() == 2
    assert look(ROSTER, both).changes == 0


def test_one_pupil_spelled_with_ye_is_the_same_pupil_and_keeps_the_better_spelling() -> None:
    born = date(2014, 5, 1)
    load(ROSTER, roster(pupil("Семёнов Пётр", birth_date=born)))
    assert look(ROSTER, roster(pupil("Семенов Петр", birth_date=born))).changes == 0
    load(ROSTER, roster(pupil("Ёлкина Анна", birth_date=born)))
    assert Student.objects.count() == 2


def test_a_namesake_whose_birth_date_is_unknown_is_asked_about_and_nothing_is_written_before() -> None:
    load(ROSTER, roster(pupil("Соколов Лев")))
    other = roster(pupil("Соколов Лев", "5Б", birth_date=date(2014, 9, 8)))
    seen = look(ROSTER, other)
    question = seen.questions[0]
    assert "Это он или другой" in question.text
    with pytest.raises(ImportBlocked):
        apply.commit(system_user(), seen)
    load(ROSTER, other, answers={question.key: "new"})
    assert Student.objects.count() == 2


def test_the_answer_that_it_is_the_same_pupil_moves_him() -> None:
    load(ROSTER, roster(pupil("Соколов Лев")))
    other = roster(pupil("Соколов Лев", "5Б", birth_date=date(2014, 9, 8)))
    question = look(ROSTER, other).questions[0]
    load(ROSTER, other, answers={question.key: str(Student.objects.get().pk)})
    assert names_in("5Б") == ["Соколов Лев"]
    assert Student.objects.get().birth_date == date(2014, 9, 8)


def test_parents_are_tied_once_siblings_share_them_and_telephones_follow_the_file() -> None:
    mother = ParsedGuardian(PersonName("Ким", "Вера", "Ильинична"), "мать", "+79000000001")
    load(ROSTER, roster(pupil("Ким София", guardians=(mother,)), pupil("Ким Артур", "7Б", guardians=(mother,))))
    ties = Guardianship.objects.select_related("guardian__user")
    assert {(tie.guardian.user.full_name, tie.relation) for tie in ties} == {("Ким Вера Ильинична", Relation.MOTHER)}
    assert len({tie.guardian_id for tie in ties}) == 1
    newer = ParsedGuardian(PersonName("Ким", "Вера", "Ильинична"), "мать", "+79000000002")
    seen = look(ROSTER, roster(pupil("Ким София", guardians=(newer,))))
    assert texts(seen) == ["change guardian Ким Вера Ильинична: телефон +79000000001 → +79000000002"]


def test_a_class_typed_wrongly_is_told_before_it_is_made() -> None:
    load(ROSTER, roster(pupil("Агапов Иван"), pupil("Ким София", "5Б")))
    seen = look(ROSTER, roster(pupil("Рогова Алина", "5Ж")))
    assert any("Класса 5Ж в школе нет (есть 5А, 5Б)" in problem.message for problem in seen.problems)


def test_pupils_change_groups_from_today_and_the_past_stays() -> None:
    language = (("английский язык", "1"),)
    load(ROSTER, roster(pupil("Агапов Иван", groups=language), pupil("Ким София", groups=language)))
    moved = roster(pupil("Агапов Иван", groups=language), pupil("Ким София", groups=(("английский язык", "2"),)))
    load(ROSTER, moved)
    rows = GroupMembership.objects.filter(student__user__last_name="Ким").order_by("valid_from")
    assert [(row.group.name[-1], row.valid_from, row.valid_to) for row in rows] == [
        ("1", date(2025, 9, 1), date(2025, 12, 7)),
        ("2", date(2025, 12, 8), None),
    ]
    assert look(ROSTER, moved).changes == 0


def test_a_failure_in_the_middle_leaves_every_table_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("диск кончился")

    before = counts()
    monkeypatch.setattr("parta.exchange.apply.families.write_families", fail)
    seen = look(ROSTER, roster(pupil("Агапов Иван")))
    with pytest.raises(RuntimeError):
        apply.commit(system_user(), seen)
    # The system user appears with its first use; nothing of the file does.
    assert {name: count for name, count in counts().items() if name != "access.User"} == {
        name: count for name, count in before.items() if name != "access.User"
    }


def test_what_is_written_is_what_was_seen_or_nothing() -> None:
    data = "ФИО;Класс\nАгапов Иван Сергеевич;5А\nКим София Андреевна;5А\n".encode()
    parsed = apply.read_file(ROSTER, data, "5А.csv", ImportOptions())
    seen = look(ROSTER, parsed).fingerprint()
    load(ROSTER, roster(pupil("Ким София Андреевна")))
    with pytest.raises(PreviewOutdated):
        apply.commit_file(system_user(), ROSTER, data, "5А.csv", ImportOptions(), fingerprint=seen)
    assert Student.objects.count() == 1


def test_the_real_staff_list_is_written_once_and_contested_homerooms_are_not_guessed() -> None:
    data = real_file("class_lists/teachers.xlsx")
    year = open_year()
    school.create_classes(system_user(), year=year, names=[(5, "А"), (6, "А"), (9, "Б")])
    result = apply.commit_file(system_user(), STAFF, data, "teachers.xlsx", ImportOptions())
    assert result.counts == {"staff": 19, "homeroom": 1}
    assert apply.commit_file(system_user(), STAFF, data, "teachers.xlsx", ImportOptions()).changes == 0


def test_initials_of_the_timetable_become_the_whole_name_and_no_second_person() -> None:
    hire("Крылова Е. А.")
    seen = look(STAFF, staff_list(teacher("Крылова Елена Александровна", email="krylova@example.org")))
    assert texts(seen) == [
        "change staff Крылова Елена Александровна: имя Крылова Е. А. → Крылова Елена Александровна",
        "change staff Крылова Елена Александровна: эл. почта → krylova@example.org",
    ]
    apply.commit(system_user(), seen)
    assert StaffMember.objects.get().user.full_name == "Крылова Елена Александровна"


def test_two_people_with_the_same_initials_are_asked_about() -> None:
    for name in ("Крылова Елена Александровна", "Крылова Евгения Андреевна"):
        hire(name)
    seen = look(STAFF, staff_list(teacher("Крылова Е. А.")))
    assert [label for _, label in seen.questions[0].options] == [
        "Крылова Евгения Андреевна, Учитель",
        "Крылова Елена Александровна, Учитель",
        "Никто из них, записать нового",
    ]


def test_whole_names_with_equal_initials_are_different_people() -> None:
    hire("Крылова Елена Александровна")
    load(STAFF, staff_list(teacher("Крылова Евгения Андреевна")))
    assert StaffMember.objects.count() == 2


def test_a_homeroom_passes_to_the_teacher_the_newer_list_names() -> None:
    year = open_year()
    school.create_class(system_user(), year=year, grade_level=5, letter="А")
    load(STAFF, staff_list(teacher("Крылова Елена Александровна", homeroom=("5А",))))
    load(STAFF, staff_list(teacher("Титова Анна Викторовна", homeroom=("5А",))))
    rows = ClassTeacher.objects.order_by("valid_from").select_related("staff__user")
    assert [(row.staff.user.last_name, row.valid_from, row.valid_to) for row in rows] == [
        ("Крылова", date(2025, 9, 1), date(2025, 12, 7)),
        ("Титова", TODAY, None),
    ]


def test_a_note_of_dismissal_ends_the_work_and_a_stranger_who_left_is_not_hired() -> None:
    hire("Крылова Елена Александровна")
    gone = Movement(date(2025, 11, 30), "", "уволена 30.11.2025")
    load(STAFF, staff_list(teacher("Крылова Елена Александровна", left=gone), teacher("Титова Анна", left=gone)))
    assert [(row.user.last_name, row.valid_to) for row in StaffMember.objects.all()] == [
        ("Крылова", date(2025, 11, 30))
    ]
