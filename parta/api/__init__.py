"""JSON for other programs: /api/v1, described by OpenAPI, opened by keys with scopes and an end.

A resource is a module: it loads through access, calls the same queries and actions as the pages, gives plain values.
It decides nothing: rights, rules and sentences are the domain's. Words: token, scope, cursor.
"""
