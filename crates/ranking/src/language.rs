/// A language of the sentences this crate writes. Chinese is the source, English the translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}
