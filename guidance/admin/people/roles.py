"""A person's roles, given and taken by an administrator."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import page, say_refusal, typed
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.models import Role
from guidance.publishing import PublishingError, set_roles
from guidance.publishing.people.permissions import MAY, Act, may


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's roles and what each allows, or set them."""
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404(f"There is no account number {pk}.")
    if request.method == "POST":
        values = request.POST.getlist("role")
        if request.POST.get("preset") == "two":
            values = [value for value, _, _ in _choices()]
        chosen = [
            (Role(role), language)
            for role, _, language in (value.partition(":") for value in values)
            if role in Role.values
        ]
        try:
            set_roles(by=request.user, person=person, roles=chosen)
        except PublishingError as error:
            say_refusal(request, error)
        else:
            messages.success(request, "The roles are set.")
            return HttpResponseRedirect(reverse("admin:roles", args=[person.pk]))
    form = typed(request)
    held = {f"{row.role}:{row.language}" for row in person.staff_roles.all()}
    if form is not None:
        held = set(form.getlist("role"))
    return page(
        request,
        "people/roles",
        f"Roles of {person}",
        status=400 if request.method == "POST" else 200,
        person=person,
        administrator=may(request.user, Act.ADMINISTER),
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


def _choices() -> list[tuple[str, str, Role]]:
    """Give every role that can be chosen: its value in the form, what it is called, the role."""
    found = []
    for role in Role:
        if role is not Role.TRANSLATOR:
            found.append((f"{role}:", role.label, role))
            continue
        found += [
            (f"{role}:{language.code}", f"{role.label} for {language.english_name}", role)
            for language in LANGUAGES
            if language.code != SOURCE
        ]
    return found
