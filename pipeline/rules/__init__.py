"""What follows from findings: one module for each reason to look. Rules suggest, people decide."""

from pipeline.rules import conflicts, page_records, patterns
from pipeline.rules.rule import LeadType, LeadTypes, Rule, load_lead_types

RULES: tuple[Rule, ...] = (page_records.RULE, conflicts.RULE, patterns.RULE)

__all__ = ["RULES", "LeadType", "LeadTypes", "Rule", "load_lead_types"]
