//! Chains of tie-breaks, and numbering that needs a lot.

use super::{Check, LONGEST_LIST};
use crate::card::CardFaultCode as Code;
use crate::card::{Composite, CriterionName, Method, RankConvention, RuleCard, Source, TieBreak};

impl Check {
    /// The chain at `path`: of `composite`, or of the vote alone.
    pub(in crate::card) fn ties(
        &mut self,
        path: &str,
        card: &RuleCard,
        composite: Option<&Composite>,
    ) {
        let (ties, ranks) = composite.map_or((&card.ties, card.ranks), |composite| {
            (&composite.ties, composite.ranks)
        });
        self.not_too_long(path, ties.len());
        let first_end = ties.iter().position(|rule| *rule == TieBreak::KeepTied);
        if first_end.is_none_or(|end| end + 1 != ties.len()) {
            self.add(
                path,
                Code::TieChainOpen,
                "并列处理的最后一步须是“保留并列”（keep_tied），且只能出现一次",
                "the chain of tie-breaks must end in keep_tied, and name it once",
            );
        }
        for (index, rule) in ties.iter().take(LONGEST_LIST).enumerate() {
            let path = format!("{path}/{index}");
            if *rule != TieBreak::KeepTied && ties[..index].contains(rule) {
                self.add(
                    &path,
                    Code::Repeated,
                    "这一步前面已经有了，请删去",
                    "this step occurs before: remove it",
                );
            }
            self.tie(&path, rule, card, composite);
        }
        let lot = |rule: &TieBreak| matches!(rule, TieBreak::LotByHand | TieBreak::LotBySeed);
        if ranks == RankConvention::Ordinal && !ties.iter().any(lot) {
            let parent = path.strip_suffix("/ties").unwrap_or_default();
            self.add(
                format!("{parent}/ranks"),
                Code::OrdinalWithoutLot,
                "名次要连续不重复，须有抽签：请在并列处理中加一步抽签，或改用其他名次写法",
                "places without ties need a lot: add one to the tie-breaks, or number places in another way",
            );
        }
    }

    fn tie(&mut self, path: &str, rule: &TieBreak, card: &RuleCard, composite: Option<&Composite>) {
        match rule {
            TieBreak::KeepTied | TieBreak::LotByHand | TieBreak::LotBySeed => {}
            TieBreak::Component(_) | TieBreak::Criterion(_) if composite.is_none() => self.add(
                path,
                Code::TieNotPossible,
                "投票名次没有分项可比；component 和 criterion 只能写在 composite 的 ties 中",
                "the vote alone has no components to compare: component and criterion belong in the ties of composite",
            ),
            TieBreak::Component(code) => {
                if component(composite, code).is_none() {
                    self.unknown_component(&format!("{path}/component"), code);
                }
            }
            TieBreak::Criterion(name) => self.tie_criterion(path, name, composite),
            TieBreak::Class(_) | TieBreak::Marks(_) if !has_vote(composite) => self.add(
                path,
                Code::TieNotPossible,
                "总分中没有投票这一项，不能比票类或等次，请删去这一步",
                "the score has no vote in it, so classes and marks cannot be compared: remove this step",
            ),
            TieBreak::Class(_) if card.method == Method::MajorityJudgment => self.add(
                path,
                Code::NotWithMethod,
                "多数评判法不计算平均分，不能比票类的平均分，请删去这一步",
                "majority judgment has no class means to compare: remove this step",
            ),
            TieBreak::Class(code) => {
                if card.class(code).is_none() {
                    self.add(
                        format!("{path}/class"),
                        Code::UnknownClass,
                        format!("没有代码为“{code}”的票类，请填 classes 中的一个代码"),
                        format!("no class has the code `{code}`: use one listed in classes"),
                    );
                }
            }
            TieBreak::Marks(code) => {
                if card.mark(code).is_none() {
                    let codes: Vec<_> = card.marks().into_iter().map(|mark| mark.code).collect();
                    self.add(
                        format!("{path}/marks"),
                        Code::UnknownMark,
                        format!("选票上没有“{code}”，请填其中之一：{}", codes.join("、")),
                        format!("no mark of a ballot has the code `{code}`: use one of {}", codes.join(", ")),
                    );
                }
            }
        }
    }

    fn tie_criterion(&mut self, path: &str, name: &CriterionName, composite: Option<&Composite>) {
        let path = format!("{path}/criterion");
        let Some(source) = component(composite, &name.component) else {
            self.unknown_component(&format!("{path}/component"), &name.component);
            return;
        };
        let known = match source {
            Source::Panel(panel) => panel
                .criteria
                .iter()
                .any(|criterion| criterion.code == name.criterion),
            Source::Vote | Source::Record(_) => false,
        };
        if !known {
            let (component, criterion) = (&name.component, &name.criterion);
            self.add(
                format!("{path}/criterion"),
                Code::UnknownCriterion,
                format!("“{component}”的评分表上没有代码为“{criterion}”的指标，请填其中的一个代码"),
                format!(
                    "no sheet of `{component}` has a criterion `{criterion}`: use one of its codes"
                ),
            );
        }
    }

    fn unknown_component(&mut self, path: &str, code: &str) {
        self.add(
            path,
            Code::UnknownComponent,
            format!("没有代码为“{code}”的计分项，请填 components 中的一个代码"),
            format!("no component has the code `{code}`: use one listed in components"),
        );
    }
}

fn component<'a>(composite: Option<&'a Composite>, code: &str) -> Option<&'a Source> {
    let components = &composite?.components;
    let found = components.iter().find(|component| component.code == code)?;
    Some(&found.source)
}

/// The chain of the vote alone has one, of course.
fn has_vote(composite: Option<&Composite>) -> bool {
    composite.is_none_or(|composite| {
        let mut components = composite.components.iter();
        components.any(|component| component.source == Source::Vote)
    })
}
