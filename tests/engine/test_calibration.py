"""The one published point of article 002 that the tables pass through: its decision lab, from the same inputs."""

from tests.engine.cases import LAB, assessed, lines

RANKED = assessed(LAB)


def test_the_lab_of_article_002_has_lora_first_with_exactly_84_9() -> None:
    first = RANKED.ranking.options[0]
    assert (first.option, first.label, first.score_tenths) == ("lora", "LoRA / PEFT", 849)
    assert first.score_points == 84.9
    assert RANKED.ranking.destination == "lora"


def test_its_lines_are_what_the_tables_say_and_add_up_to_the_score() -> None:
    earned = {factor: line.earned_points for factor, line in lines(RANKED, "lora").items()}
    assert earned == {
        "requirement_stability": 12.8,
        "labelled_data": 16.9,
        "request_volume": 13.5,
        "freshness_need": 15.4,
        "long_prompt_tolerance": 8.0,
        "task": 13.3,
        "simplicity": 5.0,
    }
    assert sum(line.earned_tenths for line in lines(RANKED, "lora").values()) == 849


def test_its_points_at_stake_are_those_of_the_factors() -> None:
    possible = [line.possible_points for line in lines(RANKED, "lora").values()]
    assert possible == [14, 18, 16, 18, 10, 14, 10]


def test_nothing_in_it_is_assumed() -> None:
    assert not any(line.assumed for option in RANKED.ranking.options for line in option.contributions)
    assert RANKED.ranking.verdict.told_share == 1


def test_its_sliders_read_high_high_high_low_low_as_the_article_labels_them() -> None:
    told = [reading.band for reading in RANKED.readings if reading.signal in LAB["signals"]]
    assert told == ["high", "high", "high", "low", "low"]
    assert not any(reading.band for reading in RANKED.readings if reading.signal not in LAB["signals"])


def test_its_verdict_is_clear_and_the_path_starts_with_prompting() -> None:
    verdict = RANKED.ranking.verdict
    assert verdict.word == "clear"
    assert verdict.text == "LoRA / PEFT fits best: 84.9, clear, if its 6 open preconditions hold."
    assert verdict.lead_tenths == 849 - 777
    assert RANKED.ranking.next_step == "prompt"
