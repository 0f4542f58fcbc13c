"""Runs of eight words: how we know that no sentence was taken over from the seed documents.

`seed-runs.txt` holds short digests of every run of eight words in the five source documents, so that the check works
without them. Titles of laws and publications (`titles.txt`) and web addresses
are taken out first on both sides: they may be named.

    python tests/house/wording.py FILE [FILE ...]     lists the runs that a text shares with the seeds
"""

import hashlib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
RUN_LENGTH = 8


def words(text: str, titles: list[str]) -> list[str]:
    """Lower-case words of a text, with every known title replaced by a mark that no run can cross."""
    without_addresses = re.sub(r"https?://\S+", " | ", text.lower().replace("’", "").replace("'", ""))
    plain = " ".join(re.findall(r"[a-z0-9]+|\|", without_addresses))
    for title in titles:
        plain = plain.replace(title, " | ")
    return plain.split()


def runs(text: str, titles: list[str]) -> list[str]:
    """Every run of eight words that follow one another in the text."""
    found = words(text, titles)
    windows = (found[i : i + RUN_LENGTH] for i in range(len(found) - RUN_LENGTH + 1))
    return [" ".join(window) for window in windows if "|" not in window]


def digest(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:12]


def known_titles() -> list[str]:
    lines = (HERE / "titles.txt").read_text(encoding="utf-8").splitlines()
    plain = [" ".join(re.findall(r"[a-z0-9]+", line.lower().replace("'", ""))) for line in lines if line.strip()]
    return sorted(plain, key=len, reverse=True)


def seed_digests() -> set[str]:
    return set((HERE / "seed-runs.txt").read_text(encoding="ascii").split())


def shared_runs(text: str) -> list[str]:
    """The runs of a text that also stand in a seed document."""
    titles, seeds = known_titles(), seed_digests()
    return [run for run in runs(text, titles) if digest(run) in seeds]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for run in shared_runs(pathlib.Path(name).read_text(encoding="utf-8")):
            print(f"{name}: {run}")
