//! Progress for anything longer than a second; silent when nobody looks.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts to `length`, with a label.
pub(crate) fn bar(length: u64, label: &str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(label.to_owned());
    if let Ok(style) = ProgressStyle::with_template("  {msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}

/// A bar that counts bytes.
pub(crate) fn bytes(length: u64, label: &str) -> ProgressBar {
    let bar = bar(length, label);
    if let Ok(style) = ProgressStyle::with_template("  {msg} {bar:30} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar
}

/// A line that says what is waited for.
pub(crate) fn waiting() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}
