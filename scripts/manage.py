"""Run one of Django's commands in the environment, with the secret: manage.py COMMAND ..."""

import sys

import environment

environment.prepare()
environment.provide_secret()
environment.become("manage.py", *sys.argv[1:])
