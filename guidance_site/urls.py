"""Every address: the staff's under /admin/, all others in ``guidance.urls``."""

from django.urls import include, path

from guidance.admin.staff_site import staff_site

urlpatterns = [
    path("admin/", staff_site.urls),
    path("", include("guidance.urls")),
]

handler400 = "guidance.serving.on_request.errors.bad_request"
handler404 = "guidance.serving.on_request.errors.not_found"
handler500 = "guidance.serving.on_request.errors.unavailable"
