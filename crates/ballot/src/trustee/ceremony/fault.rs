//! Why a message of the ceremony is refused, and whom to ask.

use std::fmt;

use crate::canonical::NotCanonical;
use crate::group::PointFault;

/// A part of what passes in a ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A member's seed, as typed or read from a file.
    Seed,
    /// Size, threshold and number of a member.
    Context,
    /// A member's public keys.
    Certificate,
    /// The commitments to a member's polynomial.
    Commitment,
    /// A member's polynomial, sealed for itself.
    Polynomial,
    /// The share a member sent to another.
    Share,
    /// Everything that was sent to a member.
    Input,
    /// A member's verification key, and its private key sealed for itself.
    Key,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not canonical JSON of the expected structure.
    Form {
        /// Offset of the first byte that does not fit.
        at: usize,
    },
    /// An element of the group is not one.
    Point(PointFault),
    /// Mistyped: not 22 characters of Base58, or a wrong check.
    Typed,
    /// Another group, size, threshold or member number; or numbers no group can have.
    Context,
    /// Another number of parts.
    Count {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The same key as this member.
    Repeated(u32),
    /// Made with another seed.
    NotOwn,
    /// The signature of its author does not verify.
    Signature,
    /// Sealed for somebody else, or changed on the way.
    Sealed,
    /// Opened, but it names another addressee.
    Addressee,
    /// Does not lie on the polynomial that was committed to.
    OffPolynomial,
    /// The proof of possession of the private key does not verify.
    Possession,
}

/// A refused message of the ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CeremonyFault {
    /// The member whose message is refused, from 1, where it is one member's.
    pub member: Option<u32>,
    /// Which part of it.
    pub part: Part,
    /// What is wrong.
    pub flaw: Flaw,
}

impl CeremonyFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self.flaw {
            Flaw::Form { .. } => "ceremony-form",
            Flaw::Point(_) => "ceremony-point",
            Flaw::Typed => "ceremony-seed",
            Flaw::Context => "ceremony-context",
            Flaw::Count { .. } => "ceremony-count",
            Flaw::Repeated(_) => "ceremony-repeated",
            Flaw::NotOwn => "ceremony-not-own",
            Flaw::Signature => "ceremony-signature",
            Flaw::Sealed => "ceremony-sealed",
            Flaw::Addressee => "ceremony-addressee",
            Flaw::OffPolynomial => "ceremony-polynomial",
            Flaw::Possession => "ceremony-possession",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        let whose = self
            .member
            .map(|member| format!("第 {member} 名成员的"))
            .unwrap_or_default();
        format!("{whose}{}{}", self.part.zh(), self.flaw.zh())
    }

    pub(super) fn of(part: Part, member: u32) -> impl Fn(Flaw) -> Self {
        move |flaw| Self {
            member: Some(member),
            part,
            flaw,
        }
    }
}

impl Part {
    fn zh(self) -> &'static str {
        match self {
            Self::Seed => "密钥种子",
            Self::Context => "门限组参数",
            Self::Certificate => "证书",
            Self::Commitment => "多项式承诺",
            Self::Polynomial => "自存多项式",
            Self::Share => "密钥份额",
            Self::Input => "来件",
            Self::Key => "验证公钥",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seed => "the seed",
            Self::Context => "the context",
            Self::Certificate => "the certificate",
            Self::Commitment => "the polynomial's commitments",
            Self::Polynomial => "the stored polynomial",
            Self::Share => "the share",
            Self::Input => "the input",
            Self::Key => "the verification key",
        })
    }
}

impl Flaw {
    fn zh(self) -> String {
        match self {
            Self::Form { at } => format!("不是规范的 JSON（第 {at} 字节处）"),
            Self::Point(fault) => format!("含有错误的群元素：{}", fault.zh()),
            Self::Typed => "有误或有字符抄错：应为 PY2 和五组五个字符，或种子文件".into(),
            Self::Context => "的人数、门限或序号不符".into(),
            Self::Count { expected, found } => format!("应有 {expected} 份，现有 {found} 份"),
            Self::Repeated(member) => format!("与第 {member} 名成员的密钥相同"),
            Self::NotOwn => "不是由这个种子生成的".into(),
            Self::Signature => "签名验证失败".into(),
            Self::Sealed => "无法打开：不是加密给这名成员的，或在途中被改动".into(),
            Self::Addressee => "写明的收件人是别人".into(),
            Self::OffPolynomial => "与公布的多项式承诺不符".into(),
            Self::Possession => "私钥持有证明验证失败".into(),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { at } => write!(f, "is not canonical JSON at byte {at}"),
            Self::Point(fault) => write!(f, "holds a wrong group element: {fault}"),
            Self::Typed => f.write_str(
                "is not one, or was mistyped: expected PY2 and five groups of five characters, or a seed file",
            ),
            Self::Context => {
                f.write_str("is for another group, size, threshold or number of member")
            }
            Self::Count { expected, found } => {
                write!(f, "has {found} parts instead of {expected}")
            }
            Self::Repeated(member) => write!(f, "has a key of member {member}"),
            Self::NotOwn => f.write_str("was not made with this seed"),
            Self::Signature => f.write_str("has a signature that does not verify"),
            Self::Sealed => {
                f.write_str("cannot be opened: sealed for somebody else, or changed on the way")
            }
            Self::Addressee => f.write_str("names another addressee"),
            Self::OffPolynomial => f.write_str("does not follow from the polynomials committed to"),
            Self::Possession => {
                f.write_str("has a proof of possession of the private key that does not verify")
            }
        }
    }
}

impl fmt::Display for CeremonyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member {
            Some(member) => write!(f, "{} of member {member} {}", self.part, self.flaw),
            None => write!(f, "{} {}", self.part, self.flaw),
        }
    }
}

impl std::error::Error for CeremonyFault {}

impl From<NotCanonical> for Flaw {
    fn from(found: NotCanonical) -> Self {
        Self::Form { at: found.at }
    }
}

impl From<PointFault> for Flaw {
    fn from(fault: PointFault) -> Self {
        Self::Point(fault)
    }
}
