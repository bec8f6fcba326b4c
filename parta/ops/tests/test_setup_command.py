"""`parta setup`, `parta demo`, `parta user`: what a keeper types first."""

import pytest

from config.data_folder import DataFolder
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import roles_of
from parta.domain.audit.queries import verify_chain
from parta.ops.cli import main

pytestmark = pytest.mark.django_db
NAME = ["--administrator", "Орлова Наталья Викторовна"]


def test_an_empty_school_has_one_administrator_with_a_one_time_password(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["setup", "--school", "Школа № 1", *NAME, "--time-zone", "Asia/Yekaterinburg"]) == 0
    told = capsys.readouterr().out
    user = User.objects.get(login="admin")
    assert user.full_name == "Орлова Наталья Викторовна"
    assert roles_of(user) == {Role.ADMINISTRATOR}
    assert user.must_change_password
    assert user.check_password(told.split("одноразовый пароль ")[1].split()[0])
    assert (folder.is_demo(), folder.time_zone()) == (False, "Asia/Yekaterinburg")
    assert verify_chain().broken is None


def test_a_second_setup_changes_nothing_and_says_why(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    main(["setup", *NAME])
    assert main(["setup", *NAME]) == 2
    assert "уже есть школа" in capsys.readouterr().err
    assert User.objects.filter(login__isnull=False).count() == 1


def test_a_demo_is_never_built_over_a_real_school(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    main(["setup", *NAME])
    assert main(["demo"]) == 2
    assert "настоящая школа" in capsys.readouterr().err
    assert main(["demo", "--if-empty"]) == 0
    assert User.objects.filter(login__isnull=False).count() == 1


def test_a_lost_password_is_replaced_from_the_console(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    main(["setup", *NAME])
    capsys.readouterr()
    assert main(["user", "password", "ADMIN"]) == 0
    password = capsys.readouterr().out.split("одноразовый пароль ")[1].split()[0]
    assert User.objects.get(login="admin").check_password(password)
    assert main(["user", "password", "никто"]) == 2
    assert "parta user list" in capsys.readouterr().err
    main(["user", "list"])
    assert "администратор ЭЖ" in capsys.readouterr().out
