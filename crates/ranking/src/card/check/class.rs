//! Voter classes and their slip groups.

use std::collections::HashSet;

use super::Check;
use crate::card::CardFaultCode as Code;
use crate::card::{Recusal, RuleCard, SlipGroup};

impl Check {
    pub(in crate::card) fn classes(&mut self, card: &RuleCard) {
        let classes = &card.classes;
        self.at_least("/classes", classes.len(), 1);
        self.distinct("/classes", "code", classes.iter().map(|class| &class.code));
        self.distinct(
            "/classes",
            "label",
            classes.iter().map(|class| &class.label),
        );
        for (index, class) in classes.iter().enumerate() {
            let path = format!("/classes/{index}");
            self.named(&path, &class.code, &class.label);
            for area in &card.areas {
                if class.groups_in(area.number).next().is_none() {
                    self.add(
                        format!("{path}/groups"),
                        Code::ClassWithoutVoters,
                        format!(
                            "“{}”在{}没有投票人，请给它加上可投这一片区的选票组",
                            class.label, area.label
                        ),
                        format!(
                            "class `{}` has no voters for area {}: add a group that votes on it",
                            class.code, area.number
                        ),
                    );
                }
            }
        }
        let shares = classes.iter().map(|class| (&class.label, &class.weight));
        self.shares("/classes", ("票类", "classes"), shares);
        self.groups(card);
    }

    fn groups(&mut self, card: &RuleCard) {
        let (mut codes, mut labels) = (HashSet::new(), HashSet::new());
        for (index, class) in card.classes.iter().enumerate() {
            for (place, group) in class.groups.iter().enumerate() {
                let path = format!("/classes/{index}/groups/{place}");
                self.named(&path, &group.code, &group.label);
                self.unseen(&mut codes, format!("{path}/code"), &group.code);
                self.unseen(&mut labels, format!("{path}/label"), &group.label);
                self.group_areas(card, &path, group);
            }
        }
    }

    fn group_areas(&mut self, card: &RuleCard, path: &str, group: &SlipGroup) {
        self.at_least(&format!("{path}/votes_on"), group.votes_on.len(), 1);
        let mut seen = HashSet::new();
        let voted = group.votes_on.iter().enumerate();
        let voted = voted.map(|(place, area)| (format!("{path}/votes_on/{place}"), *area));
        let home = group
            .home_area
            .map(|area| (format!("{path}/home_area"), area));
        for (path, area) in voted.clone().chain(home) {
            if card.area(area).is_none() {
                self.add(
                    path,
                    Code::UnknownArea,
                    format!("没有编号为 {area} 的片区，请填 areas 中的编号"),
                    format!("there is no area {area}: use a number listed in areas"),
                );
            }
        }
        for (path, area) in voted {
            self.unseen(&mut seen, path.clone(), &area.to_string());
            if card.recusal == Recusal::OtherAreas && group.home_area == Some(area) {
                self.add(
                    path,
                    Code::VotesOnOwnArea,
                    format!(
                        "“{}”不能投本片区的票，请删去这个片区，或修改回避规则",
                        group.label
                    ),
                    format!(
                        "`{}` would vote on its own area: remove the area or change the recusal",
                        group.code
                    ),
                );
            }
        }
    }
}
