"""The staff's side: the site at ``/admin/``. Its buttons call ``publishing``."""
