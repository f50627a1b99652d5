//! Inputs: what the others sent to one member.

use super::channel::Sealed;
use super::{CeremonyFault, Part, Signed};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::proof::{Proof, read_proofs, write_proofs};
use crate::trustee::MOST_TRUSTEES;

/// One member's shares from all, with everybody's commitments. Checked by
/// [`Output::make`](super::Output::make).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The member's own coefficients, as it sealed them for itself.
    pub(super) polynomial: Sealed,
    pub(super) shares: Vec<Sealed>,
    pub(super) commitments: Vec<Signed>,
    pub(super) signatures: Vec<Proof>,
}

impl Input {
    /// Reads the canonical JSON; nothing else is checked yet.
    ///
    /// # Errors
    /// [`CeremonyFault`] for another form.
    pub fn parse(bytes: &[u8]) -> Result<Self, CeremonyFault> {
        Self::read(bytes).map_err(|found| CeremonyFault {
            member: None,
            part: Part::Input,
            flaw: found.into(),
        })
    }

    fn read(bytes: &[u8]) -> Result<Self, NotCanonical> {
        let mut reader = Reader::new(bytes);
        reader.expect("{\"polynomial\":")?;
        let polynomial = Sealed(reader.string()?);
        reader.expect(",\"secrets\":")?;
        let shares = reader.array_up_to(MOST_TRUSTEES, |reader| reader.string().map(Sealed))?;
        reader.expect(",\"coefexps\":")?;
        let commitments = reader.array_up_to(MOST_TRUSTEES, Signed::read)?;
        reader.expect(",\"signatures\":")?;
        let signatures = read_proofs(&mut reader)?;
        reader.expect("}")?;
        reader.end()?;
        Ok(Self {
            polynomial,
            shares,
            commitments,
            signatures,
        })
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        writer.push("{\"polynomial\":").string(&self.polynomial.0);
        writer
            .push(",\"secrets\":")
            .array(&self.shares, |writer, share| {
                writer.string(&share.0);
            });
        writer
            .push(",\"coefexps\":")
            .array(&self.commitments, |writer, signed| signed.write(writer));
        write_proofs(writer.push(",\"signatures\":"), &self.signatures);
        writer.push("}");
        writer.0
    }
}
