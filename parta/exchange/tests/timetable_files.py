"""Where the real timetable files lie, and small ones made by hand for each oddity."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "timetable"


def real_file(name: str) -> bytes:
    """A real file of the shared folder; its tests are skipped where the folder is not beside the project."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no {name}: the folder of real school files is not beside the project")
    return path.read_bytes()


def nika(**tables: object) -> dict[str, object]:
    """A small NIKA export: two classes, four subjects, three teachers, one period."""
    base: dict[str, object] = {
        "CLASSES": {"001": "5А", "002": "10-1"},
        "CLASS_COURSES": {"001": "5", "002": "10"},
        "TEACHERS": {"011": "Соколова А. П.", "012": "Лебедев И.И.", "013": "Орлов К.Д."},
        "SUBJECTS": {"021": "Алгебра", "022": "Физика", "023": "Английский язык", "024": "История"},
        "ROOMS": {"031": "101", "032": "102", "033": "спортзал"},
        "CLASSGROUPS": {"0": "Группа 1", "1": "Группа 2"},
        "PERIODS": {"90": {"b": "01.09.2025", "e": "31.12.2025"}},
        "LESSON_TIMES": {"1": ["8:00", "8:45"], "2": ["8:55", "9:40"], "3": ["10:00", "10:45"]},
        "CLASS_SCHEDULE": {"90": {"001": {"101": {"s": ["021"], "t": ["011"], "r": ["031"]}}, "002": {}}},
    }
    return {**base, **tables}


def week(**entries: object) -> dict[str, object]:
    """CLASS_SCHEDULE of period 90 with entries of the class 5А: week(k101={...})."""
    return {"90": {"001": {key.lstrip("k"): entry for key, entry in entries.items()}}}


def as_bytes(tables: dict[str, object]) -> bytes:
    """The export as a JSON file."""
    return json.dumps(tables, ensure_ascii=False).encode()


ASC = """<?xml version="1.0" encoding="UTF-8"?>
<timetable importtype="database" options="{options}" displayname="aSc Timetables 2012 XML">
<periods columns="period,name,short,starttime,endtime">
<period period="1" name="1" short="1" starttime="8:00" endtime="8:45"/>
<period period="2" name="2" short="2" starttime="8:55" endtime="9:40"/>
<period period="3" name="3" short="3" starttime="10:00" endtime="10:45"/>
</periods>
<daysdefs columns="id,days,name,short">
<daysdef id="D1" days="10000" name="Понедельник" short="Пн"/>
<daysdef id="D2" days="01000" name="Вторник" short="Вт"/>
<daysdef id="D3" days="00100" name="Среда" short="Ср"/>
<daysdef id="D4" days="00010" name="Четверг" short="Чт"/>
<daysdef id="D5" days="00001" name="Пятница" short="Пт"/>
</daysdefs>
<subjects columns="id,name,short"><subject id="S1" name="Алгебра" short="Ал"/>
<subject id="S2" name="Физика" short="Фи"/></subjects>
<teachers columns="id,name,short"><teacher id="*1" name="Соколова А. П." short="Сок"/>
<teacher id="*2" name="Лебедев И. И." short="Леб"/></teachers>
<classrooms columns="id,name,short"><classroom id="R1" name="101" short="101"/>
<classroom id="R2" name="102" short="102"/></classrooms>
<classes columns="id,name,short,grade"><class id="C1" name="5А" short="5А" grade="5"/>
<class id="C2" name="6Б" short="6Б" grade=""/></classes>
<groups columns="id,classid,name,entireclass,divisiontag">
<group id="G1" classid="C1" name="Весь класс" entireclass="1" divisiontag="0"/>
<group id="G2" classid="C1" name="Группа 1" entireclass="0" divisiontag="1"/>
<group id="G3" classid="C1" name="Группа 2" entireclass="0" divisiontag="1"/>
<group id="G4" classid="C2" name="Весь класс" entireclass="1" divisiontag="0"/>
<group id="G5" classid="C2" name="Девочки" entireclass="0" divisiontag="2"/>
</groups>
{lessons}
{cards}
</timetable>
"""

LESSON_COLUMNS = "id,subjectid,classids,groupids,teacherids,classroomids,periodspercard,periodsperweek"
CARD_COLUMNS = "lessonid,period,days,weeks,terms,classroomids"


def asc(lessons: list[dict[str, str]], cards: list[dict[str, str]], options: str = "") -> str:
    """A small aSc export with the given lessons and cards; a row is its attributes."""
    return ASC.format(
        options=options,
        lessons=_table("lessons", "lesson", LESSON_COLUMNS, lessons),
        cards=_table("cards", "card", CARD_COLUMNS, cards),
    )


def _table(name: str, row_name: str, columns: str, rows: list[dict[str, str]]) -> str:
    lines = [f"<{row_name} " + " ".join(f'{key}="{value}"' for key, value in row.items()) + "/>" for row in rows]
    return "\n".join([f'<{name} columns="{columns}">', *lines, f"</{name}>"])
