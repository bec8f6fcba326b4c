"""How an entry is hashed: canonical JSON of its content and the previous hash, SHA-256."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def entry_hash(previous_hash: str, content: dict[str, Any]) -> str:
    """Hex digest of one link of the chain. `content` holds plain JSON values only."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()


def moment_text(at: datetime) -> str:
    """A moment as it is hashed: UTC with microseconds, the same on every database."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
