//! The key ceremony of a threshold group: n trustees make one key of which any t hold enough.
//!
//! Nobody deals the shares; each member deals to all, and the shares add up. Every member holds one
//! secret, the [`Seed`], from which follow a signing key and a decryption key. Messages pass through a
//! server that can carry them but neither read nor change them:
//!
//! 1. [`Certificate`]: the member's two public keys with the group's size, threshold and the member's
//!    number, signed.
//! 2. [`Polynomial`], when all certificates are there: the member draws f of degree t − 1 and hands in
//!    g^aₖ for its coefficients, signed twice (alone, and with all certificates), and f(j) sealed for each
//!    member j. Its own coefficients are sealed for itself, so that the seed is all it has to keep.
//! 3. [`Output`], when all polynomials are there: member j opens what the others sent it (the [`Input`]),
//!    checks each share against the sender's commitments, adds them up to its private key S, and hands in
//!    g^S with proof of possession and signature, and S sealed for itself.
//! 4. [`Polynomials::finish`] checks that each g^S follows from the commitments and puts the
//!    [`Threshold`](super::pedersen::Threshold) together.
//!
//! # Security
//! What a server learns are public keys and ciphertexts. It could hand out certificates of its own making
//! instead of the members': members compare fingerprints. A member who sends a wrong share or commitment
//! is refused by name ([`CeremonyFault::member`]); shares that nobody can open are told apart from shares
//! that are wrong only by the receiver.
//!
//! Seeds, polynomials and shares are wiped from memory; what computes with them is constant time, but for
//! the number of digits of their decimal form, which the length of a sealed message shows to anybody.
//!
//! # Sealed messages as the peer program writes them
//! AES-256 in GCM mode; the key and the initialisation vector are the whole 32 bytes of
//! SHA-256(`key|` + hex of gˢ) and SHA-256(`iv|` + hex of gʳ); `data` is ciphertext and 16 bytes of tag in
//! lower-case hexadecimal; `algorithm` is `AES-GCM`. Inside the sealed private key stands
//! `{"decryption_key":"…"}`.
//!
//! Source: Belenios specification 3.3.0, "Filling in the trustees structure", "Messages specific to
//! threshold decryption support"; ADR 0015.
//!
//! # Example
//! ```
//! use pingyi_ballot::Trustee;
//! use pingyi_ballot::ceremony::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rng = &mut rand::rng();
//! let seeds: Vec<Seed> = (0..3).map(|_| Seed::generate(rng)).collect();
//! let context = |index| Context { size: 3, threshold: 2, index };
//! let certificates = (1..).zip(&seeds).map(|(index, seed)| Certificate::make(seed, context(index), rng));
//! let certificates = Certificates::new(certificates.collect())?;
//!
//! let mut polynomials = Vec::new();
//! for (index, seed) in (1..).zip(&seeds) {
//!     polynomials.push(Polynomial::make(seed, &certificates, index, rng)?);
//! }
//! let polynomials = Polynomials::new(certificates.clone(), polynomials)?;
//!
//! let mut outputs = Vec::new();
//! for (index, seed) in (1..).zip(&seeds) {
//!     let input = polynomials.input(index);
//!     outputs.push(Output::make(seed, &certificates, &input, index, rng)?);
//! }
//! let key = outputs[1].private_key(&seeds[1], &certificates, 2)?;
//! let group = polynomials.finish(outputs)?;
//! assert_eq!(*group.verification_keys()[1].key(), key.public_key());
//! let trustees = pingyi_ballot::Trustees::new(vec![Trustee::Pedersen(Box::new(group))])?;
//! assert_eq!(trustees.len(), 3);
//! # Ok(())
//! # }
//! ```

mod certificate;
mod channel;
mod commitment;
mod fault;
mod input;
mod output;
mod polynomial;
mod seed;
mod signed;

pub use certificate::{Certificate, Certificates, Context};
pub use fault::{CeremonyFault, Flaw, Part};
pub use input::Input;
pub use output::Output;
pub use polynomial::{Polynomial, Polynomials};
pub use seed::Seed;

pub(super) use commitment::{Commitment, power};
pub(super) use polynomial::sums;
pub(super) use signed::{Signed, is_signed};
