"""How essential an officer was to a conviction: what the papers of one case suggest, with the words that say so.

A grade is about reliance, not about wrongdoing, and a suggestion, not a verdict: whoever decides is shown the questions
of the checklist (domain reference 3.6), the answers that these papers give, and which papers are missing. What counts
how much stands in `config/policy/essential.yml`.
"""
