"""Which factors count: the quick scope of article 002, or all of them."""

from tunewise.domain.scenario import Scenario, Scope
from tunewise.knowledge.tables import Knowledge


def scope_of(scenario: Scenario, knowledge: Knowledge) -> Scope:
    """Return the scope that ``scenario`` names, else full once one of the further signals is answered.

    A failure that is named decides through the gates in both scopes; in the full scope it earns points too.
    """
    if scenario.scope is not None:
        return scenario.scope
    signals, facts = scenario.signals, scenario.facts
    further = (factor.id for factor in knowledge.signals.values() if not factor.points)
    if facts.weeks_available is not None or any(getattr(signals, name) is not None for name in further):
        return "full"
    return "quick"
