"""A person's roles, given and taken by an administrator."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidance.admin.page import (
    TRANSLATED,
    RefusalsShown,
    first_or_404,
    page,
    person,
    takes_form,
    typed,
)
from guidance.models import Role
from guidance.publishing import set_roles
from guidance.publishing.people.permissions import MAY, Act, may


@takes_form
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's roles and what each allows, or set them."""
    account = first_or_404(User.objects.filter(pk=pk), f"There is no account number {pk}.")
    if request.method == "POST":
        with RefusalsShown(request):
            set_roles(by=person(request), person=account, roles=_chosen(request))
            messages.success(request, "The roles are set.")
            return redirect("admin:roles", account.pk)
    form = typed(request)
    held = {f"{row.role}:{row.language}" for row in account.staff_roles.all()}
    if form is not None:
        held = set(form.getlist("role"))
    return page(
        request,
        "people/roles",
        f"Roles of {account}",
        person=account,
        administrator=may(person(request), Act.ADMINISTER),
        choices=[
            {
                "value": value,
                "label": label,
                "held": value in held,
                "acts": [str(act) for act in Act if role in MAY[act]],
            }
            for value, label, role in _choices()
        ],
    )


def _chosen(request: HttpRequest) -> list[tuple[Role, str]]:
    """Return the roles asked for, each with its language; unknown ones are left out."""
    values = request.POST.getlist("role")
    if request.POST.get("preset") == "two":
        values = [value for value, _, _ in _choices()]
    parts = (value.partition(":") for value in values)
    return [(Role(role), language) for role, _, language in parts if role in Role.values]


def _choices() -> list[tuple[str, str, Role]]:
    """Return every role that can be chosen: its value in the form, its name, the role."""
    found: list[tuple[str, str, Role]] = []
    for role in list(Role):
        if role is not Role.TRANSLATOR:
            found.append((f"{role}:", role.label, role))
            continue
        found += [
            (f"{role}:{language.code}", f"{role.label} for {language.english_name}", role)
            for language in TRANSLATED
        ]
    return found
