//! Sentences for people, in the two languages that pages are shown in.

/// One sentence in Chinese and in English. There is no way to make it of one language only, so no page shows a
/// language its reader did not choose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sentence {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl<Z: Into<String>, E: Into<String>> From<(Z, E)> for Sentence {
    fn from((zh, en): (Z, E)) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

/// A [`Sentence`] with values in it: the Chinese text, the English text, and after a semicolon what both name by
/// place.
#[macro_export]
macro_rules! sentence {
    ($zh:literal, $en:literal $(; $($value:expr),+)?) => {
        $crate::sentence::Sentence {
            zh: format!($zh $(, $($value),+)?),
            en: format!($en $(, $($value),+)?),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Sentence;

    #[test]
    fn both_languages_hold_the_same_values() {
        let (count, name) = (3, "朱吴镇");
        let made = sentence!("{count} 个村属于{}", "{count} villages belong to {}"; name);
        assert_eq!(
            made,
            Sentence::from(("3 个村属于朱吴镇", "3 villages belong to 朱吴镇"))
        );
        let places = sentence!("有 {} 处，共 {} 处", "{} of {}"; 1, count);
        assert_eq!(places.en, "1 of 3");
    }
}
