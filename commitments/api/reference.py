"""The description of the API as people read it: chapters, operations, fields."""


def chapters_of(request):
    return []


def kinds_of_refusals():
    return []
