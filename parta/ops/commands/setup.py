"""`parta setup`: an empty school with its first administrator."""

import argparse
import sys

from django.conf import settings
from django.core.management import call_command

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.models import School
from parta.lib import clock


def run(options: argparse.Namespace) -> int:
    """0 when prepared, 2 when the folder holds a school already."""
    call_command("migrate", verbosity=0, interactive=False)
    if School.objects.exists():
        print("В этой папке уже есть школа. Новый пароль администратору: parta user password ЛОГИН", file=sys.stderr)
        return 2
    settings.DATA.mark(kind="school", time_zone=options.time_zone)
    clock.configure(zone=options.time_zone, file=settings.DATA.clock_file())
    system = system_user()
    school.create_school(system, name=options.school)
    names = [*options.administrator.split(), "", ""][:3]
    today = clock.today()
    member = school.hire_staff(
        system, school.NewStaff(today, "администратор электронного журнала", access.NewPerson(*names))
    )
    access.appoint(system, member.user, role=Role.ADMINISTRATOR, valid_from=today)
    card = access.issue_login(system, member.user, login=options.login)
    print(f"Школа готова. Администратор: логин {card.login}, одноразовый пароль {card.password}")
    print("Дальше: parta serve, войдите и загрузите расписание, списки классов и КТП.")
    return 0
