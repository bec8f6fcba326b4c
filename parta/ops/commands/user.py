"""`parta user`: who may sign in, and a new one-time password from the machine's own console."""

import argparse
import sys

from parta.domain.access import actions as access
from parta.domain.access.models import User
from parta.domain.access.queries import roles_of, system_user
from parta.lib.russian import search_form


def run(options: argparse.Namespace) -> int:
    """0 when done, 2 with a sentence for an unknown login."""
    if options.act == "list":
        return _list()
    user = User.objects.filter(login__iexact=search_form(options.login)).first()
    if user is None:
        print(f"Логина «{options.login}» нет. Все логины: parta user list", file=sys.stderr)
        return 2
    card = access.issue_login(system_user(), user)
    print(f"{user.full_name}: логин {card.login}, одноразовый пароль {card.password}")
    return 0


def _list() -> int:
    for user in User.objects.exclude(login=None):
        roles = ", ".join(sorted(str(role.label) for role in roles_of(user)))
        print(f"{user.login:<16} {user.full_name:<40} {roles or 'нет ролей'}")
    return 0
