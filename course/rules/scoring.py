"""When marks are enough. Whole numbers only: a percentage is for eyes and never decides.

The rule (contract, "What counts"): a module is passed when 100 × marks ≥ pass mark × out of.
"""


def reaches(marks: int, out_of: int, pass_mark: int) -> bool:
    """Whether `marks` of `out_of` reach the pass mark, a percentage. Where nothing is asked, nothing is missing."""
    return 100 * marks >= pass_mark * out_of


def needed(out_of: int, pass_mark: int) -> int:
    """The least number of marks of `out_of` that reaches the pass mark: 8 of 10 and 10 of 12 for 80."""
    return -(-pass_mark * out_of // 100)


def percent(marks: int, out_of: int) -> int:
    """Marks as a percentage, floored, so that 79.9 never shows as 80. 100 where nothing is asked."""
    return 100 * marks // out_of if out_of else 100
