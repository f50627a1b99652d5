//! What is wrong with an archive, and where.

use std::borrow::Cow;
use std::fmt;

use crate::archive::ArchiveFault;
use crate::ballot::BallotFault;
use crate::fault::Fault;
use crate::tally::TallyFault;
use crate::trustee::TrusteeFault;

/// The first thing wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyFault {
    /// Stable code.
    pub code: &'static str,
    /// Name of the entry that is wrong; empty when it is none in particular.
    pub entry: String,
    /// Height of the event it belongs to; none for the file's own header.
    pub height: Option<u64>,
    /// The sentence in Chinese.
    pub zh: String,
    /// The sentence in English.
    pub en: String,
}

impl fmt::Display for VerifyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)?;
        match (self.height, self.entry.as_str()) {
            (None, "") => Ok(()),
            (Some(height), "") => write!(f, " (event {height})"),
            (None, entry) => write!(f, " (entry {entry})"),
            (Some(height), entry) => write!(f, " (event {height}, entry {entry})"),
        }
    }
}

impl std::error::Error for VerifyFault {}

impl VerifyFault {
    pub(super) fn of_archive(fault: &ArchiveFault, entry: &str, height: Option<u64>) -> Self {
        Self {
            code: fault.code(),
            entry: entry.into(),
            height,
            zh: fault.zh(),
            en: fault.to_string(),
        }
    }
}

/// A fault without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    code: &'static str,
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Sentence {
    pub const NAME: Self = Self::new(
        "entry-name",
        "条目名称不是其内容的哈希",
        "the name of the entry is not the hash of its content",
    );
    pub const EVENT_FORM: Self = Self::new(
        "event-form",
        "事件不是规范的 JSON",
        "the event is not canonical JSON",
    );
    pub const EVENT_PARENT: Self = Self::new(
        "event-parent",
        "事件没有指向前一事件",
        "the event does not refer to the one before it",
    );
    pub const EVENT_HEIGHT: Self = Self::new(
        "event-height",
        "事件的高度不连续",
        "the height of the event is not one more than the last",
    );
    pub const EVENT_ORDER: Self = Self::new(
        "event-order",
        "此处不能出现这种事件",
        "an event of this kind cannot stand here",
    );
    pub const EVENT_KIND: Self = Self::new(
        "event-kind",
        "不支持的事件类型",
        "events of this kind are not supported",
    );
    pub const EVENT_PAYLOAD: Self = Self::new(
        "event-payload",
        "事件没有指向它之前的数据",
        "the event does not refer to the data before it",
    );
    pub const EVENT_DATA: Self = Self::new(
        "event-data",
        "事件之前的数据条目数量不对",
        "the event has the wrong number of data entries before it",
    );
    pub const STRAY: Self = Self::new(
        "data-stray",
        "数据条目不属于任何事件",
        "a data entry belongs to no event",
    );
    pub const EMPTY: Self = Self::new(
        "no-setup",
        "核验包中没有设置事件",
        "the archive has no setup event",
    );
    pub const SETUP_FORM: Self = Self::new(
        "setup-form",
        "设置数据不是规范的 JSON",
        "the setup data are not canonical JSON",
    );
    pub const SETUP_REFERENCE: Self = Self::new(
        "setup-reference",
        "设置数据没有指向它之前的条目",
        "the setup data do not refer to the entries before them",
    );
    pub const ELECTION_KEY: Self = Self::new(
        "election-key",
        "选举公钥不是监票人公钥之积",
        "the election key is not the product of the trustees' keys",
    );
    pub const REPLAYED: Self = Self::new(
        "ballot-replayed",
        "同一张选票出现两次",
        "the same ballot stands on the board twice",
    );
    pub const REPEATED: Self = Self::new(
        "data-repeated",
        "同一数据条目出现两次",
        "the same data entry stands on the board twice",
    );
    pub const TALLY_PRODUCT: Self = Self::new(
        "tally-product",
        "加密计票不是有效选票之积",
        "the encrypted tally is not the product of the ballots",
    );
    pub const TALLY_COUNTS: Self = Self::new(
        "tally-counts",
        "票数或票权与选票不符",
        "the number of ballots or their weight is not that of the ballots",
    );
    pub const OWNED_FORM: Self = Self::new(
        "owned-form",
        "解密份额的归属不是规范的 JSON",
        "the owner of the partial decryption is not canonical JSON",
    );
    pub const OWNED_REFERENCE: Self = Self::new(
        "owned-reference",
        "解密份额的归属没有指向它之前的份额",
        "the owner record does not refer to the partial decryption before it",
    );
    pub const RESULT_SUMS: Self = Self::new(
        "result-sums",
        "结果与解密出的合计不符",
        "the result is not what the partial decryptions give",
    );

    pub const RESULT_SHAPE: Self = Self::new(
        "result-shape",
        "结果的结构与选举的问题不符",
        "the result does not have the shape of the election's questions",
    );
    pub const UNFINISHED: Self = Self::new(
        "result-missing",
        "公告板上没有结果",
        "the board has no result",
    );
    pub const PARTED: Self = Self::new(
        "board-parted",
        "公告板从此处起与较早的公告板不同",
        "from here on the board differs from the earlier one",
    );

    const fn new(code: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self {
            code,
            zh: Cow::Borrowed(zh),
            en: Cow::Borrowed(en),
        }
    }

    pub fn hints_unwritten(fault: &std::io::Error) -> Self {
        Self {
            code: "hints-unwritten",
            zh: format!("提示文件写入失败：{fault}").into(),
            en: format!("writing the hints failed: {fault}").into(),
        }
    }

    pub fn witness(hash: &str) -> Self {
        Self {
            code: "witness-missing",
            zh: format!("此前见证过的事件 {hash} 已不在公告板上").into(),
            en: format!("event {hash}, seen earlier, is no longer on the board").into(),
        }
    }

    pub fn shortened(events: u64) -> Self {
        Self {
            code: "board-shortened",
            zh: format!("较早的公告板有 {events} 个事件，此公告板在那之前结束").into(),
            en: format!("the earlier board had {events} events, and this one ends before that")
                .into(),
        }
    }

    pub fn at(self, entry: &str, height: Option<u64>) -> VerifyFault {
        VerifyFault {
            code: self.code,
            entry: entry.into(),
            height,
            zh: self.zh.into_owned(),
            en: self.en.into_owned(),
        }
    }
}

macro_rules! sentence_of {
    ($($fault:ty),*) => {$(
        impl From<$fault> for Sentence {
            fn from(fault: $fault) -> Self {
                Self { code: fault.code(), zh: fault.zh().into(), en: fault.to_string().into() }
            }
        }
    )*};
}

sentence_of!(Fault, TrusteeFault, BallotFault, TallyFault);
