//! A threshold group and its whole key ceremony in one head, to be published right or wrong.

use super::prover::{sign, trustee};
use crate::support::Seeded;
use crate::support::forge::hex;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;

/// What the members know and say; [`Group::publish`] signs it all.
#[derive(Clone)]
pub struct Group {
    pub threshold: u32,
    /// Of each member: the key it signs with, and the certificate it signs.
    pub signing: Vec<Scalar>,
    pub certificates: Vec<String>,
    /// Of each member: its polynomial, and what it publishes of it.
    pub polynomials: Vec<Vec<Scalar>>,
    pub commitments: Vec<Vec<EdwardsPoint>>,
    /// Of each member: its share of the secret, and what it publishes of it.
    pub secrets: Vec<Scalar>,
    pub keys: Vec<EdwardsPoint>,
}

impl Group {
    pub fn new(threshold: u32, size: u32, rng: &mut Seeded) -> Self {
        let scalars = |count: u32, rng: &mut Seeded| -> Vec<Scalar> {
            (0..count).map(|_| Scalar::random(rng)).collect()
        };
        let signing = scalars(size, rng);
        let certificates = (1..)
            .zip(&signing)
            .map(|(index, key)| {
                let encryption = EdwardsPoint::mul_base(&Scalar::random(rng));
                certificate(
                    size,
                    threshold,
                    index,
                    &EdwardsPoint::mul_base(key),
                    &encryption,
                )
            })
            .collect();
        let polynomials: Vec<_> = (0..size).map(|_| scalars(threshold, rng)).collect();
        Self::of(threshold, signing, certificates, polynomials)
    }

    /// The group of these polynomials.
    pub fn of(
        threshold: u32,
        signing: Vec<Scalar>,
        certificates: Vec<String>,
        polynomials: Vec<Vec<Scalar>>,
    ) -> Self {
        let value = |j: u64| -> Scalar {
            let at = |polynomial: &Vec<Scalar>| {
                let step = |sum, coefficient: &Scalar| sum * Scalar::from(j) + coefficient;
                polynomial.iter().rev().fold(Scalar::ZERO, step)
            };
            polynomials.iter().map(at).sum()
        };
        let secrets: Vec<Scalar> = (1..=polynomials.len() as u64).map(value).collect();
        let publish =
            |polynomial: &Vec<Scalar>| polynomial.iter().map(EdwardsPoint::mul_base).collect();
        Self {
            threshold,
            commitments: polynomials.iter().map(publish).collect(),
            keys: secrets.iter().map(EdwardsPoint::mul_base).collect(),
            signing,
            certificates,
            polynomials,
            secrets,
        }
    }

    /// f(0)
    pub fn secret(&self) -> Scalar {
        self.polynomials
            .iter()
            .map(|polynomial| polynomial[0])
            .sum()
    }

    pub fn publish(&self, rng: &mut Seeded) -> String {
        let signed = |key: &Scalar, message: &str, rng: &mut Seeded| {
            format!(
                "{{\"message\":{},\"signature\":{}}}",
                serde_json::to_string(message).unwrap(),
                sign(key, message, rng)
            )
        };
        let mut each = |what: &dyn Fn(usize, &Scalar, &mut Seeded) -> String| {
            let items: Vec<_> = (0..self.signing.len())
                .map(|member| what(member, &self.signing[member], rng))
                .collect();
            format!("[{}]", items.join(","))
        };
        let certificates = each(&|member, key, rng| signed(key, &self.certificates[member], rng));
        let points = |member: usize| {
            let points = self.commitments[member]
                .iter()
                .map(|point| format!("\"{}\"", hex(point)));
            format!("[{}]", points.collect::<Vec<_>>().join(","))
        };
        let polynomials = each(&|member, key, rng| {
            signed(key, &format!("{{\"coefexps\":{}}}", points(member)), rng)
        });
        let signatures = each(&|member, key, rng| {
            let coefexps = points(member);
            let message = format!("certs_sig|{{\"certs\":{certificates},\"coefexps\":{coefexps}}}");
            sign(key, &message, rng)
        });
        let keys = each(&|member, key, rng| {
            let public = &self.keys[member];
            let signature = sign(key, &hex(public), rng);
            format!(
                "{},\"signature\":{signature}}}",
                trustee(&self.secrets[member], public, rng)
            )
        });
        format!(
            "{{\"threshold\":{},\"certs\":{certificates},\"coefexps\":{polynomials},\"signatures\":{signatures},\"verification_keys\":{keys}}}",
            self.threshold
        )
    }
}

pub fn certificate(
    size: u32,
    threshold: u32,
    index: u32,
    verification: &EdwardsPoint,
    encryption: &EdwardsPoint,
) -> String {
    format!(
        "{{\"context\":{{\"group\":\"Ed25519\",\"size\":{size},\"threshold\":{threshold},\"index\":{index}}},\"verification\":\"{}\",\"encryption\":\"{}\"}}",
        hex(verification),
        hex(encryption)
    )
}
