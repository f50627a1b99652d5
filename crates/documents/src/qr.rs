//! QR codes as vector drawings.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

use crate::typeset::DocumentError;

/// How much of a printed code may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// 15 %: a slip, used within days.
    Slight,
    /// 25 %: a sheet kept in an envelope for months.
    Folded,
}

/// A square SVG drawing of `content`, one path, quiet zone of four modules included (ISO/IEC 18004 §9.1).
///
/// # Errors
/// [`DocumentError::QrTooLong`] if no code is large enough.
pub(crate) fn svg(content: &str, damage: Damage) -> Result<String, DocumentError> {
    const QUIET: usize = 4;
    let level = match damage {
        Damage::Slight => ECL::M,
        Damage::Folded => ECL::Q,
    };
    let code = QRBuilder::new(content)
        .ecl(level)
        .build()
        .map_err(|_| DocumentError::QrTooLong(content.chars().count()))?;
    let size = code.size + 2 * QUIET;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\"><path d=\""
    );
    for row in 0..code.size {
        let modules = &code[row];
        let mut column = 0;
        while column < code.size {
            let length = modules[column..]
                .iter()
                .take_while(|module| module.value())
                .count();
            if length > 0 {
                // Runs of a row as one rectangle: fewer seams, and a tenth of the paths.
                let _ = write!(
                    svg,
                    "M{} {}h{length}v1h-{length}z",
                    column + QUIET,
                    row + QUIET
                );
            }
            column += length.max(1);
        }
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_holds_exactly_the_dark_modules() {
        let text = "https://pingyi.example/v#haiyang-2022.abc";
        let drawn = svg(text, Damage::Slight).unwrap();
        let code = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
        let dark = (0..code.size)
            .flat_map(|row| code[row].iter())
            .filter(|module| module.value())
            .count();
        let area: usize = drawn
            .split('M')
            .skip(1)
            .map(|run| {
                run.split(['h', 'v'])
                    .nth(1)
                    .unwrap()
                    .parse::<usize>()
                    .unwrap()
            })
            .sum();
        assert_eq!(area, dark);
    }

    #[test]
    fn a_text_too_long_is_an_error() {
        assert_eq!(
            svg(&"x".repeat(5000), Damage::Folded),
            Err(DocumentError::QrTooLong(5000))
        );
    }
}
