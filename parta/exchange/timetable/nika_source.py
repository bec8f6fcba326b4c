"""NIKA export («Ника-Люкс») as one dictionary: plain JSON, or the JavaScript the school's site serves."""

import json
import re

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading import decode_text
from parta.exchange.timetable.findings import KNOWN_FILES, check_amount

TABLES = frozenset({"CLASS_SCHEDULE", "CLASS_EXCHANGE", "TEACH_SCHEDULE", "TEACH_EXCHANGE"})
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/', re.DOTALL)
_ASSIGNMENT = re.compile(r"([A-Za-z_$][\w$.]*)\s*=(?!=)([\s(]*)(?=\{)")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)
_BARE_KEY = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*|\d+)(\s*:)")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def load_nika(data: bytes, file_name: str) -> dict[str, object]:
    """The tables of a NIKA file by name («CLASSES», «CLASS_SCHEDULE», …).

    Raises UnreadableFile with a Russian sentence: not JSON or JS, cut short (line and column), or another program's.
    """
    text = decode_text(data, file_name).lstrip("\ufeff")
    start = text.lstrip()[:1]
    found = _plain(text, file_name) if start in ("{", "[") else _from_script(text, file_name)
    return _tables(found, file_name)


def looks_like_nika(found: object) -> bool:
    """Tells a NIKA dictionary by its main tables."""
    return isinstance(found, dict) and not TABLES.isdisjoint(found)


def _plain(text: str, file_name: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise _too_deep(file_name) from error
    except ValueError as error:
        return _tidied(text, error, file_name)


def _from_script(text: str, file_name: str) -> object:
    """The object assigned to NIKA, or else the first assigned object with the tables of NIKA."""
    bare = _TOKEN.sub(_without_comment, text)
    outside = _TOKEN.sub(lambda token: re.sub(r"[^\n]", " ", token[0]), bare)
    starts = sorted(_ASSIGNMENT.finditer(outside), key=lambda match: match[1].rsplit(".", 1)[-1] != "NIKA")
    if not starts:
        raise UnreadableFile(f"В файле «{file_name}» нет расписания «Ники». {KNOWN_FILES}")
    failure: UnreadableFile | None = None
    for match in starts:
        try:
            found = _object_at(bare, match.end(2), file_name)
        except UnreadableFile as error:
            failure = failure or error
            continue
        if looks_like_nika(found) or match[1].rsplit(".", 1)[-1] == "NIKA":
            return found
    raise failure or UnreadableFile(f"В файле «{file_name}» нет расписания «Ники». {KNOWN_FILES}")


def _object_at(text: str, start: int, file_name: str) -> object:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except RecursionError as error:
        raise _too_deep(file_name) from error
    except ValueError as error:
        return _tidied(text, error, file_name, start)


def _without_comment(token: re.Match[str]) -> str:
    """Comments become blanks of the same lines, so that a reported line is the line of the file."""
    return re.sub(r"[^\n]", " ", token[0]) if token[0].startswith("/") else token[0]


def _tidied(text: str, failure: ValueError, file_name: str, start: int = 0) -> object:
    """Second try, for what JavaScript allows and JSON does not: comments, '…', bare keys, commas before a bracket."""
    loose = _TOKEN.sub(_json_token, text[start:])
    parts: list[str] = []
    end = 0
    for string in _STRING.finditer(loose):
        parts += [loose[end : string.start()], string[0]]
        end = string.end()
    parts.append(loose[end:])
    # Strings are set aside as one sign each, so that a colon or a brace inside a lesson's name is never touched.
    skeleton = "\x01".join(parts[::2])
    skeleton = _TRAILING_COMMA.sub(r"\1", _BARE_KEY.sub(r'\1"\2"\3', skeleton))
    strings = iter(parts[1::2])
    strict = re.sub("\x01", lambda _: next(strings), skeleton)
    try:
        return json.JSONDecoder().raw_decode(strict.lstrip())[0]
    except RecursionError as error:
        raise _too_deep(file_name) from error
    except ValueError:
        raise _broken(failure, file_name) from failure


def _json_token(token: re.Match[str]) -> str:
    text = token[0]
    if text.startswith("/"):
        return re.sub(r"[^\n]", " ", text)
    if text.startswith('"'):
        return text
    inner = re.sub(r'\\(["\'`])|(")', lambda sign: '\\"' if '"' in sign[0] else sign[1], text[1:-1])
    return f'"{inner}"'


def _tables(found: object, file_name: str) -> dict[str, object]:
    if isinstance(found, dict) and not looks_like_nika(found) and isinstance(found.get("NIKA"), dict):
        found = found["NIKA"]
    if isinstance(found, dict) and looks_like_nika(found):
        check_amount(max(map(_entries, found.values()), default=0), file_name)
        return {str(key): value for key, value in found.items()}
    if _is_untis(found):
        raise UnreadableFile(
            f"Файл «{file_name}» похож на ответ WebUntis: это не расписание школы. {KNOWN_FILES}",
        )
    raise UnreadableFile(f"В файле «{file_name}» нет расписания «Ники». {KNOWN_FILES}")


def _entries(table: object, depth: int = 3) -> int:
    """Entries of a table down to period, class and key: {s, t, r, g} and plain values count as one."""
    if not isinstance(table, dict) or "s" in table or depth == 0:
        return 1
    return sum(_entries(value, depth - 1) for value in table.values())


def _is_untis(found: object) -> bool:
    rows = found if isinstance(found, list) else [found]
    marks = {"longName", "lstypes", "startDate", "endTime", "jsonrpc"}
    return any(isinstance(row, dict) and not marks.isdisjoint(row) for row in rows)


def _broken(failure: ValueError, file_name: str) -> UnreadableFile:
    place = (failure.lineno, failure.colno) if isinstance(failure, json.JSONDecodeError) else None
    where = f"строка {place[0]}, знак {place[1]}" if place else "слишком длинное число"
    return UnreadableFile(
        f"Файл «{file_name}» оборван или испорчен ({where}). Выгрузите расписание ещё раз и загрузите файл целиком."
    )


def _too_deep(file_name: str) -> UnreadableFile:
    return UnreadableFile(f"Файл «{file_name}» испорчен: скобки вложены слишком глубоко. {KNOWN_FILES}")


__all__ = ["load_nika", "looks_like_nika"]
