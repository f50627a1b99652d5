//! What can be wrong with a published document.
//!
//! Every family of faults has a stable code for programs and a sentence in Chinese and in English:
//! `Display` is the English one, `zh()` the Chinese one.

use std::fmt;

use crate::canonical::NotCanonical;
use crate::group::PointFault;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Election parameters.
    Election,
    /// The list of public credentials.
    Roll,
    /// The keys of the trustees.
    Trustees,
    /// A ballot.
    Ballot,
    /// The product of all ballots.
    EncryptedTally,
    /// One trustee's share of the decryption.
    PartialDecryption,
    /// The decrypted sums.
    Result,
}

impl Document {
    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Election => "选举参数",
            Self::Roll => "公开凭证名册",
            Self::Trustees => "监票人公钥",
            Self::Ballot => "选票",
            Self::EncryptedTally => "加密计票",
            Self::PartialDecryption => "解密份额",
            Self::Result => "计票结果",
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Election => "the election",
            Self::Roll => "the roll of public credentials",
            Self::Trustees => "the trustees' keys",
            Self::Ballot => "the ballot",
            Self::EncryptedTally => "the encrypted tally",
            Self::PartialDecryption => "the partial decryption",
            Self::Result => "the result",
        })
    }
}

/// Why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not the canonical JSON of its kind.
    #[error("{document} is not canonical JSON at byte {at}")]
    Form {
        /// Which document.
        document: Document,
        /// Offset of the first byte that does not fit.
        at: usize,
    },
    /// An element of the group is not one.
    #[error("{document} holds a wrong group element: {fault}")]
    Point {
        /// Which document.
        document: Document,
        /// What is wrong with it.
        fault: PointFault,
    },
    /// The election identifier is not a Base58 string of at least 14 characters.
    #[error("an election identifier is at least 14 characters of Base58")]
    ElectionId,
    /// The election follows another version of the protocol or uses another group.
    #[error("the election is not of protocol version 1 on the group Ed25519")]
    Protocol,
    /// A question cannot be answered as configured.
    #[error("question {0} has impossible answers or bounds")]
    Question(usize),
    /// The roll is empty of meaning: the same credential twice.
    #[error("public credential {0} stands in the roll twice")]
    Repeated(String),
    /// The weights are too large to add up.
    #[error("the weights of the voters add up to more than 2^38")]
    Weight,
    /// The roll is not in order.
    #[error("the public credentials are not sorted")]
    Unsorted,
    /// The parts of a document do not match the questions of the election.
    #[error("{0} does not have the shape of the election's questions")]
    Shape(Document),
    /// The counts beside the encrypted tally do not belong to it.
    #[error("the sized tally refers to another encrypted tally")]
    Size,
}

impl Fault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { document, .. } => match document {
                Document::Election => "election-form",
                Document::Roll => "roll-form",
                Document::Trustees => "trustee-form",
                Document::Ballot => "ballot-form",
                Document::EncryptedTally => "tally-form",
                Document::PartialDecryption => "share-form",
                Document::Result => "result-form",
            },
            Self::Point { document, .. } => match document {
                Document::Election => "election-point",
                Document::Roll => "roll-point",
                Document::Trustees => "trustee-point",
                Document::Ballot => "ballot-point",
                Document::EncryptedTally => "tally-point",
                Document::PartialDecryption => "share-point",
                Document::Result => "result-point",
            },
            Self::ElectionId => "election-id",
            Self::Protocol => "election-protocol",
            Self::Question(_) => "election-question",
            Self::Repeated(_) => "roll-repeated",
            Self::Weight => "roll-weight",
            Self::Unsorted => "roll-order",
            Self::Shape(_) => "tally-shape",
            Self::Size => "tally-size",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Form { document, at } => {
                format!("{}不是规范的 JSON（第 {at} 字节处）", document.zh())
            }
            Self::Point { document, fault } => {
                format!("{}含有错误的群元素：{}", document.zh(), fault.zh())
            }
            Self::ElectionId => "选举编号须为至少 14 个 Base58 字符".into(),
            Self::Protocol => "该选举不是 Ed25519 群上的协议第 1 版".into(),
            Self::Question(index) => format!("第 {index} 个问题的选项或上下限无法满足"),
            Self::Repeated(credential) => format!("公开凭证 {credential} 在名册中出现两次"),
            Self::Weight => "票权之和超过 2 的 38 次方".into(),
            Self::Unsorted => "名册中的公开凭证未排序".into(),
            Self::Shape(document) => format!("{}的结构与选举的问题不符", document.zh()),
            Self::Size => "计票规模指向另一份加密计票".into(),
        }
    }
}

impl PointFault {
    /// The sentence in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Encoding => "群元素须为 64 位小写十六进制数字",
            Self::NotOnCurve => "不是 edwards25519 曲线上的点",
            Self::Torsion => "该点不在素数阶子群内",
            Self::Identity => "此处不允许单位元",
        }
    }
}

impl NotCanonical {
    pub(crate) fn of(document: Document) -> impl Fn(Self) -> Fault {
        move |found| Fault::Form {
            document,
            at: found.at,
        }
    }
}

impl PointFault {
    pub(crate) fn of(document: Document) -> impl Fn(Self) -> Fault {
        move |fault| Fault::Point { document, fault }
    }
}
