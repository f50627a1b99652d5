//! `turnout.csv`, `sums.csv` and `means.csv`: the vote, opened as far as turnout allows and told as
//! far as the audience may know.

use std::collections::HashMap;

use super::fault::{Faults, Spot};
use super::name::Finder;
use super::number::count_cell;
use super::table::Table;
use super::village::{self, repeated, unknown_area};
use super::{Audience, Context, DataFaultCode as Code, TableName, Village};
use crate::threshold::{ClassTurnout, Opening};
use crate::{Choice, Method, Ratio};

/// The vote of one area.
#[derive(Clone, Debug)]
pub(crate) struct AreaVote {
    /// The counts of each class, in the order of the card.
    pub(crate) turnouts: Vec<ClassTurnout>,
    /// What turnout allows.
    pub(crate) opening: Opening,
    /// Whether the audience may not know the scores.
    pub(crate) withheld: bool,
    /// The villages of the area, in village order.
    pub(crate) villages: Vec<usize>,
    /// What is known of each class, in the order of the card.
    pub(crate) figures: Vec<ClassFigures>,
}

/// What is known of the ballots of one class; rows are the villages of the area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClassFigures {
    /// Nothing: it was not opened, or may not be known.
    Unknown,
    /// How many ballots gave each mark of the card.
    Sums(Vec<Vec<u64>>),
    /// The mean points, where a mark counts.
    Means(Vec<Option<Ratio>>),
}

/// A mean that was given, or that there is none.
#[derive(Clone)]
struct Mean(Option<Ratio>);

/// What must be given of one class of one area, and what has been.
enum Wanted {
    Nothing(Code),
    Sums(Vec<Vec<Option<u64>>>),
    Means(Vec<Option<Mean>>),
}

struct Reading {
    vote: AreaVote,
    wanted: Vec<Wanted>,
}

pub(super) fn read(context: &Context<'_>, faults: &mut Faults) -> Vec<Option<AreaVote>> {
    let before = faults.count();
    let turnouts = read_turnout(context, faults);
    let sound = faults.count() == before;
    let mut areas: Vec<_> = turnouts
        .into_iter()
        .enumerate()
        .map(|(area, turnouts)| turnouts.and_then(|turnouts| Reading::new(context, area, turnouts)))
        .collect();
    // With a bad turnout it is not known which figures are wanted; their own faults are told still.
    let mut figures = Figures {
        context,
        areas: &mut areas,
        sound,
        villages: village::finder(context.villages),
    };
    figures.read_sums(faults);
    figures.read_means(faults);
    if sound && faults.count() == before {
        check_complete(context, &areas, faults);
    }
    let end = |reading: Reading| reading.end();
    areas.into_iter().map(|area| area.map(end)).collect()
}

fn read_turnout(context: &Context<'_>, faults: &mut Faults) -> Vec<Option<Vec<ClassTurnout>>> {
    let (areas, classes) = (&context.card.areas, &context.card.classes);
    let mut rows: Vec<Vec<Option<ClassTurnout>>> = vec![vec![None; classes.len()]; areas.len()];
    if let Some(mut table) = Table::open(context.tables, TableName::Turnout, faults) {
        while table.next_row(faults) {
            let place = area_and_class(context, &table, faults);
            let counts = [2, 3, 4, 5].map(|column| count_cell(&table, column, faults));
            let (
                Some((area, class)),
                [Some(entitled), Some(present), Some(issued), Some(returned)],
            ) = (place, counts)
            else {
                continue;
            };
            for (column, value, most) in [
                (3, present, entitled),
                (4, issued, entitled),
                (5, returned, issued),
            ] {
                if value > most {
                    table.fault(
                        faults,
                        column,
                        Code::CountTooHigh,
                        "“{}”不可能：实到、发出不多于应到，收回不多于发出，请核对登记",
                        "`{}` cannot be: present and issued are at most entitled, returned at most issued: check the records",
                    );
                }
            }
            if rows[area][class].is_some() {
                repeated(&table, faults);
                continue;
            }
            rows[area][class] = Some(ClassTurnout {
                code: classes[class].code.clone(),
                entitled,
                present,
                issued,
                returned,
            });
        }
    }
    let rows = rows.into_iter().zip(areas);
    let complete = rows.map(|(row, area)| {
        if row.iter().all(Option::is_none) {
            return None;
        }
        for (class, _) in classes
            .iter()
            .zip(&row)
            .filter(|(_, given)| given.is_none())
        {
            let at = Spot {
                file: TableName::Turnout,
                row: None,
                column: Some("class"),
            };
            let name = format!("{} {}", area.number, class.code);
            faults.add(
                at,
                Code::MissingRows,
                &name,
                "缺少片区和票类“{}”的人数，请补上",
                "the counts of area and class `{}` are missing: add them",
            );
        }
        row.into_iter().collect()
    });
    complete.collect()
}

/// Indexes of the area and class in the first two columns; if one is unknown, says so.
fn area_and_class(
    context: &Context<'_>,
    table: &Table<'_>,
    faults: &mut Faults,
) -> Option<(usize, usize)> {
    let (number, code) = (table.cell(0), table.cell(1));
    let mut areas = context.card.areas.iter();
    let area = areas.position(|area| area.number.to_string() == number);
    if area.is_none() {
        unknown_area(table, 0, faults);
    }
    let class = context
        .card
        .classes
        .iter()
        .position(|class| class.code == code);
    if class.is_none() {
        table.fault(
            faults,
            1,
            Code::UnknownClass,
            "规则卡中没有票类“{}”，请核对代码",
            "the card has no class `{}`: check its code",
        );
    }
    Some((area?, class?))
}

impl Reading {
    /// Nothing when the turnout cannot be, which is told already.
    fn new(context: &Context<'_>, area: usize, turnouts: Vec<ClassTurnout>) -> Option<Self> {
        let card = context.card;
        let opening = Opening::decide(card, card.areas[area].number, &turnouts).ok()?;
        let published = context.audience == Audience::Published;
        let majority = card.method == Method::MajorityJudgment;
        let mut opened = opening.classes.iter().filter(|class| class.opened());
        let unseen = majority && opened.any(|class| !class.histogram_published);
        let withheld = published && opening.decided() && (!opening.scores_published || unseen);
        let is_here = |village: &(usize, &Village)| village.1.area == area;
        let villages = context.villages.iter().enumerate().filter(is_here);
        let villages: Vec<usize> = villages.map(|(index, _)| index).collect();
        let marks = card.marks().len();
        let wanted = opening.classes.iter().map(|class| {
            if !class.opened() {
                Wanted::Nothing(Code::Closed)
            } else if !published || class.histogram_published {
                Wanted::Sums(vec![vec![None; marks]; villages.len()])
            } else if class.mean_published && !majority {
                Wanted::Means(vec![None; villages.len()])
            } else {
                Wanted::Nothing(Code::NotExpected)
            }
        });
        let wanted = wanted.collect();
        let figures = Vec::new();
        Some(Self {
            vote: AreaVote {
                turnouts,
                opening,
                withheld,
                villages,
                figures,
            },
            wanted,
        })
    }

    fn end(self) -> AreaVote {
        let mut vote = self.vote;
        let figures = self.wanted.into_iter().map(|wanted| match wanted {
            Wanted::Nothing(_) => ClassFigures::Unknown,
            Wanted::Sums(rows) => {
                let row = |row: Vec<Option<u64>>| row.into_iter().map(Option::unwrap_or_default);
                ClassFigures::Sums(rows.into_iter().map(|cells| row(cells).collect()).collect())
            }
            Wanted::Means(means) => {
                ClassFigures::Means(means.into_iter().map(|mean| mean?.0).collect())
            }
        });
        vote.figures = figures.collect();
        vote
    }
}

struct Figures<'a> {
    context: &'a Context<'a>,
    areas: &'a mut [Option<Reading>],
    sound: bool,
    villages: Finder<(&'a str, &'a str)>,
}

/// Where a figure belongs.
struct At {
    area: usize,
    class: usize,
    /// Its row among the villages of the area.
    row: usize,
}

impl Figures<'_> {
    fn at(&mut self, table: &Table<'_>, faults: &mut Faults) -> Option<At> {
        let village = village::find(table, 2, &mut self.villages, faults);
        let (area, class) = area_and_class(self.context, table, faults)?;
        let village = village?;
        if self.context.villages[village].area != area {
            table.fault(
                faults,
                3,
                Code::UnknownVillage,
                "“{}”不属于这个片区，请核对片区编号",
                "`{}` is not of this area: check its number",
            );
            return None;
        }
        let villages = match &self.areas[area] {
            Some(reading) => &reading.vote.villages,
            None => {
                if self.sound {
                    table.fault(
                        faults,
                        0,
                        Code::MissingRows,
                        "片区“{}”在 turnout.csv 中没有人数，请补上",
                        "area `{}` has no counts in turnout.csv: add them",
                    );
                }
                return None;
            }
        };
        let row = villages.binary_search(&village).ok()?;
        Some(At { area, class, row })
    }

    fn wanted(&mut self, at: &At) -> Option<&mut Wanted> {
        Some(&mut self.areas[at.area].as_mut()?.wanted[at.class])
    }

    fn read_sums(&mut self, faults: &mut Faults) {
        let Some(mut table) = Table::open(self.context.tables, TableName::Sums, faults) else {
            return;
        };
        let marks = self.context.card.marks();
        let marks: HashMap<&str, usize> = (marks.iter().enumerate())
            .map(|(index, mark)| (mark.code.as_str(), index))
            .collect();
        while table.next_row(faults) {
            let mark = marks.get(&*table.cell(4)).copied();
            if mark.is_none() {
                table.fault(
                    faults,
                    4,
                    Code::UnknownMark,
                    "规则卡的选票上没有“{}”，请核对代码",
                    "the card's ballot has no mark `{}`: check its code",
                );
            }
            let count = count_cell(&table, 5, faults);
            let Some(at) = self.at(&table, faults) else {
                continue;
            };
            match self.wanted(&at) {
                Some(Wanted::Sums(rows)) => {
                    let Some(mark) = mark else { continue };
                    let place = &mut rows[at.row][mark];
                    if place.is_some() {
                        repeated(&table, faults);
                    } else {
                        *place = count;
                    }
                }
                Some(Wanted::Nothing(code)) => not_wanted(&table, *code, faults),
                Some(Wanted::Means(_)) => not_wanted(&table, Code::NotExpected, faults),
                None => {}
            }
        }
    }

    fn read_means(&mut self, faults: &mut Faults) {
        let Some(mut table) = Table::open(self.context.tables, TableName::Means, faults) else {
            return;
        };
        while table.next_row(faults) {
            let text = table.cell(4);
            let mean = if text.is_empty() {
                Some(Mean(None))
            } else {
                text.parse::<Ratio>().ok().map(|mean| Mean(Some(mean)))
            };
            if mean.is_none() {
                table.fault(
                    faults,
                    4,
                    Code::BadNumber,
                    "“{}”不是可用的数，请写成 80 或 251/3 这样的形式",
                    "`{}` is not an exact number: write it like 80 or 251/3",
                );
            }
            let Some(at) = self.at(&table, faults) else {
                continue;
            };
            match self.wanted(&at) {
                Some(Wanted::Means(means)) => {
                    let place = &mut means[at.row];
                    if place.is_some() {
                        repeated(&table, faults);
                    } else {
                        *place = mean;
                    }
                }
                Some(Wanted::Nothing(code)) => not_wanted(&table, *code, faults),
                Some(Wanted::Sums(_)) => not_wanted(&table, Code::NotExpected, faults),
                None => {}
            }
        }
    }
}

fn not_wanted(table: &Table<'_>, code: Code, faults: &mut Faults) {
    let (zh, en) = if code == Code::Closed {
        (
            "票类“{}”按票数不得开票，却给出了数据，请停止并查明原因",
            "class `{}` must stay closed for its turnout, yet figures are given: stop and find out why",
        )
    } else {
        (
            "票类“{}”的这项数据不应在这张表中：未达公布门槛，或已在另一张表给出",
            "this figure of class `{}` does not belong into this table: it may not be published, or another table gives it",
        )
    };
    table.fault(faults, 1, code, zh, en);
}

/// Nothing wanted is missing, and no village has more marks than there are ballots.
fn check_complete(context: &Context<'_>, areas: &[Option<Reading>], faults: &mut Faults) {
    for reading in areas.iter().flatten() {
        let vote = &reading.vote;
        for (wanted, turnout) in reading.wanted.iter().zip(&vote.turnouts) {
            for (row, village) in vote.villages.iter().enumerate() {
                let (file, given) = match wanted {
                    Wanted::Nothing(_) => continue,
                    Wanted::Sums(rows) => (TableName::Sums, rows[row].iter().all(Option::is_some)),
                    Wanted::Means(means) => (TableName::Means, means[row].is_some()),
                };
                let spot = Spot {
                    file,
                    row: None,
                    column: None,
                };
                let Village { town, village, .. } = &context.villages[*village];
                let name = format!("{town}{village} {}", turnout.code);
                if !given {
                    faults.add(
                        spot,
                        Code::MissingRows,
                        &name,
                        "缺少“{}”的数据，请补全各村各票类",
                        "figures of `{}` are missing: give every village of every class",
                    );
                } else if let Wanted::Sums(rows) = wanted {
                    check_marks(context, turnout, &rows[row], spot, &name, faults);
                }
            }
        }
    }
}

fn check_marks(
    context: &Context<'_>,
    turnout: &ClassTurnout,
    marks: &[Option<u64>],
    spot: Spot,
    name: &str,
    faults: &mut Faults,
) {
    let ballots = u128::from(turnout.returned);
    let counts = marks.iter().flatten().copied().map(u128::from);
    // A ballot that names a village for two places cannot be told from sums, and stops nothing.
    let marks: u128 = if matches!(context.card.choice, Choice::Order(_)) {
        counts.max().unwrap_or(0)
    } else {
        counts.sum()
    };
    if marks > ballots {
        faults.add(
            spot,
            Code::CountTooHigh,
            name,
            "“{}”得到的票数多于有效票，请核对",
            "`{}` has more marks than there are valid ballots: check them",
        );
    } else if marks < ballots && !context.card.blank.allowed && context.card.is_per_village_choice()
    {
        faults.add(
            spot,
            Code::BlankNotAllowed,
            name,
            "规则不允许空白，但“{}”得到的票数少于有效票，请核对",
            "nothing may be left blank, yet `{}` has fewer marks than valid ballots: check them",
        );
    }
}
