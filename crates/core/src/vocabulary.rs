//! Words of the organisation: the same appraisal serves villages, departments, shops and classes. Labels come
//! from here, on every page.

use crate::entry::{EntryFault, check_name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A word in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Chinese.
    pub zh: String,
    /// English, in lower case and the singular.
    pub en: String,
    /// English, plural.
    pub en_plural: String,
}

impl Word {
    fn new(zh: &str, en: &str, en_plural: &str) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
            en_plural: en_plural.into(),
        }
    }
}

/// The words that change from one kind of organisation to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// The set it started from: `village`, `department`, `shop`, `class`, or `own`.
    pub set: String,
    /// 县
    pub county: Word,
    /// 片区
    pub area: Word,
    /// 镇街
    pub town: Word,
    /// 村
    pub village: Word,
    /// 书记
    pub secretary: Word,
    /// 项目
    pub project: Word,
}

impl Vocabulary {
    /// The sets there are.
    pub const SETS: [&'static str; 4] = ["village", "department", "shop", "class"];

    /// A set by its name.
    pub fn of(set: &str) -> Option<Self> {
        let [county, area, town, village, secretary] = match set {
            "village" => [
                ("县", "county", "counties"),
                ("片区", "area", "areas"),
                ("镇街", "town", "towns"),
                ("村", "village", "villages"),
                ("书记", "secretary", "secretaries"),
            ],
            "department" => [
                ("单位", "organisation", "organisations"),
                ("组别", "group", "groups"),
                ("系统", "division", "divisions"),
                ("部门", "department", "departments"),
                ("负责人", "head", "heads"),
            ],
            "shop" => [
                ("总部", "head office", "head offices"),
                ("大区", "region", "regions"),
                ("城市", "city", "cities"),
                ("门店", "shop", "shops"),
                ("店长", "shop manager", "shop managers"),
            ],
            "class" => [
                ("学校", "school", "schools"),
                ("组别", "group", "groups"),
                ("年级", "grade", "grades"),
                ("班级", "class", "classes"),
                ("班主任", "class teacher", "class teachers"),
            ],
            _ => return None,
        }
        .map(|(zh, en, plural)| Word::new(zh, en, plural));
        Some(Self {
            set: set.into(),
            county,
            area,
            town,
            village,
            secretary,
            project: Word::new("项目", "project", "projects"),
        })
    }

    /// What is wrong with it.
    pub fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if !Self::SETS.contains(&self.set.as_str()) && self.set != "own" {
            let message = (
                "词汇应为 village、department、shop、class 或 own",
                "the words are village, department, shop, class or own",
            );
            faults.push(EntryFault::new("/set", "set", message));
        }
        for (name, word) in [
            ("county", &self.county),
            ("area", &self.area),
            ("town", &self.town),
            ("village", &self.village),
            ("secretary", &self.secretary),
            ("project", &self.project),
        ] {
            check_name(&mut faults, &format!("/{name}/zh"), &word.zh, 8);
            check_name(&mut faults, &format!("/{name}/en"), &word.en, 24);
            check_name(
                &mut faults,
                &format!("/{name}/en_plural"),
                &word.en_plural,
                24,
            );
        }
        faults
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::of("village").expect("the first set")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_whole() {
        for set in Vocabulary::SETS {
            assert!(Vocabulary::of(set).unwrap().check().is_empty(), "{set}");
        }
        assert!(Vocabulary::of("planet").is_none());
    }
}
