"""reporter turns "it failed" into a report that a maintainer or a support engineer can act on without asking back."""

__version__ = "0.1.0"
