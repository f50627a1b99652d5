//! Strangers' text on a terminal: names in an archive that somebody else made.

/// The text without what moves the cursor, changes colours or turns the direction of reading.
pub(crate) fn shown(text: &str) -> String {
    let is_harmless = |character: char| {
        !character.is_control()
            && !matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|character| {
            if is_harmless(character) {
                character
            } else {
                '\u{fffd}'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn names_cannot_write_over_a_verdict() {
        assert_eq!(shown("第一轮 村（A）"), "第一轮 村（A）");
        assert_eq!(
            shown("x\u{1b}[2K\r✓ ok\n"),
            "x\u{fffd}[2K\u{fffd}✓ ok\u{fffd}"
        );
        assert_eq!(shown("\u{202e}ab\u{2066}"), "\u{fffd}ab\u{fffd}");
        assert_eq!(shown("\u{9b}31m"), "\u{fffd}31m");
    }
}
