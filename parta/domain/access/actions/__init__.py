"""Writes of the room: people, logins and passwords, roles by order, signing in."""

from parta.domain.access.actions.credentials import (
    Credentials,
    block,
    change_password,
    issue_login,
    issue_logins,
    sign_out_everywhere,
    unblock,
)
from parta.domain.access.actions.people import NewPerson, change_person, create_people, create_person
from parta.domain.access.actions.recording import Act, register_recorder
from parta.domain.access.actions.roles import appoint, end_appointment
from parta.domain.access.actions.signing_in import sign_in

__all__ = [
    "Act",
    "Credentials",
    "NewPerson",
    "appoint",
    "block",
    "change_password",
    "change_person",
    "create_people",
    "create_person",
    "end_appointment",
    "issue_login",
    "issue_logins",
    "register_recorder",
    "sign_in",
    "sign_out_everywhere",
    "unblock",
]
