"""The command that counts the facts which tests prove."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import contract_coverage
import pytest
from contract_coverage import Collected, as_ranges, known_facts, read_sections, report

TABLES = """
| 1 | not a fact, because no behaviour table has begun |

## 7. Behaviour table

### A. Paging

| # | Given |
|---|---|
| 1 | a |
| 2 | b |

**Links**

| 3 | c |
| 3b | d |
| | **Dates** | |
| 4 | e |

## 8. Traps
| 5 | not a fact either |
"""

SUITE = """
import pytest

@pytest.mark.fact("catalog-1", "platform-138b")
def test_one(): pass

@pytest.mark.skipif(True, reason="no server")
@pytest.mark.fact("catalog-2")
class TestSkipped:
    def test_two(self): pass

@pytest.mark.xfail
@pytest.mark.fact("catalog-3")
def test_three(): pass
"""


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, contract_coverage.__file__, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_facts_are_read_with_the_section_they_stand_in() -> None:
    assert read_sections(TABLES) == {
        "A. Paging": ["1", "2"],
        "Links": ["3", "3b"],
        "Dates": ["4"],
    }


def test_numbers_that_follow_each_other_become_one_range() -> None:
    order = ["1", "2", "3", "3b", "4", "5"]
    assert as_ranges(["3b", "1", "3", "5", "4"], order) == "1, 3-5"
    assert as_ranges(["2"], order) == "2"


def test_the_verbose_report_lists_what_is_missing(monkeypatch, tmp_path) -> None:
    (tmp_path / "catalog.md").write_text(TABLES, encoding="utf-8")
    monkeypatch.setattr(contract_coverage, "CONTRACT", tmp_path)
    collected = Collected(proved={"catalog-1": ["t"], "catalog-4": ["t"]})
    known = {"catalog": ["1", "2", "3", "3b", "4"], "stats": ["1", "2"]}
    assert list(report(collected, known, verbose=True)) == [
        "catalog 2/5",
        "  A. Paging: 2",
        "  Links: 3-3b",
        "stats 0/2",
        "  1-2",
    ]


def test_only_tests_that_would_run_count(tmp_path) -> None:
    (tmp_path / "test_suite.py").write_text(SUITE, encoding="utf-8")
    done = run(tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == "catalog 1/354"
    assert lines[2] == "platform 1/221"
    assert [line.split(":")[0].strip() for line in lines[5:]] == ["catalog-2", "catalog-3"]


def test_a_fact_that_the_contract_does_not_have_is_an_error(tmp_path) -> None:
    text = SUITE.replace('"catalog-2"', '"catalog-9999"')
    (tmp_path / "test_suite.py").write_text(text, encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "catalog-9999: test_suite.py::TestSkipped::test_two" in done.stderr


def test_tests_that_cannot_be_collected_are_an_error(tmp_path) -> None:
    (tmp_path / "test_suite.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "nothing_of_this_name" in done.stderr


@pytest.mark.skipif(not contract_coverage.CONTRACT.exists(), reason="the contract is not here")
def test_the_totals_are_those_of_the_contract() -> None:
    for name, numbers in known_facts().items():
        text = (contract_coverage.CONTRACT / f"{name}.md").read_text(encoding="utf-8")
        found = [number for facts in read_sections(text).values() for number in facts]
        assert sorted(found) == sorted(numbers), name
