"""Accounts of staff, kept by administrators: Django's own pages, less what nobody needs."""

from typing import Any

from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from guidance.admin.page import person
from guidance.publishing import note_account
from guidance.publishing.people.permissions import Act, may


class StaffUserAdmin(UserAdmin):
    """Accounts of staff: deactivated, never deleted, since history names them.

    What a person may do is their roles' alone: Django's groups and permissions are not shown and
    decide nothing. Who has every role (a superuser) is changed by their like only.
    """

    add_form = UserCreationForm
    add_fieldsets = ((None, {"fields": ("username", "first_name", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        ("What the account is good for", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        # Django asks this also for its sign-in page, where nobody is signed in.
        return isinstance(request.user, User) and may(request.user, Act.ADMINISTER)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002
        return may(person(request), Act.ADMINISTER)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(person(request), Act.ADMINISTER)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Administrators change accounts; a superuser's, only a superuser does."""
        above = obj is not None and obj.is_superuser and not person(request).is_superuser
        return may(person(request), Act.ADMINISTER) and not above

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Only a superuser makes a superuser."""
        return () if person(request).is_superuser else ("is_superuser",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save; an account made here is staff, and has no role yet."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)

    def user_change_password(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set a password together with its line of history, or neither."""
        with transaction.atomic():
            return super().user_change_password(*args, **kwargs)

    def log_addition(  # type: ignore[override]  # its line of history is ours, not Django's
        self,
        request: HttpRequest,
        obj: User,
        message: object,  # noqa: ARG002
    ) -> None:
        note_account(by=person(request), person=obj, verb="made account")

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> None:  # type: ignore[override]
        """Write into history what was changed, but not to what."""
        changed = [name for part in message for name in part.get("changed", {}).get("fields", ())]
        note_account(by=person(request), person=obj, verb="changed account", fields=changed)

    def history_view(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Lead to the lines of history about an account."""
        account = User.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        query = QueryDict(mutable=True)
        query["words"] = account.get_username() if account else ""
        return HttpResponseRedirect(f"{reverse('admin:history')}?{query.urlencode()}")
