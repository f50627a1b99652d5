//! How components become one score.

use super::Check;
use crate::card::CardFaultCode as Code;
use crate::card::{Composite, Method, RuleCard, Source};

impl Check {
    pub(in crate::card) fn composite(&mut self, card: &RuleCard, composite: &Composite) {
        let components = &composite.components;
        let list = "/composite/components";
        self.at_least(list, components.len(), 1);
        self.not_too_long(list, components.len());
        self.distinct(
            list,
            "code",
            components.iter().map(|component| &component.code),
        );
        self.distinct(
            list,
            "label",
            components.iter().map(|component| &component.label),
        );
        let mut votes = 0;
        for (index, component) in components.iter().enumerate() {
            let path = format!("{list}/{index}");
            self.named(&path, &component.code, &component.label);
            match &component.source {
                Source::Vote => {
                    votes += 1;
                    self.vote_component(&format!("{path}/source"), card, votes);
                }
                Source::Panel(panel) => self.panel(&format!("{path}/source/panel"), panel),
                Source::Record(record) => self.record(&format!("{path}/source/record"), record),
            }
            self.scale(&format!("{path}/scale"), &component.scale);
        }
        let shares = components
            .iter()
            .map(|component| (&component.label, &component.weight));
        self.shares(list, ("计分项", "components"), shares);
        self.adjustments("/composite/adjustments", &composite.adjustments);
        self.caps("/composite/caps", &composite.caps);
        self.vetoes("/composite/vetoes", &composite.vetoes);
        self.rounding("/composite/rounding", composite.rounding);
        self.ties("/composite/ties", card, Some(composite));
        self.awards("/composite/awards", &composite.awards);
        if !card.awards.is_empty() {
            self.add(
                "/awards",
                Code::AwardsTwice,
                "奖次要按总分评定，请移到 composite 的 awards 中",
                "awards go by the whole score: move them to the awards of composite",
            );
        }
    }

    fn vote_component(&mut self, path: &str, card: &RuleCard, votes: u32) {
        if votes > 1 {
            self.add(
                path,
                Code::VoteTwice,
                "投票只能作为一个计分项，请删去多余的",
                "the vote can be one component only: remove the others",
            );
        }
        if card.method == Method::MajorityJudgment {
            self.add(
                path,
                Code::NotWithMethod,
                "多数评判法只排名次、不产生可以相加的分数：请把 method 改为 weighted_mean，或删去投票这一项",
                "majority judgment gives places and no score that can be added: make `method` weighted_mean, or remove the vote from the components",
            );
        }
    }
}
