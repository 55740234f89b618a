"""What follows from findings: one module for each reason to look. Rules suggest, people decide."""

from pipeline.rules import (
    case_conflicts,
    conflicts,
    page_records,
    patterns,
    person_conflicts,
    repeated_wordings,
    undisclosed,
)
from pipeline.rules.rule import LeadType, LeadTypes, Rule, load_lead_types
from pipeline.rules.wordings import find_wordings, read_wording, worded

RULES: tuple[Rule, ...] = (
    page_records.RULE,
    conflicts.RULE,
    person_conflicts.RULE,
    case_conflicts.RULE,
    patterns.RULE,
    repeated_wordings.RULE,
    undisclosed.RULE,
)

__all__ = ["RULES", "LeadType", "LeadTypes", "Rule", "find_wordings", "load_lead_types", "read_wording", "worded"]
