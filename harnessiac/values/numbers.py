"""Numbers that are not whole: placeholder until the number room is written."""


class BigFloat:
    pass
