"""The `parta` command: what a keeper of a school types. Every subcommand explains itself in Russian."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

import django

DESCRIPTION = "Парта — электронный журнал и дневник школы. Все команды работают с папкой данных (PARTA_DATA или var/)."


def build_parser() -> argparse.ArgumentParser:
    """All subcommands."""
    parser = argparse.ArgumentParser(prog="parta", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="команда")
    _serve(commands)
    _setup(commands)
    _demo(commands)
    _clock(commands)
    _jobs(commands)
    _verify(commands)
    _user(commands)
    _import(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _serve(commands: Commands) -> None:
    one = commands.add_parser("serve", help="запустить сервер и фоновые работы")
    one.add_argument("--host", default="127.0.0.1", help="адрес (по умолчанию 127.0.0.1)")
    one.add_argument("--port", type=int, default=8000, help="порт (по умолчанию 8000)")
    one.add_argument("--workers", type=int, default=2, help="число рабочих процессов")
    one.add_argument("--metrics-port", type=int, help="показатели для Prometheus на 127.0.0.1 (по умолчанию выключены)")


def _setup(commands: Commands) -> None:
    one = commands.add_parser("setup", help="подготовить пустую школу и первого администратора")
    one.add_argument("--school", default="Наша школа", help="краткое название школы")
    one.add_argument("--administrator", default="Администратор", help="Фамилия Имя Отчество администратора")
    one.add_argument("--login", default="admin", help="логин администратора")
    one.add_argument("--time-zone", default="Europe/Moscow", help="часовой пояс, например Asia/Yekaterinburg")


def _demo(commands: Commands) -> None:
    one = commands.add_parser("demo", help="построить учебную школу с годом занятий")
    one.add_argument("--if-empty", action="store_true", help="только если в папке ещё нет школы")
    sizes = ["class", "school"]
    one.add_argument(
        "--size", choices=sizes, default="class", help="class: четыре класса; school: 1000 учеников и миллион записей"
    )


def _clock(commands: Commands) -> None:
    one = commands.add_parser("clock", help="перевести часы учебной школы (в настоящей школе запрещено)")
    one.add_argument("moment", nargs="?", help="день и время: 2026-12-11T16:01")
    one.add_argument("--freeze", action="store_true", help="остановить время на этой минуте")
    one.add_argument("--real", action="store_true", help="вернуть настоящее время")


def _jobs(commands: Commands) -> None:
    one = commands.add_parser("jobs", help="фоновые работы: крутиться рядом с сервером или выполнить один раз")
    one.add_argument("--once", action="store_true", help="выполнить то, чему пришёл срок, и выйти")


def _verify(commands: Commands) -> None:
    commands.add_parser("verify", help="проверить цепочку журнала действий от первой записи до последней")


def _user(commands: Commands) -> None:
    one = commands.add_parser("user", help="учётные записи")
    acts = one.add_subparsers(dest="act", required=True, metavar="действие")
    reset = acts.add_parser("password", help="выдать новый одноразовый пароль")
    reset.add_argument("login")
    acts.add_parser("list", help="кто может входить и с какими ролями")
    token = acts.add_parser("token", help="сделать ключ для программы (docs/api.md); показывается один раз")
    token.add_argument("login")
    token.add_argument(
        "--scope",
        action="append",
        choices=["read_journal", "write_journal", "read_diary"],
        help="что можно программе, сколько угодно раз (по умолчанию read_journal и read_diary)",
    )
    token.add_argument("--days", type=int, default=90, help="сколько дней действует, 1–366 (по умолчанию 90)")
    token.add_argument("--name", default="", help="название, по которому ключ узнают в списке")


def _import(commands: Commands) -> None:
    one = commands.add_parser("import", help="загрузить файл: расписание, списки, КТП")
    one.add_argument("kind", choices=["timetable", "roster", "staff", "plan"], help="что в файле")
    one.add_argument("file", help="путь к файлу")
    one.add_argument("--dry-run", action="store_true", help="только показать, что будет; ничего не писать")
    one.add_argument("--json", action="store_true", help="один объект JSON в стандартный вывод")
    one.add_argument("--class", dest="school_class", help="класс, если его нет в файле (списки)")
    one.add_argument("--subject", help="предмет (КТП)")
    one.add_argument("--grade", type=int, help="параллель (КТП)")
    one.add_argument(
        "--from", dest="valid_from", type=datetime.fromisoformat, help="с какого дня действует (расписание)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, set Django up, run; domain refusals become a sentence and exit code 2."""
    options = build_parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from parta.lib.errors import DomainError  # noqa: PLC0415
    from parta.ops.commands import command  # noqa: PLC0415  models load after django.setup

    try:
        return command(options.command)(options)
    except DomainError as error:
        print(error.message, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
