//! Forged trustees, alone and in groups.

use super::group::certificate;
use super::{At, Case, Forged, Group, SETUP, Scene, another_digit, case, replace_value, torsion};
use crate::prover::{hiding_torsion, trustee};
use crate::support::Seeded;
use crate::support::forge::{hex, point};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;

const TRUSTEES: At = At::Data(SETUP, 1);

/// Another text of the trustees; their keys, and so the election, stay.
fn text(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.world(&TRUSTEES, |world| world.trustees = change(&world.trustees))
}

/// A group that says something else, signed by all its members; the election follows.
fn group(scene: &Scene, change: impl FnOnce(&mut Group)) -> Option<Forged> {
    scene.world.group.as_ref()?;
    scene.world(&TRUSTEES, |world| {
        change(world.group.as_mut().unwrap());
        hiding_torsion(|| world.publish());
    })
}

/// The text of a group changed, from the given field on.
fn group_text(scene: &Scene, field: &str, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.world.group.as_ref()?;
    text(scene, |text| {
        let (before, rest) = text.split_at(text.find(field).unwrap());
        format!("{before}{}", change(rest))
    })
}

fn encryption(group: &Group, member: u32, key: &EdwardsPoint) -> String {
    let verification = EdwardsPoint::mul_base(&group.signing[member as usize - 1]);
    certificate(3, 2, member, &verification, key)
}

/// Trustee keys shifted by torsion points that cancel: the election key stays as it is.
fn shifted(scene: &Scene) -> Option<Forged> {
    (scene.world.singles.len() == 2).then_some(())?;
    scene.world(&TRUSTEES, |world| {
        let rng = &mut Seeded::new("shifted");
        let key = |secret: &Scalar, shift: usize, rng: &mut Seeded| {
            let public = EdwardsPoint::mul_base(secret) + torsion(shift);
            let trustee =
                |secret, public, rng: &mut Seeded| hiding_torsion(|| trustee(secret, public, rng));
            format!("[\"Single\",{}}}]", trustee(secret, &public, rng))
        };
        let (first, second) = (
            key(&world.singles[0], 1, rng),
            key(&world.singles[1], 7, rng),
        );
        world.trustees = format!("[{first},{second}]");
    })
}

pub const CASES: &[Case] = &[
    case("white space in the trustees", "trustee-form", |s| {
        text(s, |text| format!("{text} "))
    }),
    case("no trustees", "trustee-none", |s| text(s, |_| "[]".into())),
    case("a trustee of an unknown kind", "trustee-form", |s| {
        text(s, |text| text.replacen("Single", "Double", 1))
    }),
    case("a field more in a trustee's key", "trustee-form", |s| {
        text(s, |text| text.replacen("}]", ",\"email\":\"\"}]", 1))
    }),
    case("a signature nobody can check", "trustee-form", |s| {
        text(s, |text| {
            let proof = &text[text.find("{\"challenge\"").unwrap()..=text.find('}').unwrap()];
            text.replacen("}]", &format!(",\"signature\":{proof}}}]"), 1)
        })
    }),
    case(
        "more trustees than an election can have",
        "trustee-form",
        |s| {
            text(s, |text| {
                let first = &text[1..=text.find("}]").unwrap() + 1];
                format!("[{}]", vec![first; 256].join(","))
            })
        },
    ),
    case(
        "a trustee without proof of possession",
        "trustee-proof",
        |s| {
            text(s, |text| {
                replace_value(text, "\"response\":\"", 0, another_digit)
            })
        },
    ),
    case(
        "the proof of possession of another trustee",
        "trustee-proof",
        |s| {
            text(s, |text| {
                let proof = "{\"pok\":{\"challenge\":\"";
                let second = text.match_indices("\"challenge\":\"").nth(1).unwrap().0 + 13;
                let value = text[second..].split('"').next().unwrap().to_owned();
                replace_value(text, proof, 0, |_| value)
            })
        },
    ),
    case("a trustee twice", "trustee-repeated", |s| {
        s.world(&TRUSTEES, |world| {
            world.singles.push(world.singles[0]);
            world.publish();
        })
    }),
    case(
        "trustees whose keys cancel another's",
        "trustee-cancelled",
        |s| {
            // What the proof of possession cannot prevent when one head knows all keys. The election key is a
            // good one, so the order of the checks does not matter.
            text(s, |_| {
                let rng = &mut Seeded::new("cancelled");
                let one = Scalar::random(rng);
                let keys = [one, -one].map(|key| {
                    let public = EdwardsPoint::mul_base(&key);
                    format!("[\"Single\",{}}}]", trustee(&key, &public, rng))
                });
                format!("[{}]", keys.join(","))
            })
        },
    ),
    case("the identity as a trustee's key", "trustee-point", |s| {
        s.world(&TRUSTEES, |world| {
            world.singles.push(Scalar::ZERO);
            world.publish();
        })
    }),
    case(
        "two trustees outside the subgroup, together inside",
        "trustee-point",
        shifted,
    ),
    case("a trustee's key in upper case", "trustee-form", |s| {
        text(s, |text| {
            replace_value(text, "\"public_key\":\"", 0, str::to_uppercase)
        })
    }),
    case(
        "a leading zero in a proof of possession",
        "trustee-form",
        |s| {
            text(s, |text| {
                replace_value(text, "\"response\":\"", 0, |value| format!("0{value}"))
            })
        },
    ),
    case("a threshold of nobody", "threshold-shape", |s| {
        group(s, |group| {
            group.threshold = 0;
            // Certificates that agree with it.
            for member in &mut group.certificates {
                *member = member.replace("\"threshold\":2", "\"threshold\":0");
            }
        })
    }),
    case(
        "a threshold above the number of members",
        "threshold-shape",
        |s| {
            group(s, |group| {
                group.threshold = 4;
                for member in &mut group.certificates {
                    *member = member.replace("\"threshold\":2", "\"threshold\":4");
                }
            })
        },
    ),
    case("a member without a certificate", "threshold-shape", |s| {
        group_text(s, "\"certs\":", |rest| {
            let first = rest.find("},{\"message\"").unwrap();
            format!("\"certs\":[{}", &rest[first + 2..])
        })
    }),
    case(
        "a certificate that is not signed",
        "threshold-certificate",
        |s| {
            group_text(s, "\"certs\":", |rest| {
                replace_value(rest, "\"response\":\"", 0, another_digit)
            })
        },
    ),
    case("two certificates exchanged", "threshold-certificate", |s| {
        group(s, |group| {
            group.certificates.swap(0, 1);
            group.signing.swap(0, 1);
        })
    }),
    case(
        "a certificate for another threshold",
        "threshold-certificate",
        |s| {
            group(s, |group| {
                group.certificates[1] =
                    group.certificates[1].replace("\"threshold\":2", "\"threshold\":3");
            })
        },
    ),
    case(
        "a certificate for another group of the curve",
        "threshold-certificate",
        |s| {
            group(s, |group| {
                group.certificates[1] = group.certificates[1].replace("Ed25519", "Ed448");
            })
        },
    ),
    case(
        "white space in a certificate",
        "threshold-certificate",
        |s| {
            group(s, |group| {
                group.certificates[0] = group.certificates[0].replacen(',', ", ", 1)
            })
        },
    ),
    case(
        "a field more in a certificate",
        "threshold-certificate",
        |s| {
            group(s, |group| {
                group.certificates[0] = group.certificates[0].replacen('}', "},\"x\":1", 1)
            })
        },
    ),
    case(
        "a signing key outside the subgroup",
        "threshold-point",
        |s| {
            group(s, |group| {
                let key = EdwardsPoint::mul_base(&group.signing[0]);
                group.certificates[0] =
                    group.certificates[0].replace(&hex(&key), &hex(&(key + torsion(1))));
            })
        },
    ),
    case("the identity as signing key", "threshold-point", |s| {
        group(s, |group| {
            let key = EdwardsPoint::mul_base(&group.signing[2]);
            group.certificates[2] = group.certificates[2].replace(&hex(&key), &hex(&torsion(0)));
            group.signing[2] = Scalar::ZERO;
        })
    }),
    case(
        "an encryption key outside the subgroup",
        "threshold-point",
        |s| {
            group(s, |group| {
                let key = EdwardsPoint::mul_base(&Scalar::from(7u64)) + torsion(4);
                group.certificates[1] = encryption(group, 2, &key);
            })
        },
    ),
    case("the identity as encryption key", "threshold-point", |s| {
        group(s, |group| {
            group.certificates[1] = encryption(group, 2, &torsion(0))
        })
    }),
    case(
        "two members with one signing key",
        "trustee-repeated",
        |s| {
            group(s, |group| {
                group.signing[1] = group.signing[0];
                group.certificates[1] =
                    encryption(group, 2, &EdwardsPoint::mul_base(&Scalar::from(7u64)));
            })
        },
    ),
    case(
        "a polynomial that is not signed",
        "threshold-polynomial",
        |s| {
            group_text(s, "\"coefexps\":[{\"message\"", |rest| {
                replace_value(rest, "\"response\":\"", 0, another_digit)
            })
        },
    ),
    case(
        "a polynomial not signed with the certificates",
        "threshold-polynomial",
        |s| {
            group_text(s, "\"signatures\":", |rest| {
                replace_value(rest, "\"response\":\"", 1, another_digit)
            })
        },
    ),
    case(
        "a polynomial of a higher degree",
        "threshold-polynomial",
        |s| {
            group(s, |group| {
                let mut polynomials = group.polynomials.clone();
                polynomials[0].push(Scalar::from(7u64));
                let (signing, certificates) = (group.signing.clone(), group.certificates.clone());
                *group = Group::of(2, signing, certificates, polynomials);
            })
        },
    ),
    case(
        "polynomials outside the subgroup, together inside",
        "threshold-point",
        |s| {
            group(s, |group| {
                group.commitments[0][0] += torsion(4);
                group.commitments[1][0] += torsion(4);
            })
        },
    ),
    case("the identity as a coefficient", "threshold-point", |s| {
        group(s, |group| {
            let mut polynomials = group.polynomials.clone();
            polynomials[0][1] = Scalar::ZERO;
            let (signing, certificates) = (group.signing.clone(), group.certificates.clone());
            *group = Group::of(2, signing, certificates, polynomials);
        })
    }),
    case(
        "a group whose key is the identity",
        "trustee-cancelled",
        |s| {
            group(s, |group| {
                let mut polynomials = group.polynomials.clone();
                polynomials[0][0] -= group.secret();
                let (signing, certificates) = (group.signing.clone(), group.certificates.clone());
                *group = Group::of(2, signing, certificates, polynomials);
            })
        },
    ),
    case(
        "a verification key that does not follow",
        "threshold-key",
        |s| {
            group(s, |group| {
                group.secrets[1] += Scalar::ONE;
                group.keys[1] = EdwardsPoint::mul_base(&group.secrets[1]);
            })
        },
    ),
    case(
        "a verification key that is not signed",
        "threshold-key",
        |s| {
            group_text(s, "\"verification_keys\":", |rest| {
                let from = rest.find(",\"signature\":").unwrap();
                let to = from + rest[from..].find("}}").unwrap() + 1;
                format!("{}{}", &rest[..from], &rest[to..])
            })
        },
    ),
    case(
        "a verification key signed by another member",
        "threshold-key",
        |s| {
            group_text(s, "\"verification_keys\":", |rest| {
                let field = "\"signature\":{\"challenge\":\"";
                let second = rest.match_indices(field).nth(1).unwrap().0 + field.len();
                let value = rest[second..].split('"').next().unwrap().to_owned();
                replace_value(rest, field, 0, |_| value)
            })
        },
    ),
    case(
        "a verification key outside the subgroup",
        "trustee-point",
        |s| group(s, |group| group.keys[1] += torsion(4)),
    ),
    case(
        "a verification key without possession",
        "trustee-proof",
        |s| {
            group_text(s, "\"verification_keys\":", |rest| {
                replace_value(rest, "\"response\":\"", 0, another_digit)
            })
        },
    ),
    case(
        "an election key with a group left out",
        "election-key",
        |s| {
            s.world.group.as_ref()?;
            text(s, |text| {
                let first = text.find(",[\"Pedersen\"").unwrap();
                assert!(point(&hex(&s.world.key())) == s.world.key());
                format!("{}]", &text[..first])
            })
        },
    ),
];
