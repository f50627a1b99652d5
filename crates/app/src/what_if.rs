//! What if the rules had been other ones: who would move. It is never a result.

use crate::{
    Actor, App, Fault, FieldFault, Result,
    composite::{data_fault, result},
    score_table::computed,
    standing::Standing,
};
use pingyi_core::role::{Access, Role};
use pingyi_ranking::{Audience, RuleCard, VillageIf, WhatIf};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Who may ask.
pub const ASK: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);

/// Members of the card that must stay as they are, because the ballots were cast and opened under them.
const FIXED: [&str; 15] = [
    "format",
    "year",
    "areas",
    "ballot",
    "choice",
    "quotas",
    "submission",
    "quorum",
    "thresholds",
    "small_class",
    "recusal",
    "trustees",
    "closing",
    "note",
    "title",
];

/// A village under both cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VillageIfView {
    /// Group: the number of the area, or `all`.
    pub group: String,
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Place under the frozen card.
    pub place: Option<String>,
    /// Place under the changed card.
    pub place_if: Option<String>,
    /// How many places it would go up (+) or down (−), exact; nothing where they cannot be compared.
    pub up: Option<String>,
    /// Score under the frozen card.
    pub score: Option<String>,
    /// Score under the changed card.
    pub score_if: Option<String>,
    /// Award under the frozen card.
    pub award: Option<String>,
    /// Award under the changed card.
    pub award_if: Option<String>,
}

/// Who would move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WhatIfView {
    /// That this is not the result.
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
    /// Hash of the frozen card.
    pub rule_card_sha256: String,
    /// Hash of the changed card.
    pub changed_sha256: String,
    /// Whether the same villages are ranked together, so that places can be compared.
    pub same_groups: bool,
    /// How many would have another place.
    pub moved: usize,
    /// How many would have another award.
    pub awards_changed: usize,
    /// Every village, in the order of the result.
    pub villages: Vec<VillageIfView>,
}

/// RFC 7396: members of the patch take the place of the target's; `null` takes a member away.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(members) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(object) = target {
        for (name, member) in members {
            if member.is_null() {
                object.remove(&name);
            } else {
                merge(object.entry(name).or_insert(Value::Null), member);
            }
        }
    }
}

/// Codes, names and voters of classes and grades: they stand on the ballots.
fn on_the_ballot(card: &Value) -> Vec<Value> {
    let list = |name: &str, without: &'static str| {
        let items = card[name].as_array().cloned().unwrap_or_default();
        items.into_iter().map(move |mut item| {
            if let Value::Object(members) = &mut item {
                members.remove(without);
            }
            item
        })
    };
    list("classes", "weight")
        .chain(list("grades", "points"))
        .collect()
}

/// The frozen card with the changes, if they fit what was voted.
fn changed(frozen: &RuleCard, patch: Value) -> Result<RuleCard> {
    let invalid = |path: String, (zh, en): (&str, &str)| Fault {
        faults: vec![FieldFault::new(path, (zh, en))],
        ..Fault::invalid("what_if_invalid", zh)
    };
    if !patch.is_object() {
        return Err(invalid(
            String::new(),
            ("请给出要改动的规则", "say which rules to change"),
        ));
    }
    let before: Value =
        serde_json::from_str(&frozen.canonical_json()).map_err(|error| Fault::internal(&error))?;
    let mut after = before.clone();
    merge(&mut after, patch);
    if let Some(name) = FIXED.iter().find(|name| before[**name] != after[**name]) {
        return Err(invalid(
            format!("/{name}"),
            (
                "投票是按这一条进行的，不能假设改动；可以改动权重、分值、去高去低、并列和奖项",
                "the vote was held by this rule, which cannot be changed; weights, points, trimming, ties and awards can",
            ),
        ));
    }
    if on_the_ballot(&before) != on_the_ballot(&after) {
        return Err(invalid(
            "/classes".into(),
            (
                "票类和等次印在选票上，只能假设改动票类的权重和等次的分值",
                "classes and grades stood on the ballot; only the weights of classes and the points of grades can be changed",
            ),
        ));
    }
    RuleCard::parse(&after.to_string()).map_err(|faults| Fault {
        faults: crate::rule_card::field_faults(&faults),
        ..Fault::invalid("what_if_invalid", "改动后的规则卡有几处需要修改")
    })
}

/// Answers who would move if the card were changed. Nothing is stored but that somebody asked.
///
/// # Errors
/// `what_if_invalid` with the faults, `data_invalid`, `rule_card_not_frozen`.
pub async fn ask(app: &App, actor: &Actor, cycle: &str, patch: Value) -> Result<WhatIfView> {
    actor.require(ASK)?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    let (code, id) = (standing.cycle.code.clone(), standing.cycle.id);
    let answer = computed(move || answer(standing, patch)).await??;
    let tx = app.begin().await?;
    let sentence = format!(
        "假设推演：规则卡改为 sha256 {}，{} 个村的名次会变；假设，不是结果",
        answer.changed_sha256, answer.moved
    );
    app.audit(&tx, actor, Some(id), "what_if.ask", &code, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(answer)
}

fn answer(standing: Standing, patch: Value) -> Result<WhatIfView> {
    let card = changed(&standing.card, patch)?;
    // Only what is published: by asking often, somebody could else learn what small classes voted.
    let before = result(&standing, Audience::Published)?;
    let before = before.map_err(|faults| unfit("data_invalid", "数据有问题，请先改正", &faults))?;
    let rule_card_sha256 = standing.card.hash();
    let after = Standing { card, ..standing };
    let changed_sha256 = after.card.hash();
    let after = result(&after, Audience::Published)?
        .map_err(|faults| unfit("what_if_invalid", "现有的分数不符合改动后的规则卡", &faults))?;
    let compared = WhatIf::compare(&before, &after);
    let moved = compared.moved().count();
    let awards_changed = compared.awards_changed().count();
    Ok(WhatIfView {
        notice: compared.notice_zh.into(),
        notice_en: compared.notice_en.into(),
        rule_card_sha256,
        changed_sha256,
        same_groups: compared.same_groups,
        moved,
        awards_changed,
        villages: compared.villages.into_iter().map(village).collect(),
    })
}

fn village(one: VillageIf) -> VillageIfView {
    VillageIfView {
        group: one.group,
        town: one.town,
        village: one.village,
        place: one.place,
        place_if: one.place_if,
        up: one.up.map(|up| up.to_string()),
        score: one.score.map(|score| score.to_string()),
        score_if: one.score_if.map(|score| score.to_string()),
        award: one.award,
        award_if: one.award_if,
    }
}

fn unfit(code: &'static str, detail: &str, faults: &[pingyi_ranking::DataFault]) -> Fault {
    Fault {
        faults: faults.iter().map(data_fault).collect(),
        ..Fault::invalid(code, detail)
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::{Value, json};

    #[test]
    fn a_patch_merges_as_rfc_7396_says() {
        let cases: [(Value, Value, Value); 7] = [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (
                json!({"a":{"b":"c"}}),
                json!({"a":{"b":"d","c":null}}),
                json!({"a":{"b":"d"}}),
            ),
            (json!(["a"]), json!({"a":1}), json!({"a":1})),
            (
                json!({}),
                json!({"a":{"bb":{"ccc":null}}}),
                json!({"a":{"bb":{}}}),
            ),
        ];
        for (mut target, patch, merged) in cases {
            merge(&mut target, patch);
            assert_eq!(target, merged);
        }
    }
}
