"""Programs that also put sales aside: drafts that are saved, changed, deleted, and sold by name."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.programs import (
    _AT,
    _HOW,
    _SALE_FAULTS,
    _SALES,
    How,
    Sale,
    _Fault,
    _pick,
    spoilt,
)
from tests.model.till_programs import TillPrograms


class DraftPrograms(TillPrograms):
    @rule(
        how=_HOW,
        at=_AT,
        sale=_SALES,
        named=st.sampled_from((None, None, "درج", "")),
        what=st.sampled_from(("save", "save", "change", "change", "delete", "delete")),
        fault=_SALE_FAULTS,
    )
    def put_aside(self, how: How, at: int, sale: Sale, named: str | None, what: str, fault: _Fault) -> None:
        """A draft may be incomplete or wrong; most that are changed or deleted were not sold yet. One is made
        first where there is none to delete."""
        drafts = self.till.book.drafts
        if at < 200:
            drafts = [draft for draft in drafts if not draft.invoice]
        if what == "delete":
            if not drafts:
                self.broken = True
                self.till.call("sp_save_draft", {"name": "درج"})
                drafts = self.till.book.drafts[-1:]
            self._call("sp_delete_draft", spoilt({"draft_id": _pick(drafts, at).id}, fault), how)
            return
        draft = _pick(drafts, at).id if drafts and what == "change" else None
        request = {**self._sale(sale), "draft_id": draft}
        if at % 8 == 3:
            request["customer_id"] = request["branch_id"] = None
        if named is not None:
            request["name"] = named
        if at % 8 == 7:
            del request["items"]
        self._call("sp_save_draft", spoilt(request, fault), how)
