//! How dates, money and names are written in Chinese documents.

use std::borrow::Cow;

use jiff::civil::Date;

/// 2022年11月24日: no leading zeros (GB/T 9704-2012 §7.3.5).
pub(crate) fn date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 2022年11月24日至27日: what both ends have in common is said once.
pub(crate) fn date_range(from: Date, to: Date) -> String {
    let start = date(from);
    if from == to {
        start
    } else if from.year() != to.year() {
        format!("{start}至{}", date(to))
    } else if from.month() != to.month() {
        format!("{start}至{}月{}日", to.month(), to.day())
    } else {
        format!("{start}至{}日", to.day())
    }
}

/// Fen as 万元 with separators and the decimals it needs, at least two: 7,345,770,000 fen is `7,345.77`.
pub(crate) fn wan(fen: i64) -> String {
    let text = pingyi_core::money::Fen(fen).to_wan();
    let (whole, part) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && digit != '-' && (whole.len() - at).is_multiple_of(3) && !grouped.ends_with('-')
        {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{part}")
}

/// A number below one hundred in Chinese, as in 第十二轮; larger ones in digits.
pub(crate) fn ordinal(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match number {
        0 => "零".to_owned(),
        1..=9 => DIGITS[ones].to_owned(),
        10..=19 => format!("十{}", DIGITS[ones]),
        20..=99 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// Makes a foreign text fit for one line of a table: control characters become spaces, and long words without a place
/// to break (more than 16 letters or digits without a hyphen) get invisible ones.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    const LONGEST_RUN: usize = 16;
    let mut run = 0;
    let breaks = |c: char| {
        c == '-' || (c as u32) >= 0x2E80 || !c.is_alphanumeric() && !c.is_ascii_punctuation()
    };
    let needs_work = text.chars().any(|c| {
        run = if breaks(c) { 0 } else { run + 1 };
        c.is_control() || run > LONGEST_RUN
    });
    if !needs_work {
        return Cow::Borrowed(text);
    }
    let (mut tidied, mut run) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        let c = if c.is_control() { ' ' } else { c };
        run = if breaks(c) { 0 } else { run + 1 };
        if run > LONGEST_RUN {
            tidied.push('\u{200B}');
            run = 1;
        }
        tidied.push(c);
    }
    Cow::Owned(tidied)
}

/// A fingerprint stays as it is, so that it can be copied from the page; anything else is [`tidy`].
pub(crate) fn fingerprint(text: &str) -> Cow<'_, str> {
    let hex = text.len() <= 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    if hex { Cow::Borrowed(text) } else { tidy(text) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn dates_have_no_leading_zeros_and_say_nothing_twice() {
        assert_eq!(date(day(2022, 3, 5)), "2022年3月5日");
        assert_eq!(
            date_range(day(2022, 11, 24), day(2022, 11, 27)),
            "2022年11月24日至27日"
        );
        assert_eq!(
            date_range(day(2022, 11, 30), day(2022, 12, 1)),
            "2022年11月30日至12月1日"
        );
        assert_eq!(
            date_range(day(2022, 12, 31), day(2023, 1, 1)),
            "2022年12月31日至2023年1月1日"
        );
        assert_eq!(date_range(day(2022, 1, 1), day(2022, 1, 1)), "2022年1月1日");
    }

    #[test]
    fn money_is_grouped_and_exact() {
        assert_eq!(wan(7_345_770_000), "7,345.77");
        assert_eq!(wan(0), "0.00");
        assert_eq!(wan(999_000_000), "999.00");
        assert_eq!(wan(1_234_567_891_234_500), "1,234,567,891.2345");
        assert_eq!(wan(1), "0.000001");
    }

    #[test]
    fn ordinals_are_chinese() {
        let spelt: Vec<String> = [1, 10, 14, 20, 35, 120].into_iter().map(ordinal).collect();
        assert_eq!(spelt, ["一", "十", "十四", "二十", "三十五", "120"]);
    }

    #[test]
    fn long_words_break_and_controls_vanish() {
        assert_eq!(tidy("郭城镇西古现村"), "郭城镇西古现村");
        assert_eq!(tidy("a\u{0}b\nc"), "a b c");
        assert!(
            tidy(&"x".repeat(40))
                .split('\u{200B}')
                .all(|part| part.len() <= 16)
        );
        assert!(matches!(tidy(&"村".repeat(500)), Cow::Borrowed(_)));
        assert_eq!(tidy("round-1-village.bel"), "round-1-village.bel");
        assert_eq!(fingerprint(&"0f".repeat(32)), "0f".repeat(32));
        assert_ne!(fingerprint(&"0f".repeat(33)), "0f".repeat(33));
    }
}
