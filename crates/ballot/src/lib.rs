//! Pingyi: ballot.

mod archive;
mod ballot;
mod board;
mod canonical;
mod challenge;
mod ciphertext;
mod credential;
mod election;
mod fault;
mod group;
mod hash;
mod proof;
mod roll;
mod tally;
mod trustee;
mod verify;

pub use archive::{ArchiveWriter, write_archive};
pub use ballot::{BallotFault, CheckedBallot, ChoiceFault, check_ballot, encrypt_ballot};
pub use board::{Board, BoardHead, EventKind, Record};
pub use ciphertext::Ciphertext;
pub use credential::{Credential, CredentialFault, PublicCredential};
pub use election::{Election, ElectionDraft, ElectionId, PublicKey, Question};
pub use fault::{Document, Fault};
pub use group::{Point, PointFault, Scalar};
pub use hash::{sha256_base64, sha256_hex};
pub use proof::Proof;
pub use roll::Roll;
pub use tally::{EncryptedTally, PartialDecryption, TallyAccumulator, TallyFault, TallyResult};
pub use trustee::pedersen::Threshold;
pub use trustee::{Trustee, TrusteeFault, TrusteeKey, TrusteePublicKey, Trustees};
pub use verify::{Progress, Verified, VerifyFault, VerifyOptions, verify_archive};
