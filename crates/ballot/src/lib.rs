//! The ballot protocol of Belenios, version 1, on the group Ed25519: made to be read alone.
//!
//! A vote is secret and its count is provable at once. This crate holds everything that is needed for
//! that: keys, credentials, ballots, proofs, the tally, the archive and its verifier. It speaks the protocol
//! byte for byte, so that programs written by others can make and check the same ballots and archives. It
//! does no input or output but through [`Read`](std::io::Read) and [`Write`](std::io::Write), reads no clock,
//! and draws randomness only from the generator it is given.
//!
//! # The idea in seven steps
//! 1. **A group.** Points of a curve that can be multiplied but not divided into their exponents: from gˣ
//!    nobody computes x. See [`group`].
//! 2. **Keys.** Each trustee (scrutineer) draws a secret x and publishes gˣ with a proof of knowing x. The
//!    election key y is the product of all of them: no one knows its exponent, together they do.
//!    See [`trustee`], and [`ceremony`] for keys of which not all are needed.
//! 3. **Credentials.** Each voter holds a code on paper. For each election the code becomes a signing key;
//!    the public halves are the [`roll`]. Nobody knows whose is whose. See [`credential`].
//! 4. **Ballots.** Each choice m (0 or 1) is encrypted as (gʳ, yʳ·gᵐ) with fresh randomness r. Proofs show
//!    that each m is 0 or 1 and their sum within bounds, without showing any m. The credential signs it all.
//!    See [`ciphertext`], [`proof`], [`ballot`].
//! 5. **The tally.** Ciphertexts multiplied part by part encrypt the sum of the choices. The trustees open
//!    this product and nothing else, each with a proof of having used the published key. See [`tally`].
//! 6. **The board.** Election, ballots, tally, decryptions and result stand in an append-only chain of
//!    hashes, published as one file. See [`board`] and [`archive`].
//! 7. **Verifying.** Anybody recomputes everything from that file, without trusting the server. See
//!    [`verify`].
//!
//! Proofs are bound to their place by the strings that are hashed for their [challenges](challenge): the
//! fingerprint of the election (which covers its description, and so the rule card named there), the
//! credential, and the other ciphertexts of the answer. A ballot cannot be moved, copied or edited.
//!
//! # What this does not give
//! * A phone that lies about what it encrypts is not noticed by its voter.
//! * A voter can prove how they voted by giving away the randomness, so coercion is not prevented.
//! * All trustees together (or a threshold, where one is set) can open any ballot.
//! * Protocol version 1 has theoretical weaknesses that its authors address in version 2.
//!
//! # Security
//! Operations with secrets (key generation, encryption, proving, signing, decryption) are constant time;
//! what only touches published values is not, and says `vartime`. Secrets are wiped from memory when
//! dropped and not shown by `Debug`.
//!
//! # Faults
//! Each family of faults is a closed enum with a stable `code()`, a Chinese sentence `zh()`, and an English
//! one as its `Display`.
//!
//! # Example
//! A whole election, from keys to the verified result:
//! ```
//! use pingyi_ballot::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rng = &mut rand::rng();
//! // The trustee's device, the authority's device.
//! let key = TrusteeKey::generate(rng);
//! let trustees = Trustees::single(vec![key.public(rng)])?;
//! let credential = Credential::generate(rng);
//!
//! let draft = ElectionDraft {
//!     id: ElectionId::generate(rng),
//!     name: "第一轮".into(),
//!     description: "规则卡 sha256:…".into(),
//!     questions: vec![Question {
//!         question: "郭城镇西古现村".into(),
//!         answers: ["优秀", "良好", "一般", "较差"].map(String::from).to_vec(),
//!         blank: false,
//!         min: 1,
//!         max: 1,
//!     }],
//!     public_key: trustees.combined_key(),
//!     administrator: String::new(),
//!     credential_authority: String::new(),
//! };
//! let election = Election::parse(&draft.to_bytes())?;
//! let roll = Roll::new(vec![credential.public(election.id())])?;
//! let (mut head, mut records) = Board::open(&election, &trustees, &roll);
//!
//! // The voter's phone, then the server.
//! let raw = encrypt_ballot(&election, &credential, &[vec![1, 0, 0, 0]], rng)?;
//! let ballot = check_ballot(&election, &roll, &raw)?;
//! records.extend(head.ballot(&ballot));
//!
//! // Closing.
//! let tally = EncryptedTally::sum(&election, [&ballot].into_iter());
//! records.extend(head.end_ballots());
//! records.extend(head.encrypted_tally(&tally));
//! let share = key.decrypt(&election, &tally, rng);
//! records.extend(head.partial_decryption(1, &share));
//! let result = TallyResult::combine(&election, &tally, &trustees, &[(1, share)])?;
//! records.extend(head.result(&result));
//! assert_eq!(result.sums(), [[1, 0, 0, 0]]);
//!
//! // Anybody.
//! let mut archive = Vec::new();
//! write_archive(1_668_000_000, records, &mut archive)?;
//! let verified = verify_archive(archive.as_slice(), VerifyOptions::default())?;
//! assert!(verified.finished);
//! assert_eq!(verified.sums, Some(vec![vec![1, 0, 0, 0]]));
//! # Ok(())
//! # }
//! ```
//!
//! # Source
//! Belenios specification 3.3.0 (`doc/specification.tex` of the project). Used are homomorphic questions,
//! `Single` and `Pedersen` trustees, weights, and the archive; not used are mixnets and lists. The tests
//! cross keys, ballots, decryptions and archives with `belenios-tool` in both directions.

pub mod archive;
pub mod ballot;
pub mod board;
mod canonical;
pub mod challenge;
pub mod ciphertext;
pub mod credential;
#[doc(hidden)]
pub mod curve;
pub mod election;
pub mod fault;
pub mod group;
mod hash;
pub mod hints;
pub mod proof;
pub mod roll;
pub mod tally;
pub mod trustee;
pub mod verify;

pub use archive::{ArchiveWriter, write_archive};
pub use ballot::{
    BallotFault, CheckedBallot, ChoiceFault, Hint, check_ballot, check_ballot_with_hint,
    check_ballots, encrypt_ballot,
};
pub use board::{Board, BoardHead, EventKind, Record};
pub use ciphertext::Ciphertext;
pub use credential::{Credential, CredentialFault, PublicCredential};
pub use election::{Election, ElectionDraft, ElectionId, PublicKey, Question};
pub use fault::{Document, Fault};
pub use group::{Point, PointFault, Scalar};
pub use hash::{sha256_base64, sha256_hex};
pub use hints::HintsWriter;
pub use proof::Proof;
pub use roll::Roll;
pub use tally::{EncryptedTally, PartialDecryption, TallyAccumulator, TallyFault, TallyResult};
pub use trustee::ceremony;
pub use trustee::pedersen::Threshold;
pub use trustee::{Trustee, TrusteeFault, TrusteeKey, TrusteePublicKey, Trustees};
pub use verify::{
    BoardOutline, Progress, Verified, Verifier, VerifyFault, VerifyOptions, verify_archive,
};
