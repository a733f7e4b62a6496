"""Steps of a call and what they cost are brought together by what kind of step they are."""

from __future__ import annotations

from bench.steps import Step, between, joined

DUMPS = [
    ("alloc_query(THD*, char const*, unsigned long)", 3),
    ("sp_instr_set::execute(THD*, unsigned int*)", 100),
    ("sp_instr_stmt::execute(THD*, unsigned int*)", 20),
    ("alloc_query(THD*, char const*, unsigned long)", 1),
    ("sp_instr_jump_if_not::execute(THD*, unsigned int*)", 4000),
    ("", 50),
]
COSTS = [("stmt", 3), ("stmt", 100), ("set", 21), ("stmt", 4000), ("jump_if_not", 50)]
CALL = Step("stmt", "", "CALL sp_save_invoice('{}')")
SET, FETCH = Step("set", "sp_save_invoice", ""), Step("cfetch", "sp_save_invoice", "")
SELECT, IF = Step("stmt", "sp_save_invoice", "SELECT 1"), Step("jump_if_not", "sp_save_invoice", "")


def test_a_dump_counts_what_began_with_the_one_before() -> None:
    assert between(DUMPS) == COSTS


def test_each_step_has_its_cost_and_nothing_is_lost() -> None:
    costs = COSTS[1:]
    assert joined([CALL, SET, SELECT, IF], costs) == [(CALL, 100), (SET, 21), (SELECT, 4000), (IF, 50)]
    # one that callgrind did not see, and one that has no name
    found = joined([CALL, SET, FETCH, SELECT, IF], [*costs[:2], ("hpop", 7), *costs[2:]])
    assert [step for step, _ in found] == [CALL, SET, SELECT, IF]
    assert sum(cost for _, cost in found) == 100 + 21 + 7 + 4000 + 50
