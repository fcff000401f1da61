"""django-modeltranslation's registration: a column per language for what is translated."""

from modeltranslation.translator import TranslationOptions, register

from guidance.models import Alert, Contact, Section


@register(Section)
class SectionTranslation(TranslationOptions):
    """A section's text cell, and the digest of the live cell it began from."""

    fields = ("heading", "body", "made_from", "provenance", "base")


@register(Contact)
class ContactTranslation(TranslationOptions):
    """A contact's text cell, and the digest of the live cell it began from."""

    fields = ("heading", "body", "phone", "hours", "made_from", "provenance", "base")


@register(Alert)
class AlertTranslation(TranslationOptions):
    """An alert's words, what they were made from and how."""

    fields = ("text", "made_from", "provenance")
