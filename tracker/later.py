"""Views whose modules are loaded by the first who asks for one of them.

What few ask for would else lie in the memory of every process: the second factor alone
brings a library of cryptography. Addresses and names are known from the start.
"""

from importlib import import_module


class Later:
    """Stands for a module of views in a list of addresses, without loading it."""

    def __init__(self, module: str):
        self._module = module

    def __getattr__(self, name: str):
        """What answers as the view of this name does."""

        def view(request, *args, **kwargs):
            asked = getattr(import_module(self._module), name)
            return asked(request, *args, **kwargs)

        view.__module__, view.__name__, view.__qualname__ = self._module, name, name
        return view
