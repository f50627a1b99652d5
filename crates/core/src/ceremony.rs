//! The key ceremony of a threshold group: three messages of every member, one after the other.

use serde::{Deserialize, Serialize};

/// Where a key ceremony stands. Each step begins when every member has handed in what the step before asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CeremonyStep {
    /// Every member makes a seed and hands in a certificate.
    Certificates,
    /// Every member hands in a polynomial, its parts encrypted to the members.
    Polynomials,
    /// Every member checks the parts it got and hands in its verification key.
    Keys,
    /// Nothing is left to do.
    Done,
}

impl CeremonyStep {
    /// All steps in order.
    pub const ALL: [Self; 4] = [
        Self::Certificates,
        Self::Polynomials,
        Self::Keys,
        Self::Done,
    ];

    /// Name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Certificates => "certificates",
            Self::Polynomials => "polynomials",
            Self::Keys => "keys",
            Self::Done => "done",
        }
    }

    /// The step with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == text)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Certificates => "第一步，交证书",
            Self::Polynomials => "第二步，交多项式",
            Self::Keys => "第三步，交验证公钥",
            Self::Done => "已完成",
        }
    }

    /// The first step that not all of `size` members are through, of how many handed in something at each step.
    pub fn reached(size: u32, counts: &[(Self, u32)]) -> Self {
        let received = |step| {
            let found = counts.iter().find(|(of, _)| *of == step);
            found.map_or(0, |(_, count)| *count)
        };
        let mut open = [Self::Certificates, Self::Polynomials, Self::Keys].into_iter();
        open.find(|step| received(*step) < size)
            .unwrap_or(Self::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::CeremonyStep as S;

    #[test]
    fn a_step_is_over_when_every_member_is_through() {
        assert_eq!(S::reached(3, &[]), S::Certificates);
        assert_eq!(S::reached(3, &[(S::Certificates, 2)]), S::Certificates);
        let second = [(S::Certificates, 3)];
        assert_eq!(S::reached(3, &second), S::Polynomials);
        let third = [(S::Polynomials, 3), (S::Certificates, 3), (S::Keys, 2)];
        assert_eq!(S::reached(3, &third), S::Keys);
        let done = [(S::Polynomials, 3), (S::Certificates, 3), (S::Keys, 3)];
        assert_eq!(S::reached(3, &done), S::Done);
    }

    #[test]
    fn names_are_read_back() {
        for step in S::ALL {
            assert_eq!(S::parse(step.code()), Some(step));
        }
    }
}
