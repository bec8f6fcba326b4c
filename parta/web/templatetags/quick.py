"""`url`, `static` and `bar`: Django's own tags with an answer remembered, for they stand on every line of a page."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.utils.safestring import SafeString

from parta.web.addresses import escaped_address, static_address
from parta.web.frame import bar as kept_bar

register = template.Library()


class Address(URLNode):
    """An address by its name and the values in it; anything rarer is left to Django."""

    def render(self, context: Context) -> str:
        """Escaped for an attribute."""
        if self.asvar or self.kwargs or not context.autoescape:
            return super().render(context)
        return SafeString(
            escaped_address(self.view_name.resolve(context), *[argument.resolve(context) for argument in self.args])
        )


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """`{% url name value… %}`."""
    node = parse_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag
def static(path: str) -> SafeString:
    """`{% static 'css/base.css' %}`: the address of a file with its hash."""
    return SafeString(static_address(path))


@register.simple_tag(takes_context=True)
def bar(context: dict[str, Any], template_name: str) -> SafeString:
    """`{% bar "web/_vibar.html" %}`: a bar of the frame, see `web.frame`."""
    return kept_bar(template_name, context)
