//! How components become one score.

use super::number::capital;
use super::{Draft, Say, scale};
use crate::card::{Composite, MissingComponent, RankingGroup, Scale, Source};

impl Say<'_> {
    /// What the score is made of, and who is ranked with whom.
    pub(super) fn overview(&self, composite: &Composite) -> Draft {
        let shares = composite.components.iter().map(|component| {
            let (label, share) = (&component.label, self.share(&component.weight));
            if self.chinese {
                format!("{label}占{share}")
            } else {
                format!("{label} counts {share}")
            }
        });
        let shares: Vec<_> = shares.collect();
        let count = shares.len();
        let mut sentences = vec![self.sentence(
            ["/composite/components"],
            format!(
                "总分由 {count} 项按占比相加：{}。合计 100%。",
                shares.join("，")
            ),
            format!(
                "{}. Together 100%, added to the whole score.",
                capital(&shares.join(", "))
            ),
        )];
        let components = composite.components.iter().enumerate();
        for (index, component) in components.filter(|(_, one)| one.source == Source::Vote) {
            let path = format!("/composite/components/{index}");
            let label = &component.label;
            let (zh, en) = if component.scale == Scale::AsIs {
                (
                    format!("“{label}”就是村在本片区投票中的得分。"),
                    format!("{label} is the village's score in the vote of its area."),
                )
            } else {
                let (zh, en) = scale::words(&component.scale, "分", composite.group);
                (
                    format!("“{label}”由村在本片区投票中的得分折算：{zh}。"),
                    format!(
                        "{label} comes from the village's score in the vote of its area: {en}."
                    ),
                )
            };
            sentences.push(self.sentence(
                [format!("{path}/source"), format!("{path}/scale")],
                zh,
                en,
            ));
        }
        if sentences.len() == 1 {
            sentences.push(self.sentence(
                ["/composite/components"],
                "投票不计入总分，只另排投票名次。",
                "The vote is no part of the score; it has places of its own.",
            ));
        }
        sentences.push(match composite.group {
            RankingGroup::Area => self.sentence(
                ["/composite/group"],
                "每个片区的村分别排名次。",
                "Villages are ranked within their area.",
            ),
            RankingGroup::All => self.sentence(
                ["/composite/group"],
                "全部片区的村一起排名次。",
                "The villages of all areas are ranked together.",
            ),
        });
        self.clause("总分", "The whole score", sentences)
    }

    /// From missing components to awards.
    pub(super) fn result(&self, composite: &Composite) -> Vec<Draft> {
        let mut drafts = vec![self.missing(composite.missing)];
        drafts.extend(self.items(composite));
        drafts.extend(self.vetoes(&composite.vetoes));
        drafts.push(self.rounding("/composite/rounding", composite.rounding, false));
        drafts.push(self.places(composite));
        drafts.extend(self.awards("/composite/awards", &composite.awards));
        drafts
    }

    fn missing(&self, missing: MissingComponent) -> Draft {
        let (zh, en) = match missing {
            MissingComponent::Refuse => (
                "有一项没有分数的村，不排名次。",
                "A village without points in one of the parts is not ranked.",
            ),
            MissingComponent::Renormalise => (
                "有一项没有分数的村，这一项的占比按比例分给其他各项；各项都没有分数的，不排名次。",
                "Where a village has no points in a part, the weight of that part is shared among the others in proportion; without points in any, it is not ranked.",
            ),
            MissingComponent::Zero => (
                "有一项没有分数的村，这一项按 0 分计。",
                "Where a village has no points in a part, that part counts 0.",
            ),
        };
        let text = self.sentence(["/composite/missing"], zh, en);
        self.clause("缺项", "Missing parts", [text])
    }

    pub(super) fn component_label(&self, code: &str) -> String {
        let composite = self.card.composite.as_ref();
        let mut components = composite.into_iter().flat_map(|one| &one.components);
        let found = components.find(|component| component.code == code);
        found.map_or_else(|| code.to_owned(), |component| component.label.clone())
    }

    pub(super) fn criterion_label(&self, component: &str, code: &str) -> String {
        let composite = self.card.composite.as_ref();
        let components = composite.into_iter().flat_map(|one| &one.components);
        let mut criteria = components
            .filter(|one| one.code == component)
            .filter_map(|one| match &one.source {
                Source::Panel(panel) => Some(&panel.criteria),
                Source::Vote | Source::Record(_) => None,
            })
            .flatten();
        let found = criteria.find(|criterion| criterion.code == code);
        found.map_or_else(|| code.to_owned(), |criterion| criterion.label.clone())
    }
}
