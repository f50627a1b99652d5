//! Cells of a plan, the thresholds they must reach, and how a cell that is too small is reached.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::finding::refused;
use super::{Level, Plan, PrivacyCode, PrivacyFinding};
use crate::card::Thresholds;

/// Checks what is to be published against the thresholds: every cell must be large enough for the
/// most detailed figure that touches it. Groups without ballots hide nobody and are left out.
///
/// # Errors
/// All findings together: each cell that is too small, once, with the figures it follows from; and
/// groups that are named twice or not at all.
pub fn check_plan(plan: &Plan, thresholds: Thresholds) -> Result<(), Vec<PrivacyFinding>> {
    let mut findings = faults(plan);
    if findings.is_empty() {
        let parts = Part::all(plan);
        let mut told = HashSet::new();
        for level in Level::FROM_FINEST {
            let parts: Vec<_> = parts.iter().filter(|part| part.level >= level).collect();
            for cell in cells(plan, &parts) {
                let size = plan.ballots(&cell);
                let least = level.least(thresholds);
                if size < u128::from(least) && told.insert(cell.clone()) {
                    findings.push(small_cell(plan, &parts, &cell, size, level, least));
                }
            }
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(findings)
    }
}

fn faults(plan: &Plan) -> Vec<PrivacyFinding> {
    let mut known = HashSet::new();
    let mut findings = Vec::new();
    for (index, group) in plan.groups.iter().enumerate() {
        if !known.insert(&*group.code) {
            let code = &group.code;
            findings.push(refused(
                format!("/groups/{index}/code"),
                PrivacyCode::RepeatedGroup,
                format!("“{code}”出现了两次：同一批票只能列一次，请合并或改用不同代码"),
                format!("`{code}` occurs twice: list the same ballots once"),
            ));
        }
    }
    for (index, figure) in plan.figures.iter().enumerate() {
        for (part, codes) in figure.parts.iter().enumerate() {
            for code in codes.iter().filter(|code| !known.contains(&***code)) {
                findings.push(refused(
                    format!("/figures/{index}/parts/{part}"),
                    PrivacyCode::UnknownGroup,
                    format!("“{}”用到的“{code}”没有列出票数，请补上这一组", figure.zh),
                    format!(
                        "“{}” uses `{code}`, whose turnout is not given: add the group",
                        figure.en
                    ),
                ));
            }
        }
    }
    findings
}

/// Indexes of groups that have ballots, ascending.
type Groups = Vec<usize>;

/// One part of one figure.
struct Part {
    figure: usize,
    level: Level,
    groups: Groups,
    /// Whether the figure has other parts with ballots.
    weighted: bool,
}

impl Part {
    fn all(plan: &Plan) -> Vec<Self> {
        let index: HashMap<&str, usize> = (plan.groups.iter().enumerate())
            .map(|(index, group)| (&*group.code, index))
            .collect();
        let mut all = Vec::new();
        for (figure, published) in plan.figures.iter().enumerate() {
            let parts = published.parts.iter().map(|codes| {
                let mut groups: Groups = codes.iter().map(|code| index[&**code]).collect();
                groups.retain(|group| plan.groups[*group].turnout > 0);
                groups.sort_unstable();
                groups.dedup();
                groups
            });
            let parts: Vec<_> = parts.filter(|groups| !groups.is_empty()).collect();
            let weighted = parts.len() > 1;
            all.extend(parts.into_iter().map(|groups| Self {
                figure,
                level: published.level,
                groups,
                weighted,
            }));
        }
        all
    }
}

/// The groups in some part, gathered by the parts they are in; in the order of the plan.
fn cells(plan: &Plan, parts: &[&Part]) -> Vec<Groups> {
    let mut in_parts = vec![Vec::new(); plan.groups.len()];
    for (index, part) in parts.iter().enumerate() {
        for group in &part.groups {
            in_parts[*group].push(index);
        }
    }
    let mut cells: BTreeMap<&[usize], Groups> = BTreeMap::new();
    for (group, parts) in in_parts.iter().enumerate() {
        if !parts.is_empty() {
            cells.entry(parts).or_default().push(group);
        }
    }
    let mut cells: Vec<_> = cells.into_values().collect();
    cells.sort_unstable();
    cells
}

impl Plan {
    fn ballots(&self, groups: &[usize]) -> u128 {
        let turnouts = groups.iter().map(|group| self.groups[*group].turnout);
        turnouts.map(u128::from).sum()
    }

    fn labels(&self, groups: &[usize], and: &str) -> String {
        let labels = groups.iter().map(|group| &*self.groups[*group].label);
        labels.collect::<Vec<_>>().join(and)
    }
}

fn small_cell(
    plan: &Plan,
    parts: &[&Part],
    cell: &[usize],
    size: u128,
    level: Level,
    least: u64,
) -> PrivacyFinding {
    let way = Way::to(parts, cell);
    let first = way.first();
    let (zh_name, en_name) = (plan.labels(cell, "、"), plan.labels(cell, ", "));
    let (zh_way, en_way) = way.sentence(plan, &zh_name, &en_name, size);
    let (zh_rule, en_rule) = match level {
        Level::Places => ("公布名次", "places are published"),
        Level::Mean => ("公布得分或平均分", "scores and means are published"),
        Level::Histogram => ("公布各等次票数", "counts of marks are published"),
    };
    refused(
        format!("/figures/{first}"),
        PrivacyCode::SmallCell,
        format!("{zh_way}；{zh_rule}至少要 {least} 人。请少公布其中一项，或把这部分与别的合并"),
        format!(
            "{en_way}; {en_rule} from {least} on. Leave one of them out, or pool this part with another"
        ),
    )
}

/// How the published parts lead to a cell.
enum Way<'a> {
    /// A figure over the cell alone.
    Published(&'a Part),
    /// The cell is one of the parts of a weighted figure.
    TakenApart(&'a Part),
    /// A part without disjoint others.
    Difference(&'a Part, Vec<&'a Part>),
    /// These parts together set it apart.
    Together(Vec<&'a Part>),
}

/// Steps of the search for a difference; then the figures are only listed.
const STEPS: u32 = 20_000;

impl<'a> Way<'a> {
    fn to(parts: &[&'a Part], cell: &[usize]) -> Self {
        let mut exact: Vec<_> = parts.iter().filter(|part| part.groups == cell).collect();
        exact.sort_by_key(|part| part.weighted);
        if let Some(part) = exact.first() {
            return if part.weighted {
                Self::TakenApart(part)
            } else {
                Self::Published(part)
            };
        }
        let mut around: Vec<&Part> = parts
            .iter()
            .copied()
            .filter(|part| contains(part, cell))
            .collect();
        around.sort_by_key(|part| part.groups.len());
        let mut steps = STEPS;
        for most in 1..=3 {
            for whole in &around {
                let rest = without(&whole.groups, cell);
                if let Some(taken) = cover(parts, &rest, most, &mut steps) {
                    return Self::Difference(whole, taken);
                }
            }
        }
        // Each further part cuts off groups that the parts before left with the cell.
        let whole = around[0];
        let mut rest = without(&whole.groups, cell);
        let mut listed = vec![whole];
        for part in parts {
            let inside = contains(part, cell);
            let before = rest.len();
            rest.retain(|group| part.groups.contains(group) == inside);
            if rest.len() < before {
                listed.push(part);
            }
        }
        Self::Together(listed)
    }

    fn first(&self) -> usize {
        match self {
            Self::Published(part) | Self::TakenApart(part) | Self::Difference(part, _) => {
                part.figure
            }
            Self::Together(parts) => parts[0].figure,
        }
    }

    fn sentence(&self, plan: &Plan, zh: &str, en: &str, size: u128) -> (String, String) {
        let name = |part: &Part| {
            let figure = &plan.figures[part.figure];
            if part.weighted {
                let (zh, en) = (
                    plan.labels(&part.groups, "、"),
                    plan.labels(&part.groups, ", "),
                );
                (
                    format!("“{}”中的“{zh}”", figure.zh),
                    format!("the part “{en}” of “{}”", figure.en),
                )
            } else {
                (format!("“{}”", figure.zh), format!("“{}”", figure.en))
            }
        };
        let names = |parts: &[&Part]| {
            let (zh, en): (Vec<_>, Vec<_>) = parts.iter().map(|part| name(part)).unzip();
            (zh.join("和"), en.join(" and "))
        };
        match self {
            Self::Published(part) => {
                let (zh_part, en_part) = name(part);
                (
                    format!("{zh_part}只由 {size} 人的“{zh}”得出"),
                    format!("{en_part} comes from the {size} of “{en}” alone"),
                )
            }
            Self::TakenApart(part) => {
                let figure = &plan.figures[part.figure];
                (
                    format!(
                        "“{}”由份量不同的几部分合成，可以拆开，其中“{zh}”只有 {size} 人",
                        figure.zh
                    ),
                    format!(
                        "“{}” has parts of different weight and can be taken apart; “{en}” in it has only {size}",
                        figure.en
                    ),
                )
            }
            Self::Difference(whole, taken) => {
                let ((zh_whole, en_whole), (zh_taken, en_taken)) = (name(whole), names(taken));
                (
                    format!("{zh_whole}减去{zh_taken}得到 {size} 人的“{zh}”"),
                    format!("{en_whole} less {en_taken} gives the {size} of “{en}”"),
                )
            }
            Self::Together(parts) => {
                let (zh_parts, en_parts) = names(parts);
                (
                    format!("{zh_parts}放在一起，就把 {size} 人的“{zh}”与别人分开"),
                    format!(
                        "{en_parts} together set the {size} of “{en}” apart from everybody else"
                    ),
                )
            }
        }
    }
}

fn contains(part: &Part, groups: &[usize]) -> bool {
    groups
        .iter()
        .all(|group| part.groups.binary_search(group).is_ok())
}

fn without(groups: &[usize], taken: &[usize]) -> Groups {
    let left = groups
        .iter()
        .filter(|group| taken.binary_search(group).is_err());
    left.copied().collect()
}

/// At most `most` disjoint parts that make up `rest` exactly.
fn cover<'a>(
    parts: &[&'a Part],
    rest: &[usize],
    most: usize,
    steps: &mut u32,
) -> Option<Vec<&'a Part>> {
    let Some(first) = rest.first() else {
        return Some(Vec::new());
    };
    if most == 0 {
        return None;
    }
    for part in parts {
        *steps = steps.checked_sub(1)?;
        if part.groups.first() == Some(first) && part.groups.len() <= rest.len() {
            let inside = part
                .groups
                .iter()
                .all(|group| rest.binary_search(group).is_ok());
            if inside
                && let Some(mut taken) = cover(parts, &without(rest, &part.groups), most - 1, steps)
            {
                taken.insert(0, part);
                return Some(taken);
            }
        }
    }
    None
}
