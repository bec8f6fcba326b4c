"""Static files: hashed names, compressed, module imports rewritten so that a browser never mixes versions."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Manifest storage that also rewrites `import … from "./x.js"`."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Leave out htmx extensions, which no page uses: their comments name modules that do not exist."""
        used = {name: path for name, path in paths.items() if not name.startswith("django_htmx/ext/")}
        yield from super().post_process(used, dry_run, **options)
