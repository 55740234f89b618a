"""The order in which an office may look at its cases: merit and urgency apart, each point with its reason.

`policy` reads `config/policy/triage.yml`, `facts` what an office knows of its cases, `points` adds up, `queue` puts
cases into lanes. A review order under a policy; never a probability (domain reference 6.2 to 6.4).
"""
