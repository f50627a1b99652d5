//! A whole key ceremony from a seed, and the sealed messages of members who do not follow the rules.

use std::fmt::Write as _;

use aes_gcm::aead::consts::U32;
use aes_gcm::{AeadInOut as _, AesGcm, KeyInit as _, aes::Aes256};
use curve25519_dalek::{EdwardsPoint, Scalar};
use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Output, Polynomial, Polynomials, Seed,
};
use pingyi_ballot::{Threshold, Trustee, TrusteeKey, Trustees};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Seeded;
use super::forge::{decimal, hex, point};

pub struct Ceremony {
    pub seeds: Vec<Seed>,
    pub certificates: Certificates,
    pub list: Vec<Polynomial>,
    pub polynomials: Polynomials,
    pub outputs: Vec<Output>,
}

impl Ceremony {
    pub fn new(seed: &str, size: u32, threshold: u32) -> Self {
        let mut rng = Seeded::new(&format!("ceremony {seed}"));
        let seeds: Vec<_> = (0..size).map(|_| Seed::generate(&mut rng)).collect();
        let certificates = (1..).zip(&seeds).map(|(index, seed)| {
            let context = Context {
                size,
                threshold,
                index,
            };
            Certificate::make(seed, context, &mut rng)
        });
        let certificates = Certificates::new(certificates.collect()).unwrap();
        Self::from(seeds, certificates, &mut rng)
    }

    /// The same members and certificates, other polynomials.
    pub fn again(&self, seed: &str) -> Self {
        let rng = &mut Seeded::new(seed);
        Self::from(self.seeds.clone(), self.certificates.clone(), rng)
    }

    fn from(seeds: Vec<Seed>, certificates: Certificates, rng: &mut Seeded) -> Self {
        let members = || (1u32..).zip(&seeds);
        let list: Vec<_> = members()
            .map(|(index, seed)| Polynomial::make(seed, &certificates, index, rng).unwrap())
            .collect();
        let polynomials = Polynomials::new(certificates.clone(), list.clone()).unwrap();
        let outputs = members()
            .map(|(index, seed)| {
                let input = polynomials.input(index);
                Output::make(seed, &certificates, &input, index, rng).unwrap()
            })
            .collect();
        Self {
            seeds,
            certificates,
            list,
            polynomials,
            outputs,
        }
    }

    pub fn finish(&self) -> Threshold {
        self.polynomials.finish(self.outputs.clone()).unwrap()
    }

    pub fn trustees(&self) -> Trustees {
        Trustees::new(vec![Trustee::Pedersen(Box::new(self.finish()))]).unwrap()
    }

    /// The members' private keys.
    pub fn keys(&self) -> Vec<TrusteeKey> {
        let members = (1..).zip(self.seeds.iter().zip(&self.outputs));
        members
            .map(|(index, (seed, output))| {
                output.private_key(seed, &self.certificates, index).unwrap()
            })
            .collect()
    }
}

/// All subsets of the numbers below `size`.
pub fn subsets(size: usize) -> Vec<Vec<usize>> {
    let members = |set: u32| (0..size).filter(|member| set >> member & 1 == 1).collect();
    (0..1 << size).map(members).collect()
}

// Written once more, with the specification beside it and without the crate's own code.

fn challenge(text: &str) -> Scalar {
    let mut bytes: [u8; 32] = Sha256::digest(text).into();
    bytes.reverse();
    Scalar::from_bytes_mod_order(bytes)
}

/// The signing or decryption key (`sk`, `dk`) of a seed.
pub fn secret(seed: &str, kind: &str) -> Scalar {
    challenge(&format!("{kind}|{seed}"))
}

pub fn sign(key: &Scalar, message: &str, rng: &mut Seeded) -> Value {
    let w = Scalar::random(rng);
    let challenge = challenge(&format!(
        "sigmsg|{message}|{}",
        hex(&EdwardsPoint::mul_base(&w))
    ));
    json!({"challenge": decimal(&challenge), "response": decimal(&(w - key * challenge))})
}

pub fn signed(key: &Scalar, message: &str, rng: &mut Seeded) -> String {
    let signature = sign(key, message, rng);
    format!(
        "{{\"message\":{},\"signature\":{signature}}}",
        json!(message)
    )
}

type Cipher = AesGcm<Aes256, U32>;

fn cipher(carried: &EdwardsPoint, alpha: &str) -> (Cipher, [u8; 32]) {
    let key: [u8; 32] = Sha256::digest(format!("key|{}", hex(carried))).into();
    let iv = Sha256::digest(format!("iv|{alpha}")).into();
    (Cipher::new(&key.into()), iv)
}

/// Seals a text, whatever it is, for an encryption key.
pub fn seal(recipient: &str, text: &str, rng: &mut Seeded) -> String {
    let (r, s) = (Scalar::random(rng), Scalar::random(rng));
    seal_with(recipient, text, &r, &s)
}

pub fn seal_with(recipient: &str, text: &str, r: &Scalar, s: &Scalar) -> String {
    let carried = EdwardsPoint::mul_base(s);
    let alpha = hex(&EdwardsPoint::mul_base(r));
    let beta = hex(&(point(recipient) * r + carried));
    let (cipher, iv) = cipher(&carried, &alpha);
    let mut data = text.as_bytes().to_vec();
    cipher.encrypt_in_place(&iv.into(), b"", &mut data).unwrap();
    let data = data.iter().fold(String::new(), |mut data, byte| {
        let _ = write!(data, "{byte:02x}");
        data
    });
    format!(
        "{{\"algorithm\":\"AES-GCM\",\"alpha\":\"{alpha}\",\"beta\":\"{beta}\",\"data\":\"{data}\"}}"
    )
}

/// Opens a sealed message with a decryption key.
pub fn unseal(key: &Scalar, sealed: &str) -> String {
    let sealed: Value = serde_json::from_str(sealed).unwrap();
    let part = |name: &str| sealed[name].as_str().unwrap();
    let carried = point(part("beta")) - point(part("alpha")) * key;
    let (cipher, iv) = cipher(&carried, part("alpha"));
    let digits = part("data").as_bytes().chunks_exact(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let mut data: Vec<u8> = digits.map(byte).collect();
    cipher.decrypt_in_place(&iv.into(), b"", &mut data).unwrap();
    String::from_utf8(data).unwrap()
}
