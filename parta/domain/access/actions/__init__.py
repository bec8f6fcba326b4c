"""Writes of the room: people, logins and passwords, roles by order, signing in, keys of programs."""

from parta.domain.access.actions.credentials import (
    Credentials,
    block,
    change_password,
    confirm_password,
    issue_login,
    issue_logins,
    sign_out_everywhere,
    unblock,
)
from parta.domain.access.actions.people import NewPerson, change_person, create_people, create_person
from parta.domain.access.actions.recording import Act, register_recorder
from parta.domain.access.actions.roles import appoint, end_appointment
from parta.domain.access.actions.signing_in import sign_in
from parta.domain.access.actions.tokens import IssuedToken, issue_token, note_use, revoke_token

__all__ = [
    "Act",
    "Credentials",
    "IssuedToken",
    "NewPerson",
    "appoint",
    "block",
    "change_password",
    "change_person",
    "confirm_password",
    "create_people",
    "create_person",
    "end_appointment",
    "issue_login",
    "issue_logins",
    "issue_token",
    "note_use",
    "register_recorder",
    "revoke_token",
    "sign_in",
    "sign_out_everywhere",
    "unblock",
]
