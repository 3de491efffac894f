"""How sure the ranking is: chances from draws that the seed fixes, what they are due to, and the word they come to."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, assessed, case
from tests.engine.test_landscape import NOTHING_STANDS, PUBLISHED, applied, situations
from tests.knowledge.tables import Copy
from tunewise.domain.analysis import Robustness
from tunewise.domain.assessment import Ranking
from tunewise.domain.scenario import FAILURES, TASK_KINDS, Scenario
from tunewise.domain.validation import to_scenario
from tunewise.engine.assess import assess
from tunewise.engine.draws import Source, sources_of, weigher_of
from tunewise.engine.landscape import Landscape
from tunewise.engine.robustness import Sampler, monte_carlo_error, peers_of, place_weights, verdict_of
from tunewise.engine.whatif import dominates
from tunewise.knowledge.tables import Knowledge

SIGNALS = list(KNOWLEDGE.signals)
CLOSE = case(LAB, signals={"freshness_need": 57})
"""The lab a little below the freshness at which another option leads."""


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return tables in which a sure answer is off by nothing."""
    folder: Path = tmp_path_factory.mktemp("quiet")
    return Copy(folder).change("meta.toml", "sure = 3", "sure = 0").load()


def drawn(scenario: Scenario, count: int = 400, knowledge: Knowledge = KNOWLEDGE) -> Robustness:
    sampler = Sampler(scenario, knowledge)
    sampler.draw(count)
    return sampler.result()


def dialled(scenario: Scenario, answers: str, weights: str) -> Scenario:
    sampling = scenario.sampling.model_copy(update={"answers": answers, "weights": weights})
    return scenario.model_copy(update={"sampling": sampling})


def cause(result: Robustness, name: str) -> float:
    return next(entry.leader_first for entry in result.causes if entry.cause == name)


full_answers = st.builds(
    lambda kind, failures, values: to_scenario(
        {
            "format": 1,
            "title": "All told",
            "scope": "full",
            "task": {"kind": kind, "failures": failures},
            "signals": dict(zip(SIGNALS, values, strict=True)),
        }
    ),
    st.sampled_from(TASK_KINDS),
    st.lists(st.sampled_from(FAILURES), unique=True, min_size=1, max_size=3),
    st.lists(st.integers(0, 100), min_size=len(SIGNALS), max_size=len(SIGNALS)),
)

# -- the same figures every time -------------------------------------------------------------------------------------


@given(scenario=situations, slices=st.lists(st.integers(0, 40), min_size=1, max_size=5))
@effort(20)
def test_the_figures_do_not_depend_on_how_the_draws_are_sliced(scenario: Scenario, slices: list[int]) -> None:
    sampler = Sampler(scenario, KNOWLEDGE)
    for count in slices:
        sampler.draw(count)
    assert sampler.done == sum(slices)
    assert sampler.result() == drawn(scenario, sum(slices))


def test_a_look_at_the_figures_does_not_change_those_to_come() -> None:
    sampler = Sampler(CLOSE, KNOWLEDGE)
    for _ in range(4):
        sampler.draw(100)
        sampler.result()
    assert sampler.result() == drawn(CLOSE, 400)


def test_another_seed_gives_other_figures_within_the_monte_carlo_error() -> None:
    one, other = (drawn(CLOSE.model_copy(update={"random_seed": seed}), 3000) for seed in (1, 2))
    assert (one.seed, other.seed) == (1, 2)
    assert one.options != other.options
    for entry in one.options:
        same = other.find(entry.option)
        assert same is not None
        # Two estimates differ by the root of two times the error of one; another such margin for chance.
        assert abs(entry.first - same.first) < 2 * 1.42 * one.error


def test_the_scenario_tells_how_many_draws_are_enough() -> None:
    assert Sampler(CLOSE, KNOWLEDGE).total == KNOWLEDGE.meta.sampling.draws == 10_000


def test_the_monte_carlo_error_is_that_of_a_share_of_one_half() -> None:
    assert monte_carlo_error(500) == pytest.approx(0.044, abs=0.001)
    assert monte_carlo_error(2_000) == pytest.approx(0.022, abs=0.001)
    assert monte_carlo_error(10_000) == pytest.approx(0.0098)
    assert drawn(CLOSE, 500).error == monte_carlo_error(500)


def test_before_the_first_draw_there_is_nothing_to_see() -> None:
    result = Sampler(CLOSE, KNOWLEDGE).result()
    assert (result.draws, result.options, result.leader) == (0, (), "lora")
    assert {entry.leader_first for entry in result.causes} == {0.0}


# -- acceptability ---------------------------------------------------------------------------------------------------


@given(scenario=situations)
@effort(25)
def test_every_option_has_a_place_in_each_draw_and_every_place_an_option(scenario: Scenario) -> None:
    result = drawn(scenario, 60)
    something_stands = sum(entry.first for entry in result.options)
    # Only a draw that rules everything out has no places.
    assert something_stands == pytest.approx(1) or rules_all_out(scenario, 60)
    for entry in result.options:
        assert len(entry.ranks) == len(result.options)
        assert bool(entry.central_weights) == (entry.first > 0)
        assert sum(entry.ranks) == pytest.approx(something_stands)
        assert 0 <= entry.holistic <= 1 + 1e-9
        assert 0 <= entry.leader_ahead <= 1
        assert 0 <= entry.confidence <= 1
    for place in range(len(result.options)):
        assert sum(entry.ranks[place] for entry in result.options) == pytest.approx(something_stands)
    leader = result.find(result.leader or "")
    if leader is not None:
        assert cause(result, "all") == leader.first
    firsts = [entry.first for entry in result.options]
    assert firsts == sorted(firsts, reverse=True)


def rules_all_out(scenario: Scenario, count: int) -> bool:
    landscape = Landscape(scenario, KNOWLEDGE)
    sources = sources_of(landscape)
    draws = ({one.factor: one.draw() for one in sources} for _ in range(count))
    return any(
        len(landscape.ruled_out({factor: draw[factor] for factor in draw if factor in KNOWLEDGE.signals}))
        == len(landscape.options)
        for draw in draws
    )


def test_where_a_draw_rules_everything_out_nobody_leads_in_it() -> None:
    # Only distillation is quick enough, and it has to be trained again for fresh facts.
    for freshness, leader in ((75, None), (74, "distillation")):
        slow = {"current_model_meets_latency": False}
        result = drawn(case(LAB, signals={"freshness_need": freshness}, facts=slow))
        assert result.leader == leader
        (entry,) = result.options
        assert entry.option == "distillation"
        assert 0.3 < entry.first < 0.7
        assert entry.confidence == pytest.approx(entry.first)
        assert cause(result, "all") == (entry.first if leader else 0.0)


def test_what_is_ruled_out_by_what_was_told_is_left_out() -> None:
    shown = {entry.option for entry in drawn(case(LAB, facts={"training_allowed": False})).options}
    assert shown.isdisjoint({"lora", "distillation", "lora+rag"})
    assert "prompt" in shown


def test_what_some_readings_rule_out_comes_last_in_their_draws() -> None:
    near = case(LAB, signals={"latency_pressure": 84}, facts={"prompting_ladder_level": 5})
    result = drawn(near)
    now = Landscape(near, KNOWLEDGE)
    sometimes = now.ruled_out({"latency_pressure": 90}) - now.ruled_out({"latency_pressure": 78})
    assert sometimes
    for option in sometimes:
        entry = result.find(option)
        assert entry is not None
        assert sum(entry.ranks[-len(sometimes) :]) > 0.1


def test_an_answer_out_of_scope_is_drawn_for_the_gates_that_look_at_it() -> None:
    near = case(LAB, signals={"latency_pressure": 84}).model_copy(update={"scope": "quick"})
    assert "latency_pressure" in {source.factor for source in sources_of(Landscape(near, KNOWLEDGE))}
    tuned = KNOWLEDGE.factors_in("quick")
    entry = drawn(near).options[0]
    assert {factor for factor, _ in entry.central_weights} == {factor.id for factor in tuned}


def test_where_nothing_stands_nobody_leads() -> None:
    result = drawn(case(LAB, NOTHING_STANDS), 50)
    assert (result.leader, result.options) == (None, ())
    assert {entry.leader_first for entry in result.causes} == {0.0}


def test_the_first_place_counts_most_for_the_holistic_acceptability() -> None:
    assert place_weights(1) == (1.0,)
    assert place_weights(3) == pytest.approx((1, (1 / 2 + 1 / 3) / (11 / 6), (1 / 3) / (11 / 6)))
    first = drawn(dialled(case(LAB), "sure", "fixed")).options[0]
    assert first.option == "lora"
    assert first.holistic == pytest.approx(1)


def test_central_weights_are_those_with_which_an_option_wins() -> None:
    result = drawn(dialled(CLOSE, "about", "rough"), 2000)
    tuned, mixed = result.find("lora"), result.find("lora+rag")
    assert tuned is not None
    assert mixed is not None
    assert sum(points for _, points in tuned.central_weights) == pytest.approx(100)
    assert dict(mixed.central_weights)["freshness_need"] > dict(tuned.central_weights)["freshness_need"]
    assert tuned.confidence > 0.7
    never = [entry for entry in result.options if not entry.first]
    assert {(entry.central_weights, entry.confidence) for entry in never} == {((), 0.0)}


def test_with_fixed_points_the_central_weights_are_those_of_the_tables() -> None:
    entry = drawn(dialled(CLOSE, "about", "fixed")).options[0]
    assert dict(entry.central_weights) == {factor.id: factor.points for factor in KNOWLEDGE.factors_in("quick")}
    assert entry.confidence == pytest.approx(entry.first)


# -- where nothing is in doubt ---------------------------------------------------------------------------------------


@given(scenario=full_answers)
@effort(25)
def test_with_everything_told_for_sure_and_fixed_points_the_leader_is_certain(
    quiet: Knowledge, scenario: Scenario
) -> None:
    result = drawn(dialled(scenario, "sure", "fixed"), 5, quiet)
    leader = assess(scenario, quiet).ranking.destination
    assert result.leader == leader
    assume(leader is not None)
    assert {entry.leader_first for entry in result.causes} == {1.0}
    assert result.options[0].option == leader
    assert (result.options[0].first, result.options[0].confidence) == (1.0, 1.0)
    standing = [entry.option for entry in assess(scenario, quiet).ranking.options if entry.tier != "ruled-out"]
    assert [max(zip(entry.ranks, standing, strict=True))[1] for entry in result.options] == [
        entry.option for entry in result.options
    ]


@given(scenario=st.one_of(full_answers, st.sampled_from(PUBLISHED)))
@effort(25)
def test_with_fixed_points_a_draw_is_an_assessment_of_what_was_drawn(scenario: Scenario) -> None:
    fixed = dialled(scenario, "guess", "fixed")
    values = {source.factor: source.draw() for source in sources_of(Landscape(fixed, KNOWLEDGE))}
    options = assess(applied(fixed, values), KNOWLEDGE).ranking.options
    for entry in drawn(fixed, 1).options:
        assert options[entry.ranks.index(1.0)].option == entry.option


@given(scenario=full_answers)
@effort(25)
def test_what_the_leader_dominates_is_behind_it_whatever_the_points(quiet: Knowledge, scenario: Scenario) -> None:
    result = drawn(dialled(scenario, "sure", "no-idea"), 30, quiet)
    ranking = assess(scenario, quiet).ranking
    assume(ranking.destination is not None)
    leader = ranking.find(ranking.destination or "")
    for entry in result.options:
        rival = ranking.find(entry.option)
        if entry.option != leader.option and dominates(leader, rival):
            assert entry.leader_ahead == (1.0 if leader.score_tenths > rival.score_tenths else 0.5)


def tied_in_front() -> Scenario:
    """Return a lab scenario in which two options have the same score in front."""
    lab = Landscape(case(LAB), KNOWLEDGE)
    for freshness in range(101):
        for volume in range(101):
            moved = {"freshness_need": freshness, "request_volume": volume}
            scores = lab.scores(moved)
            if scores.count(max(scores)) == 2:
                return case(LAB, signals=moved)
    raise AssertionError


def test_a_tie_counts_one_half_either_way(quiet: Knowledge) -> None:
    scenario = tied_in_front()
    first, second, *_ = assess(scenario, quiet).ranking.options
    result = drawn(dialled(scenario, "sure", "fixed"), 10, quiet)
    chances = {entry.option: entry.leader_ahead for entry in result.options}
    assert (chances[first.option], chances[second.option]) == (0.5, 0.5)
    assert set(chances.values()) == {0.5, 1.0}


# -- what the doubt is due to ----------------------------------------------------------------------------------------


def test_the_further_the_points_may_stray_the_less_sure_is_the_leader() -> None:
    shares = [cause(drawn(dialled(CLOSE, "about", dial), 2000), "weights") for dial in ("fixed", "default", "rough")]
    assert shares[0] == 1.0
    assert shares[0] > shares[1] > shares[2]
    assert cause(drawn(dialled(case(), "about", "no-idea"), 2000), "weights") < cause(drawn(case(), 2000), "weights")


def test_the_less_exact_the_answers_the_less_sure_is_the_leader() -> None:
    shares = [cause(drawn(dialled(CLOSE, dial, "fixed"), 2000), "answers") for dial in ("sure", "about", "guess")]
    assert 1 > shares[0] > shares[1] > shares[2] > 0.5


def test_what_was_not_answered_is_a_doubt_of_its_own() -> None:
    blank, told = drawn(case(), 1000), drawn(CLOSE, 1000)
    assert cause(blank, "answers") == cause(told, "unanswered") == 1.0
    assert cause(blank, "unanswered") < 0.9
    assert cause(told, "answers") < 1.0


def test_one_more_answer_leaves_the_draws_of_the_others_as_they_were() -> None:
    before = case(task={"kind": "style"}, signals={"labelled_data": 60})
    after = case(task={"kind": "style"}, signals={"labelled_data": 60, "freshness_need": 30})
    streams = [{source.factor: source for source in sources_of(Landscape(one, KNOWLEDGE))} for one in (before, after)]
    for factor in ("requirement_stability", "labelled_data", "request_volume"):
        one, other = ([stream[factor].draw() for _ in range(50)] for stream in streams)
        assert one == other


def source(scenario: Scenario, factor: str) -> Source:
    return next(one for one in sources_of(Landscape(scenario, KNOWLEDGE)) if one.factor == factor)


def test_answers_stray_by_the_noise_of_the_dial_and_stay_on_the_slider() -> None:
    one = source(dialled(case(signals={"labelled_data": 50}), "guess", "default"), "labelled_data")
    values = [one.draw() for _ in range(4000)]
    assert one.doubt == "answers"
    assert sum(values) / len(values) == pytest.approx(50, abs=1)
    assert sum((value - 50) ** 2 for value in values) / len(values) == pytest.approx(225, rel=0.1)
    edge = source(dialled(case(signals={"labelled_data": 98}), "guess", "default"), "labelled_data")
    assert max(edge.draw() for _ in range(200)) == 100


def test_an_open_answer_comes_from_its_prior() -> None:
    one, (low, mode, high) = source(case(), "labelled_data"), KNOWLEDGE.signals["labelled_data"].prior
    values = [one.draw() for _ in range(4000)]
    assert one.doubt == "unanswered"
    assert low <= min(values) <= max(values) <= high
    assert sum(values) / len(values) == pytest.approx((low + mode + high) / 3, abs=1)


def test_an_unknown_task_is_any_task_and_an_unnamed_failure_comes_by_its_share() -> None:
    blank = case(signals={"team_capacity": 50})
    shares = {
        "task": [1 / len(KNOWLEDGE.tasks)] * len(KNOWLEDGE.tasks),
        "failures": [failure.share for failure in KNOWLEDGE.failures.values()],
    }
    for factor, expected in shares.items():
        one = source(blank, factor)
        places = [one.draw() for _ in range(7000)]
        assert [places.count(place) / 7000 for place in range(len(expected))] == pytest.approx(expected, abs=0.02)


def test_what_is_told_or_has_no_question_is_not_drawn() -> None:
    told = case(LAB, CLEARED, signals={"team_capacity": 50})
    factors = {one.factor for one in sources_of(Landscape(told, KNOWLEDGE)) if one.doubt == "unanswered"}
    assert factors.isdisjoint({"task", "failures", "simplicity", "freshness_need"})
    assert "latency_pressure" in factors


def test_points_stray_around_those_of_the_tables_unless_nobody_has_an_idea() -> None:
    points = [factor.points for factor in KNOWLEDGE.factors_in("quick")]
    means = {}
    for dial in ("default", "rough", "no-idea"):
        weigh = weigher_of(Landscape(dialled(case(LAB), "about", dial), KNOWLEDGE))
        assert weigh is not None
        draws = [[times * own for times, own in zip(weigh(), points, strict=True)] for _ in range(3000)]
        assert all(sum(one) == pytest.approx(100) for one in draws)
        means[dial] = [sum(column) / 3000 for column in zip(*draws, strict=True)]
    assert means["default"] == pytest.approx(points, abs=0.6)
    assert means["rough"] == pytest.approx(points, abs=1)
    assert means["no-idea"] == pytest.approx([100 / 7] * 7, abs=1)


# -- the word --------------------------------------------------------------------------------------------------------


def chances(ranking: Ranking, chance: float) -> Robustness:
    """Return draws in which the destination is ahead of each other option in this share of them."""
    result = drawn(case(LAB), 1)
    entry = result.options[0]
    options = tuple(
        entry._replace(option=one.option, leader_ahead=chance, ranks=(chance, 1 - chance)) for one in ranking.options
    )
    return result._replace(options=options)


def lowered(ranking: Ranking, tenths: int) -> Ranking:
    options = tuple(entry._replace(score_tenths=entry.score_tenths - tenths) for entry in ranking.options)
    return ranking._replace(options=options)


@pytest.mark.parametrize(("chance", "word"), [(0.69, "too-close"), (0.7, "leaning"), (0.89, "leaning"), (0.9, "clear")])
def test_the_word_follows_the_chance_to_stay_ahead(chance: float, word: str) -> None:
    ranking = assessed(LAB).ranking
    assert verdict_of(chances(ranking, chance), ranking, KNOWLEDGE) == word


def test_a_lead_within_the_resolution_is_too_close_however_sure_the_draws() -> None:
    ranking = assessed(LAB).ranking
    rival = ranking.find("prompt")
    gap = ranking.find("lora").score_tenths - rival.score_tenths
    for lead, peers in ((29, ("prompt",)), (30, ())):
        options = tuple(
            entry._replace(score_tenths=entry.score_tenths + gap - lead) if entry is rival else entry
            for entry in ranking.options
        )
        near = ranking._replace(options=options)
        assert peers_of(chances(near, 1.0), near, KNOWLEDGE) == peers


def test_parts_and_extensions_of_the_destination_and_what_is_ruled_out_are_no_rivals() -> None:
    ranking = assessed(LAB, facts={"current_model_meets_latency": False}).ranking
    assert peers_of(chances(ranking, 0.0), ranking, KNOWLEDGE) == ()
    lab = assessed(LAB).ranking
    peers = peers_of(chances(lab, 0.0), lab, KNOWLEDGE)
    assert "prompt" in peers
    assert {"lora", "lora+rag", "lora+guardrails"}.isdisjoint(peers)


def test_a_rival_that_every_draw_rules_out_is_beaten_for_sure() -> None:
    ranking = assessed(LAB).ranking
    assert verdict_of(chances(ranking, 0.9)._replace(options=()), ranking, KNOWLEDGE) == "clear"


def test_too_little_told_or_nothing_that_fits_is_said_first() -> None:
    blank, lab, nothing = (assessed(*tables).ranking for tables in ((), (LAB,), (LAB, NOTHING_STANDS)))
    assert verdict_of(chances(blank, 1.0), blank, KNOWLEDGE) == "not-enough-told"
    weak = lowered(lab, lab.find("lora").score_tenths - 649)
    assert verdict_of(chances(weak, 1.0), weak, KNOWLEDGE) == "nothing-fits"
    assert verdict_of(chances(nothing, 1.0), nothing, KNOWLEDGE) == "nothing-fits"
    assert peers_of(chances(nothing, 1.0), nothing, KNOWLEDGE) == ()


def test_the_lab_is_clear_by_its_draws_too() -> None:
    ranking = assessed(LAB).ranking
    assert verdict_of(drawn(case(LAB), 1000), ranking, KNOWLEDGE) == "clear"
