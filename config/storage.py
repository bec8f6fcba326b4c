"""Static files: hashed names, compressed, module imports rewritten so that a browser never mixes versions."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Manifest storage that also rewrites `import … from "./x.js"`."""

    support_js_module_import_aggregation = True
    manifest_strict = False
