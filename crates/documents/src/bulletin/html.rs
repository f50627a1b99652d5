//! The bulletin as one HTML file.

use super::{Bulletin, CHECKING, Round, SYNTHETIC_NOTICE};
use crate::{
    markup::Markup,
    notation::{date, wan},
};

/// The page.
pub(super) fn write(bulletin: &Bulletin) -> String {
    let b = bulletin;
    let mut page = Markup::default();
    page.raw("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Nothing is fetched and nothing runs, whatever a name may contain.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.element("title", b.title.replace('\n', ""))
        .raw("\n<style>\n");
    page.raw(include_str!("../../templates/bulletin.css"))
        .raw("</style>\n");
    if b.synthetic {
        // On paper the notice stands on every page, not only at the top of the first.
        page.raw(
            "<style>@page { @top-center { color: #9a6200; font: 600 10pt sans-serif; content: \"",
        );
        page.raw(SYNTHETIC_NOTICE).raw("\" } }</style>\n");
    }
    page.raw("</head>\n<body>\n");
    if b.synthetic {
        page.element("p class=\"notice\" role=\"note\"", SYNTHETIC_NOTICE)
            .raw("\n");
    }
    page.raw("<main>\n<header>\n")
        .element("p class=\"masthead\"", &b.series);
    page.raw("\n<p class=\"imprint\"><span>")
        .text(&b.organiser)
        .raw("</span><span>第")
        .text(b.issue);
    page.raw("期</span><time datetime=\"")
        .text(b.issued_on)
        .raw("\">")
        .text(date(b.issued_on))
        .raw("</time></p>\n<h1>");
    for (at, line) in b.title.lines().enumerate() {
        if at > 0 {
            page.raw("<wbr>");
        }
        page.element("span", line);
    }
    page.raw("</h1>\n</header>\n")
        .element("p", b.lead())
        .raw("\n");
    tour(&mut page, b);
    page.raw("<section aria-labelledby=\"debrief\">\n<h2 id=\"debrief\">二、述职与点评</h2>\n");
    page.element("p", b.debrief()).raw("\n</section>\n");
    page.raw("<section aria-labelledby=\"vote\">\n<h2 id=\"vote\">三、评议结果</h2>\n");
    for round in &b.rounds {
        ranking(&mut page, round);
    }
    page.raw("<h3>各轮票数</h3>\n");
    counts(&mut page, b);
    page.raw("</section>\n");
    projects(&mut page, b);
    checking(&mut page, b);
    page.raw("</main>\n<footer>\n");
    if let Some(recipients) = &b.recipients {
        page.raw("<p>分送：").text(recipients).raw("</p>\n");
    }
    page.raw("<p>")
        .text(&b.organiser)
        .raw("　")
        .text(date(b.issued_on))
        .raw("印发</p>\n</footer>\n</body>\n</html>\n");
    page.finish()
}

fn tour(page: &mut Markup, b: &Bulletin) {
    page.raw("<section aria-labelledby=\"tour\">\n<h2 id=\"tour\">一、观摩情况</h2>\n");
    let mut rows = Vec::new();
    for area in b.by_day() {
        for visit in &area.towns {
            let day = format!(
                "第{}天（{}月{}日）",
                area.day,
                area.date.month(),
                area.date.day()
            );
            rows.push(vec![
                day,
                format!("第{}片区", area.area),
                visit.town.clone(),
                visit.villages.join("、"),
            ]);
        }
    }
    let caption = format!("观摩的{}个村", b.villages());
    page.table(
        &caption,
        &[("日程", ""), ("片区", ""), ("镇街", ""), ("观摩村", "")],
        3,
        &rows,
    );
    for stop in b.stops() {
        page.element("p", stop).raw("\n");
    }
    page.raw("</section>\n");
}

fn ranking(page: &mut Markup, round: &Round) {
    page.element("h3", round.name())
        .raw("\n")
        .element("p", round.summary())
        .raw("\n");
    let rows = round.ranking.iter().map(|place| {
        vec![
            place.printed_rank(&round.ranking),
            place.town.clone(),
            place.village.clone(),
            place.score.clone(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    page.table(
        &format!("{} 名次", round.name()),
        &[("名次", ""), ("镇街", ""), ("村", ""), ("得分", "number")],
        1,
        &rows,
    );
}

fn counts(page: &mut Markup, b: &Bulletin) {
    let rows: Vec<_> = b.rounds.iter().flat_map(Round::count_rows).collect();
    let heads = [
        ("轮次", ""),
        ("票类", ""),
        ("权重", "number"),
        ("应到", "number"),
        ("实到", "number"),
        ("收回", "number"),
        ("有效", "number"),
    ];
    page.table("每个投票箱的票数", &heads, 2, &rows);
}

fn projects(page: &mut Markup, b: &Bulletin) {
    page.raw("<section aria-labelledby=\"projects\">\n<h2 id=\"projects\">四、项目建设</h2>\n")
        .element("p", b.ledger());
    let row = |name: &str, count: u64, fen: i64| vec![name.to_owned(), count.to_string(), wan(fen)];
    let mut rows: Vec<_> = b
        .projects
        .iter()
        .map(|line| row(&line.category, u64::from(line.count), line.investment_fen))
        .collect();
    let (count, fen) = b.total();
    rows.push(row("合计", count, fen));
    page.raw("\n<div class=\"totals\">");
    page.table(
        "项目分类汇总",
        &[
            ("类别", ""),
            ("个数", "number"),
            ("计划投资（万元）", "number"),
        ],
        1,
        &rows,
    );
    page.raw("</div>");
    if let Some(remark) = b.ledger_remark() {
        page.element("p class=\"remark\"", remark).raw("\n");
    }
    page.raw("</section>\n");
}

fn checking(page: &mut Markup, b: &Bulletin) {
    page.raw("<section aria-labelledby=\"check\">\n<h2 id=\"check\">五、计票规则与复核</h2>\n<h3>怎样计票</h3>\n<ol>\n");
    for rule in &b.counting {
        page.element("li", rule).raw("\n");
    }
    page.raw("</ol>\n<p>规则卡指纹（SHA-256）：<code>")
        .text(&b.rule_card_sha256)
        .raw("</code></p>\n<h3>怎样复核</h3>\n<ol>\n");
    for step in CHECKING {
        page.element("li", step).raw("\n");
    }
    page.raw("</ol>\n");
    let rows: Vec<_> = b
        .archives
        .iter()
        .map(|file| vec![file.label.clone(), file.file.clone(), file.sha256.clone()])
        .collect();
    page.table(
        "核验包及其指纹",
        &[("内容", ""), ("文件", "code"), ("SHA-256", "code")],
        1,
        &rows,
    );
    page.raw("</section>\n");
}
