//! The bulletin as its template wants it: finished texts in the order of the page.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{Bulletin, CHECKING, Round, SYNTHETIC_NOTICE};
use crate::notation::{date, fingerprint, tidy, wan};

/// The data of `bulletin.typ`.
pub(crate) fn model(bulletin: &Bulletin) -> Value {
    let b = bulletin;
    let (projects, investment) = b.total();
    json!({
        "notice": b.synthetic.then_some(SYNTHETIC_NOTICE),
        "series": tidy(&b.series),
        "issue": format!("第{}期", b.issue),
        "organiser": tidy(&b.organiser),
        "issued": date(b.issued_on),
        "date": [b.issued_on.year(), i16::from(b.issued_on.month()), i16::from(b.issued_on.day())],
        "title": b.title.lines().map(tidy).collect::<Vec<_>>(),
        "lead": tidy(&b.lead()),
        "areas": b.by_day().iter().map(|area| json!({
            "day": format!("第{}天", area.day),
            "date": format!("{}月{}日", area.date.month(), area.date.day()),
            "area": format!("第{}片区", area.area),
            "towns": area.towns.iter().map(|visit| json!({
                "town": tidy(&visit.town),
                "villages": tidy(&visit.villages.join("、")),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "stops": b.stops().iter().map(|text| tidy(text)).collect::<Vec<_>>(),
        "debrief": tidy(&b.debrief()),
        "rounds": b.rounds.iter().map(round).collect::<Vec<_>>(),
        "counts": b.rounds.iter().flat_map(Round::count_rows).map(|row| {
            row.iter().map(|cell| tidy(cell).into_owned()).collect::<Vec<_>>()
        }).collect::<Vec<_>>(),
        "ledger": b.ledger(),
        "ledger_remark": b.ledger_remark(),
        "projects": b.projects.iter().map(|row| {
            [tidy(&row.category).into_owned(), row.count.to_string(), wan(row.investment_fen)]
        }).collect::<Vec<_>>(),
        "total": ["合计".to_owned(), projects.to_string(), wan(investment)],
        "counting": b.counting.iter().map(|text| tidy(text)).collect::<Vec<_>>(),
        "checking": CHECKING,
        "rule_card": fingerprint(&b.rule_card_sha256),
        "archives": b.archives.iter().map(|file| {
            [tidy(&file.label), tidy(&file.file), fingerprint(&file.sha256)]
        }).collect::<Vec<_>>(),
        "recipients": b.recipients.as_deref().map(tidy),
    })
}

fn round(round: &Round) -> Value {
    json!({
        "name": round.name(),
        "summary": tidy(&round.summary()),
        "ranking": round.ranking.iter().map(|place| json!({
            "first": Some(&place.rank) == round.ranking.first().map(|first| &first.rank),
            "cells": [Cow::<str>::Owned(place.printed_rank(&round.ranking)), tidy(&place.town), tidy(&place.village), tidy(&place.score)],
        })).collect::<Vec<_>>(),
    })
}
