//! What stands where on the pages. The texts are compared as laid out, line by line; nothing outside this crate is
//! needed to read them.

#[path = "../tests/haiyang/mod.rs"]
mod haiyang;

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use typst::layout::{Abs, Frame, FrameItem, Point};

use crate::{
    Fonts,
    bulletin::{self, Area, Bulletin, Category, Place, SYNTHETIC_NOTICE, TownVisit},
    count_sheet, slips, trustee_backup,
    typeset::Template,
};

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::load(None).expect("a Chinese font is installed"));

/// Texts that would do harm if they were pasted into markup, and texts no form would expect.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "</td></table><h1>",
    "#import \"/etc/passwd\": *",
    "#{panic()}",
    "$ x^2 $ *粗* _斜_ `码` // \\ @ref <label>",
    "\"引号' & amp;\"",
    "\u{0}\u{7}\n\r\t",
    "\u{202E}倒写\u{200F}",
    "𬒈村👩‍🌾ﷺ",
    "一个名字长得不像话的村一个名字长得不像话的村一个名字长得不像话的村一个名字长得不像话的村一个名字长得不像话的村",
];

/// One page's texts with their places: (left, baseline, right, text).
type Run = (Abs, Abs, Abs, String);

fn runs(frame: &Frame, origin: Point, found: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => {
                runs(
                    &group.frame,
                    at + Point::new(group.transform.tx, group.transform.ty),
                    found,
                );
            }
            FrameItem::Text(text) => {
                found.push((at.x, at.y, at.x + text.width(), text.text.to_string()));
            }
            _ => {}
        }
    }
}

/// The pages of a document: each page's runs of text.
fn pages(template: &Template, model: &Value) -> Vec<Vec<Run>> {
    let document = template
        .document(model, &FONTS)
        .expect("any model can be set");
    let page = |page: &typst_layout::Page| {
        let mut found = Vec::new();
        runs(&page.frame, Point::zero(), &mut found);
        found
    };
    document.pages().iter().map(page).collect()
}

/// The same as text: lines from top to bottom, runs of a line from left to right, pages apart.
fn text(pages: &[Vec<Run>]) -> String {
    let mut text = String::new();
    for page in pages {
        let mut lines: BTreeMap<i64, Vec<&Run>> = BTreeMap::new();
        for run in page {
            #[expect(clippy::cast_possible_truncation, reason = "a page is not that long")]
            lines
                .entry((run.1.to_pt() / 3.0).round() as i64)
                .or_default()
                .push(run);
        }
        for line in lines.values_mut() {
            line.sort_by_key(|run| run.0);
            let mut right = line[0].0;
            for run in line {
                if run.0 - right > Abs::pt(6.0) {
                    text.push_str(" | ");
                }
                text.push_str(&run.3);
                right = run.2;
            }
            text.push('\n');
        }
        text.push_str("————\n");
    }
    text
}

fn bulletin_pages(bulletin: &Bulletin) -> Vec<Vec<Run>> {
    pages(&bulletin::TEMPLATE, &bulletin::page::model(bulletin))
}

/// Snapshots hold line and page breaks, which belong to a typeface.
fn require_noto() {
    let noto = FONTS.found().all(|(_, family)| family.starts_with("Noto"));
    assert!(
        noto,
        "the snapshots are made with fonts-noto-cjk; this machine prefers other fonts: {FONTS:?}"
    );
}

#[test]
fn the_bulletin_reads_as_reported() {
    require_noto();
    insta::assert_snapshot!(text(&bulletin_pages(&haiyang::bulletin())));
}

#[test]
fn the_bulletin_page_for_browsers_reads_as_reported() {
    insta::assert_snapshot!(bulletin::html(&haiyang::bulletin()));
}

#[test]
fn the_count_sheet_is_one_page() {
    require_noto();
    let pages = pages(
        &count_sheet::TEMPLATE,
        &count_sheet::model(&haiyang::count_sheet(1)),
    );
    assert_eq!(pages.len(), 1);
    insta::assert_snapshot!(text(&pages));
}

#[test]
fn the_backup_is_one_page_and_prints_every_character_of_the_key() {
    let backup = haiyang::trustee_backup();
    let pages = pages(
        &trustee_backup::TEMPLATE,
        &trustee_backup::model(&backup).expect("fits a code"),
    );
    assert_eq!(pages.len(), 1);
    let mut rest = backup.backup.as_str();
    for (.., run) in &pages[0] {
        rest = rest.strip_prefix(run.as_str()).unwrap_or(rest);
    }
    assert_eq!(rest, "", "not printed");
    // The groups of a sheet that has them are kept, as people read them out.
    let mut grouped = backup.clone();
    grouped.backup = "PY2 8UUg5 BwMw9".into();
    let model = trustee_backup::model(&grouped).expect("fits a code");
    assert_eq!(
        model["groups"],
        serde_json::json!(["PY2", "8UUg5", "BwMw9"])
    );
    let mut longest = backup.clone();
    longest.backup = "k".repeat(600);
    assert_eq!(
        self::pages(
            &trustee_backup::TEMPLATE,
            &trustee_backup::model(&longest).expect("fits")
        )
        .len(),
        1
    );
}

#[test]
fn slips_of_different_boxes_and_spares_never_share_a_page_and_each_is_printed_once() {
    let sheet = haiyang::slips();
    let pages = pages(
        &slips::TEMPLATE,
        &slips::model(&sheet).expect("fits a code"),
    );
    let sheets = |count: usize| count.div_ceil(slips::SLIPS_PER_PAGE);
    let mut next = pages.iter();
    for group in &sheet.groups {
        let cover = text(&[next.next().expect("a cover sheet").clone()]);
        assert!(
            cover.contains("选票码条清点单") && cover.contains(&group.box_label),
            "{cover}"
        );
        assert!(
            cover.contains(&format!("印制 {} ＝", group.slips.len())),
            "{cover}"
        );
        for (kind, slips) in [("码条", &group.slips), ("备用码条", &group.spares)] {
            for (at, chunk) in slips.chunks(slips::SLIPS_PER_PAGE).enumerate() {
                let page = text(&[next.next().expect("a page of slips").clone()]);
                let header = page.lines().next().expect("a header");
                let number = format!(
                    "第{}页，共{}页，本页{}张",
                    at + 1,
                    sheets(slips.len()),
                    chunk.len()
                );
                assert!(
                    header.starts_with(kind) && header.contains(&number),
                    "{header}"
                );
                for slip in group.slips.iter().chain(&group.spares) {
                    assert_eq!(
                        page.matches(&slip.code).count(),
                        usize::from(chunk.contains(slip)),
                        "{page}"
                    );
                }
                assert_eq!(page.matches(&sheet.event).count(), chunk.len());
            }
        }
    }
    assert_eq!(next.next(), None);
}

#[test]
fn nothing_on_a_slip_but_the_credential_tells_it_from_its_neighbours() {
    let sheet = haiyang::slips();
    let model = slips::model(&sheet).expect("fits a code");
    for page in pages(&slips::TEMPLATE, &model).iter().skip(1).take(1) {
        // The grid repeats every 95 mm and 66.5 mm: fold the page onto one slip and see what differs.
        let mut places: BTreeMap<(i64, i64), Vec<&str>> = BTreeMap::new();
        for (x, y, _, run) in page.iter().filter(|run| run.1 > Abs::mm(19.0)) {
            let fold = |at: f64, from: f64, step: f64| (at - from).rem_euclid(step);
            let (x, y) = (fold(x.to_mm(), 10.0, 95.0), fold(y.to_mm(), 19.0, 66.5));
            #[expect(clippy::cast_possible_truncation, reason = "millimetres of a page")]
            places
                .entry(((y * 2.0).round() as i64, (x * 2.0).round() as i64))
                .or_default()
                .push(run);
        }
        let codes: Vec<&str> = sheet.groups[0]
            .slips
            .iter()
            .flat_map(|slip| slip.code.split('-'))
            .collect();
        for runs in places
            .values()
            .filter(|runs| runs.windows(2).any(|pair| pair[0] != pair[1]))
        {
            assert!(runs.iter().all(|run| codes.contains(run)), "{runs:?}");
        }
        assert!(places.len() > 8);
    }
}

#[test]
fn made_up_data_says_so_on_every_page_and_real_data_does_not() {
    let mut bulletin = haiyang::bulletin();
    let mut sheet = haiyang::slips();
    let notices = |pages: &[Vec<Run>]| {
        pages
            .iter()
            .filter(|page| text(&[(*page).clone()]).contains(SYNTHETIC_NOTICE))
            .count()
    };
    let set = bulletin_pages(&bulletin);
    assert_eq!(notices(&set), set.len());
    let set = pages(
        &slips::TEMPLATE,
        &slips::model(&sheet).expect("fits a code"),
    );
    assert_eq!(notices(&set), set.len());
    assert!(bulletin::html(&bulletin).contains(SYNTHETIC_NOTICE));
    (bulletin.synthetic, sheet.synthetic) = (false, false);
    assert_eq!(notices(&bulletin_pages(&bulletin)), 0);
    let set = text(&pages(
        &slips::TEMPLATE,
        &slips::model(&sheet).expect("fits a code"),
    ));
    assert!(!set.contains("演示") && !bulletin::html(&bulletin).contains("演示"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let fresh = Fonts::load(None).expect("a Chinese font is installed");
    let twice = [&*FONTS, &fresh].map(|fonts| {
        [
            bulletin::pdf(&haiyang::bulletin(), fonts).expect("set"),
            trustee_backup::pdf(&haiyang::trustee_backup(), fonts).expect("set"),
            count_sheet::pdf(&haiyang::count_sheet(2), fonts).expect("set"),
        ]
    });
    assert_eq!(twice[0], twice[1]);
    assert!(twice[0].iter().all(|pdf| pdf.starts_with(b"%PDF-1.7")));
}

#[test]
fn secrets_are_not_shown_by_debug() {
    let (sheet, backup) = (haiyang::slips(), haiyang::trustee_backup());
    let shown = format!("{sheet:?} {backup:?}");
    assert!(!shown.contains(&sheet.groups[0].slips[0].code) && !shown.contains("pingyi.example"));
    assert!(!shown.contains(&backup.backup) && shown.contains(&backup.fingerprint));
}

/// The Haiyang bulletin with every name replaced.
fn renamed(name: &str) -> Bulletin {
    let mut bulletin = haiyang::bulletin();
    let visit = TownVisit {
        town: name.into(),
        villages: vec![name.into(), name.into()],
    };
    bulletin.areas = vec![Area {
        area: 1,
        day: 1,
        date: date(2022, 11, 24),
        towns: vec![visit; 3],
    }];
    for field in [
        &mut bulletin.series,
        &mut bulletin.event,
        &mut bulletin.organiser,
        &mut bulletin.title,
    ] {
        *field = name.into();
    }
    for place in bulletin
        .rounds
        .iter_mut()
        .flat_map(|round| &mut round.ranking)
    {
        (place.town, place.village) = (name.into(), name.into());
    }
    bulletin.projects = vec![Category {
        category: name.into(),
        count: 1,
        investment_fen: 1,
    }];
    bulletin.counting = vec![name.into()];
    bulletin.recipients = Some(name.into());
    bulletin
}

#[test]
fn hostile_names_stay_text() {
    for name in HOSTILE.map(str::to_owned).into_iter().chain([
        "x".repeat(300),
        "9".repeat(70),
        String::new(),
    ]) {
        let bulletin = renamed(&name);
        let page = bulletin::html(&bulletin);
        assert!(
            !page.contains("<script") && !page.contains("</table><h1>"),
            "{name}"
        );
        let tags = |page: &str| page.matches('<').count();
        // The markup does not depend on what the names are, only on how many lines the title has.
        let title = |name: &str| Bulletin {
            title: name.into(),
            ..renamed("村")
        };
        if name.lines().count() == 1 {
            assert_eq!(tags(&page), tags(&bulletin::html(&title("村"))), "{name}");
        }
        let pages = bulletin_pages(&bulletin);
        for (_, _, right, run) in pages.iter().flatten() {
            assert!(
                *right <= Abs::mm(210.0),
                "{run:?} runs out of the page at {right:?}"
            );
        }
        if name.starts_with('<') || name.starts_with('#') {
            assert!(
                pages.iter().flatten().any(|run| run.3.contains(&name[..8])),
                "{name} is not on the page"
            );
        }
    }
}

#[test]
fn a_ranking_of_five_hundred_rows_flows_over_pages_with_its_head_repeated() {
    let mut bulletin = haiyang::bulletin();
    let place = |rank: u32| Place {
        rank: rank.to_string(),
        town: "镇".into(),
        village: format!("示例{rank}村"),
        score: "60.00".into(),
    };
    bulletin.rounds[0].ranking = (1..=500).map(place).collect();
    let set = text(&bulletin_pages(&bulletin));
    assert!((1..=500).all(|rank| set.contains(&format!("{rank} | 镇 | 示例{rank}村 | 60.00"))));
    assert!(set.matches("名次 | 镇街 | 村 | 得分").count() > 12);
}

#[test]
fn an_empty_bulletin_is_still_a_bulletin() {
    let mut bulletin = haiyang::bulletin();
    (
        bulletin.areas,
        bulletin.rounds,
        bulletin.projects,
        bulletin.archives,
    ) = (vec![], vec![], vec![], vec![]);
    (
        bulletin.counting,
        bulletin.aspects,
        bulletin.unscored_stops,
        bulletin.recipients,
    ) = (vec![], vec![], vec![], None);
    assert!(text(&bulletin_pages(&bulletin)).contains("项目库共有项目0个，计划投资0.00万元"));
    assert!(bulletin::html(&bulletin).ends_with("</html>\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn any_model_gives_a_pdf(
        name in prop_oneof![".{0,40}", "\\PC{0,200}", "[a-z#<>&\"$*_`@=/\\-\\[\\]{}()\\\\]{0,60}"],
        ranks in proptest::collection::vec((0_u32..9, ".{0,12}", ".{0,12}"), 0..30),
        fen in proptest::collection::vec(any::<i64>(), 0..6),
        (issue, day) in (any::<u32>(), 1_i8..=28),
    ) {
        let mut bulletin = renamed(&name);
        bulletin.issue = issue;
        bulletin.issued_on = date(2026, 2, day);
        bulletin.projects = fen.into_iter()
            .map(|investment_fen| Category { category: name.clone(), count: u32::MAX, investment_fen }).collect();
        for round in &mut bulletin.rounds {
            round.ranking = ranks.iter()
                .map(|(rank, village, score)| Place {
                    rank: rank.to_string(), town: name.clone(), village: village.clone(), score: score.clone(),
                }).collect();
        }
        let pdf = bulletin::pdf(&bulletin, &FONTS).expect("any model can be set");
        prop_assert!(pdf.ends_with(b"%%EOF"));
        prop_assert!(bulletin::html(&bulletin).ends_with("</html>\n"));
    }
}

#[test]
fn a_shared_place_between_two_is_printed_as_published() {
    let mut bulletin = haiyang::bulletin();
    let places = [("1.5", "甲村"), ("1.5", "乙村"), ("3", "丙村")];
    bulletin.rounds[0].ranking = places
        .map(|(rank, village)| Place {
            rank: rank.into(),
            town: "镇".into(),
            village: village.into(),
            score: "60.00".into(),
        })
        .into();
    let page = bulletin::html(&bulletin);
    assert!(page.contains("并列第一名：镇甲村、镇乙村。"));
    assert!(page.contains("1.5（并列）"));
}
