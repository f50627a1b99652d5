//! How a value becomes points.

use crate::card::{Better, BeyondTarget, RankingGroup, Scale};

/// How the figure of a whole component becomes its points, in both languages.
pub(super) fn becomes(label: &str, scale: &Scale, group: RankingGroup) -> (String, String) {
    if *scale == Scale::AsIs {
        return (
            format!("结果就是“{label}”的得分，不再折算。"),
            format!("The result is the points of {label}."),
        );
    }
    let (zh, en) = words(scale, "分", group);
    (
        format!("结果折算成“{label}”的得分：{zh}。"),
        format!("The result becomes points of {label}: {en}."),
    )
}

/// The scale in both languages, a part of a sentence. `unit` stands after values; may be empty.
pub(super) fn words(scale: &Scale, unit: &str, group: RankingGroup) -> (String, String) {
    let (zh_group, en_group) = match group {
        RankingGroup::Area => ("本片区", "the area"),
        RankingGroup::All => ("全部村", "all villages"),
    };
    match scale {
        Scale::AsIs => (
            "数值就是得分，不作折算".to_owned(),
            "the value is the points as it is".to_owned(),
        ),
        Scale::Fixed(fixed) => {
            let (from, to) = (&fixed.from, &fixed.to);
            (
                format!(
                    "{from} {unit}得 0 分，{to} {unit}得 100 分，中间按比例，最低 0 分、最高 100 分"
                ),
                format!(
                    "0 points at {from}, 100 at {to}, in proportion between, never below 0 or above 100"
                ),
            )
        }
        Scale::Target(target) => {
            let (value, (zh, en)) = (
                &target.target,
                match target.beyond {
                    BeyondTarget::Cap => ("超过的也是 100 分", "and no more above"),
                    BeyondTarget::Count => ("超过的按比例多得", "and in proportion more above"),
                },
            );
            (
                format!("达到目标 {value} {unit}得 100 分，不到的按比例，最低 0 分，{zh}"),
                format!(
                    "100 points at the target {value}, in proportion below, never below 0, {en}"
                ),
            )
        }
        Scale::Observed(observed) => {
            let (zh_best, zh_worst, en_best, en_worst) = ends(observed.better);
            depends(
                &format!(
                    "{zh_group}中数值{zh_best}的得 100 分，{zh_worst}的得 0 分，其余按比例，都一样的都得 100 分"
                ),
                &format!(
                    "the {en_best} value of {en_group} has 100 points, the {en_worst} 0, the others in proportion, 100 each if all are equal"
                ),
            )
        }
        Scale::ZScore(score) => {
            let (center, spread, decimals) = (&score.center, &score.spread, score.decimals);
            let (zh, en) = match score.better {
                Better::High => ("高", "above"),
                Better::Low => ("低", "below"),
            };
            depends(
                &format!(
                    "等于{zh_group}平均数的得 {center} 分，每{zh}一个标准差多 {spread} 分，反之少 {spread} 分，都一样的都得 {center} 分；标准差四舍五入到 {decimals} 位小数"
                ),
                &format!(
                    "the mean of {en_group} has {center} points, each standard deviation {en} it {spread} more and on the other side {spread} fewer, {center} each if all are equal; the deviation is rounded, a half up, to {decimals} decimals"
                ),
            )
        }
        Scale::Rank(rank) => {
            let (zh_best, zh_worst, en_best, en_worst) = ends(rank.better);
            depends(
                &format!(
                    "按{zh_group}中的先后，数值{zh_best}的得 100 分，{zh_worst}的得 0 分，中间按位次均匀分，一样的取中间位次，只有一个村的得 100 分"
                ),
                &format!(
                    "by the order in {en_group}: the {en_best} value has 100 points, the {en_worst} 0, the others at even distances, equal ones share the middle place, and a single village has 100"
                ),
            )
        }
    }
}

/// Best and worst end, in both languages.
fn ends(better: Better) -> (&'static str, &'static str, &'static str, &'static str) {
    match better {
        Better::High => ("最高", "最低", "highest", "lowest"),
        Better::Low => ("最低", "最高", "lowest", "highest"),
    }
}

/// What must be known of a scale that depends on the others.
fn depends(zh: &str, en: &str) -> (String, String) {
    (
        format!("{zh}；这样折算要看还有哪些村参评，多一个村或少一个村，另外两个村的先后可能对调"),
        format!(
            "{en}; this depends on who else takes part: with one village more or fewer, two others can change places"
        ),
    )
}
