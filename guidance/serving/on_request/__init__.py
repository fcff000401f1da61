"""The few public answers of a running application. They ask ``release``, never the models."""
