"""`parta user`: who may sign in, a new one-time password, a key for a program, from the machine's own console."""

import argparse
import sys

from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.access.models import User
from parta.domain.access.queries import roles_of, system_user
from parta.lib import clock
from parta.lib.dates import day_title_with_year
from parta.lib.russian import search_form


def run(options: argparse.Namespace) -> int:
    """0 when done, 2 with a sentence for an unknown login."""
    if options.act == "list":
        return _list()
    user = User.objects.filter(login__iexact=search_form(options.login)).first()
    if user is None:
        print(f"Логина «{options.login}» нет. Все логины: parta user list", file=sys.stderr)
        return 2
    if options.act == "token":
        return _token(user, options)
    card = access.issue_login(system_user(), user)
    print(f"{user.full_name}: логин {card.login}, одноразовый пароль {card.password}")
    return 0


def _token(user: User, options: argparse.Namespace) -> int:
    """The key alone goes to standard output, so that it can be written straight into the file of the program."""
    scopes = [Scope(value) for value in options.scope or (Scope.READ_JOURNAL, Scope.READ_DIARY)]
    name = options.name or f"С консоли {clock.local(clock.real_now()):%d.%m.%Y %H:%M:%S}"
    issued = access.issue_token(system_user(), user, name=name, scopes=scopes, days=options.days)
    token = issued.token
    until = day_title_with_year(clock.local(token.expires_at).date())
    words = ", ".join(token.scope_labels)
    print(f"{user.full_name}: ключ «{token.name}» ({words}), до {until}. Больше он не покажется:", file=sys.stderr)
    print(issued.raw)
    return 0


def _list() -> int:
    for user in User.objects.exclude(login=None):
        roles = ", ".join(sorted(str(role.label) for role in roles_of(user)))
        print(f"{user.login:<16} {user.full_name:<40} {roles or 'нет ролей'}")
    return 0
