//! Forged ballots. Those of changed ciphertexts are proved again, with the torsion hidden from the proofs.

use super::{At, Case, FIRST, Forged, LAST, Scene, another_digit, case, replace_value, torsion};
use crate::prover::{Bit, public_of};
use crate::scene::World;
use crate::support::Seeded;
use crate::support::forge::hex;
use curve25519_dalek::scalar::Scalar;
use pingyi_ballot::Credential;

/// The first ballot changed without its voter.
fn unsigned(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.ballots(&At::Data(FIRST, 0), |ballots| {
        ballots[0] = change(std::str::from_utf8(&ballots[0]).unwrap()).into_bytes();
    })
}

/// Moves one choice of the first ballot off the subgroup; the proofs do not notice.
fn shifted(scene: &Scene, alpha: usize, beta: usize) -> Option<Forged> {
    scene.bits(|_, bits| {
        let bit = &mut bits[0][1];
        bit.alpha += torsion(alpha);
        bit.beta += torsion(beta);
    })
}

/// The n-th list of proofs of this name cut to its first proof.
fn cut(text: &str, list: &str) -> String {
    let from = text.find(list).unwrap() + list.len();
    let first = from + text[from..].find('}').unwrap() + 1;
    let end = from + text[from..].find(']').unwrap();
    format!("{}{}", &text[..first], &text[end..])
}

/// A choice of the first ballot, as text.
fn choice(text: &str, index: usize) -> &str {
    let from = text.match_indices("{\"alpha\"").nth(index).unwrap().0;
    &text[from..=from + text[from..].find('}').unwrap()]
}

const ORDER: &str = "7237005577332262213973186563042994240857116359379907606001950938285454250989";

pub const CASES: &[Case] = &[
    case("a signature that is not one", "ballot-signature", |s| {
        unsigned(s, |raw| {
            replace_value(raw, "\"proof\":{\"challenge\":\"", 0, another_digit)
        })
    }),
    case("a signature of another ballot", "ballot-signature", |s| {
        unsigned(s, |raw| {
            let other = std::str::from_utf8(&s.ballots[LAST - 1]).unwrap();
            let signature = |text: &str| text.find(",\"signature\"").unwrap();
            format!("{}{}", &raw[..signature(raw)], &other[signature(other)..])
        })
    }),
    case(
        "a choice changed by somebody else",
        "ballot-signature",
        |s| {
            unsigned(s, |raw| {
                let other = std::str::from_utf8(&s.ballots[1]).unwrap();
                raw.replacen(choice(raw, 0), choice(other, 0), 1)
            })
        },
    ),
    case(
        "another voter's credential under one's own signature",
        "ballot-signature",
        |s| {
            s.ballot(|raw| {
                let other = hex(&public_of(&s.world.uuid, &s.world.credentials[4]));
                replace_value(raw, "\"credential\":\"", 0, |_| other)
            })
        },
    ),
    case("upper-case hexadecimal in a ballot", "ballot-form", |s| {
        s.ballot(|raw| replace_value(raw, "\"alpha\":\"", 0, str::to_uppercase))
    }),
    case("a leading zero in a response", "ballot-form", |s| {
        s.ballot(|raw| replace_value(raw, "\"response\":\"", 0, |value| format!("0{value}")))
    }),
    case(
        "a response that is the order of the group more",
        "ballot-form",
        |s| {
            s.ballot(|raw| {
                replace_value(raw, "\"response\":\"", 0, |value| {
                    let sum = |text: &str| text.parse::<num_bigint::BigUint>().unwrap();
                    (sum(value) + sum(ORDER)).to_string()
                })
            })
        },
    ),
    case(
        "a challenge that is the order of the group",
        "ballot-form",
        |s| s.ballot(|raw| replace_value(raw, "\"challenge\":\"", 0, |_| ORDER.into())),
    ),
    case("a negative response", "ballot-form", |s| {
        s.ballot(|raw| replace_value(raw, "\"response\":\"", 0, |value| format!("-{value}")))
    }),
    case("a response that is a number", "ballot-form", |s| {
        s.ballot(|raw| {
            let from = raw.find("\"response\":\"").unwrap() + 11;
            let to = from + 1 + raw[from + 1..].find('"').unwrap();
            format!("{}{}{}", &raw[..from], &raw[from + 1..to], &raw[to + 1..])
        })
    }),
    case("a newline after a ballot", "ballot-form", |s| {
        unsigned(s, |raw| format!("{raw}\n"))
    }),
    case("white space in a ballot", "ballot-form", |s| {
        s.ballot(|raw| raw.replacen("\"answers\":", "\"answers\": ", 1))
    }),
    case("a field more in a ballot", "ballot-form", |s| {
        s.ballot(|raw| raw.replacen("\"answers\":", "\"note\":\"\",\"answers\":", 1))
    }),
    case("a field more in an answer", "ballot-form", |s| {
        s.ballot(|raw| raw.replacen("{\"choices\"", "{\"extra\":1,\"choices\"", 1))
    }),
    case("an absent option written out", "ballot-form", |s| {
        // The last answer of the single elections, the middle one of the other.
        let question = s
            .world
            .questions
            .iter()
            .position(|question| !question.blank)?;
        s.ballot(|raw| {
            let overall = raw
                .match_indices("\"overall_proof\":")
                .nth(question)
                .unwrap()
                .0;
            let end = overall + raw[overall..].find("]}").unwrap() + 1;
            format!("{},\"blank_proof\":null{}", &raw[..end], &raw[end..])
        })
    }),
    case("fields of a choice in another order", "ballot-form", |s| {
        s.ballot(|raw| {
            let pair = choice(raw, 0);
            let (alpha, beta) = (&pair[1..75], &pair[76..149]);
            raw.replacen(pair, &format!("{{{beta},{alpha}}}"), 1)
        })
    }),
    case("a field of a ballot twice", "ballot-form", |s| {
        s.ballot(|raw| {
            let field = format!("\"election_uuid\":\"{}\",", s.world.uuid);
            raw.replacen(&field, &format!("{field}{field}"), 1)
        })
    }),
    case(
        "a ballot far larger than the questions make it",
        "archive-large",
        |s| unsigned(s, |raw| format!("{raw}{}", " ".repeat(100_000))),
    ),
    case("a ballot that is not text", "ballot-form", |s| {
        s.ballots(&At::Data(FIRST, 0), |ballots| ballots[0] = vec![0xff; 300])
    }),
    case("a ballot of another election", "ballot-election", |s| {
        s.ballots(&At::Data(FIRST, 0), |ballots| {
            // The same voter, whose key is another there.
            let mut world = s.world.clone();
            world.uuid = "2".repeat(14);
            ballots[0] = world.ballots().swap_remove(0);
        })
    }),
    case(
        "a ballot of the election before its text was changed",
        "ballot-election",
        |s| {
            s.ballots(&At::Data(FIRST, 0), |ballots| {
                let mut world: World = s.world.clone();
                world.election = world.election.replace("规则卡", "旧规则卡");
                ballots[0] = world.ballots().swap_remove(0);
            })
        },
    ),
    case(
        "a ballot of somebody who is not on the roll",
        "ballot-credential",
        |s| {
            s.ballots(&At::Data(FIRST, 0), |ballots| {
                let mut world = s.world.clone();
                world.credentials[0] = Credential::generate(&mut Seeded::new("nobody"));
                ballots[0] = world.ballots().swap_remove(0);
            })
        },
    ),
    case("an answer missing", "ballot-shape", |s| {
        s.ballot(|raw| {
            let last = raw.rfind(",{\"choices\"").unwrap();
            format!("{}],\"signature\"", &raw[..last])
        })
    }),
    case("an answer more", "ballot-shape", |s| {
        s.ballot(|raw| {
            let last = raw.rfind(",{\"choices\"").unwrap();
            let end = raw.find(",\"signature\"").unwrap() - 1;
            format!("{}{}],\"signature\"", &raw[..end], &raw[last..end])
        })
    }),
    case("a choice more", "ballot-shape", |s| {
        s.ballot(|raw| {
            raw.replacen(
                "{\"choices\":[",
                &format!("{{\"choices\":[{},", choice(raw, 0)),
                1,
            )
        })
    }),
    case("a choice missing", "ballot-shape", |s| {
        s.ballot(|raw| raw.replacen(&format!("{},", choice(raw, 0)), "", 1))
    }),
    case("half a proof of a choice", "ballot-shape", |s| {
        s.ballot(|raw| cut(raw, "\"individual_proofs\":[["))
    }),
    case("a proof of the bounds cut short", "ballot-shape", |s| {
        // One branch is all there is where exactly one answer is chosen.
        s.world.questions[0].blank.then_some(())?;
        s.ballot(|raw| cut(raw, "\"overall_proof\":["))
    }),
    case("a proof of the bounds left empty", "ballot-shape", |s| {
        s.ballot(|raw| {
            let list = "\"overall_proof\":[";
            let from = raw.find(list).unwrap() + list.len();
            let end = from + raw[from..].find(']').unwrap();
            format!("{}{}", &raw[..from], &raw[end..])
        })
    }),
    case(
        "the proof of a blank answer left out",
        "ballot-shape",
        |s| {
            s.world.questions[0].blank.then_some(())?;
            s.ballot(|raw| {
                let from = raw.find(",\"blank_proof\"").unwrap();
                let end = from + raw[from..].find(']').unwrap() + 1;
                format!("{}{}", &raw[..from], &raw[end..])
            })
        },
    ),
    case(
        "a choice outside the subgroup, by order 2",
        "ballot-point",
        |s| shifted(s, 4, 0),
    ),
    case(
        "a choice outside the subgroup, by order 4",
        "ballot-point",
        |s| shifted(s, 0, 2),
    ),
    case(
        "a choice outside the subgroup, by order 8",
        "ballot-point",
        |s| shifted(s, 1, 3),
    ),
    case(
        "two choices outside the subgroup, together inside",
        "ballot-point",
        |s| {
            s.bits(|_, bits| {
                bits[0][1].beta += torsion(1);
                bits[0][2].beta += torsion(7);
            })
        },
    ),
    case(
        "the identity for the first half of a choice",
        "ballot-point",
        |s| s.bits(|voter, bits| bits[0][2] = voter.bit_with(bits[0][2].m, Scalar::ZERO)),
    ),
    case("a choice that is no point", "ballot-point", |s| {
        s.ballot(|raw| replace_value(raw, "\"alpha\":\"", 1, |_| format!("{:064x}", 2)))
    }),
    case(
        "a choice written with an unreduced coordinate",
        "ballot-point",
        |s| {
            // The neutral element of the curve has y = 1, which is also p + 1.
            s.ballot(|raw| {
                replace_value(raw, "\"alpha\":\"", 1, |_| format!("7{}ee", "f".repeat(61)))
            })
        },
    ),
    case("a choice that counts double", "ballot-choice", |s| {
        // The sum is right all the same.
        s.bits(|voter, bits| {
            let first = bits[0].len() - 3;
            let sum: i64 = bits[0][first..].iter().map(|bit: &Bit| bit.m).sum();
            let rest = [2, 0].map(|m| voter.bit_with(m, Scalar::from(77 + m.unsigned_abs())));
            bits[0][first] = voter.bit_with(sum - 2, Scalar::from(99u64));
            bits[0][first + 1] = rest[0];
            bits[0][first + 2] = rest[1];
        })
    }),
    case("a choice that counts against", "ballot-choice", |s| {
        s.bits(|voter, bits| {
            let last = bits[0].len() - 1;
            let sum = bits[0][last].m + bits[0][last - 1].m;
            bits[0][last] = voter.bit_with(-1, Scalar::from(98u64));
            bits[0][last - 1] = voter.bit_with(sum + 1, Scalar::from(99u64));
        })
    }),
    case("two choices exchanged", "ballot-choice", |s| {
        s.ballot(|raw| {
            let (a, b) = (choice(raw, 0), choice(raw, 1));
            raw.replacen(&format!("{a},{b}"), &format!("{b},{a}"), 1)
        })
    }),
    case(
        "another voter's choices under one's own name",
        "ballot-choice",
        |s| {
            s.ballot(|raw| {
                let other = std::str::from_utf8(&s.ballots[1]).unwrap();
                let answers = |text: &str| text.find(",\"answers\"").unwrap();
                format!("{}{}", &raw[..answers(raw)], &other[answers(other)..])
            })
        },
    ),
    case("a proof of a choice changed", "ballot-choice", |s| {
        s.ballot(|raw| replace_value(raw, "\"response\":\"", 0, another_digit))
    }),
    case("the proofs of a choice exchanged", "ballot-choice", |s| {
        s.ballot(|raw| {
            let from = raw.find("\"individual_proofs\":[[").unwrap() + 22;
            let middle = from + raw[from..].find("},{").unwrap() + 1;
            let end = from + raw[from..].find(']').unwrap();
            format!(
                "{}{},{}{}",
                &raw[..from],
                &raw[middle + 1..end],
                &raw[from..middle],
                &raw[end..]
            )
        })
    }),
    case("more choices than allowed", "ballot-bounds", |s| {
        s.bits(|voter, bits| {
            let all: Vec<_> = (0..bits[0].len())
                .map(|index| voter.bit_with(1, Scalar::from(50 + index as u64)))
                .collect();
            let first = usize::from(s.world.questions[0].blank);
            bits[0].splice(first.., all[first..].iter().copied());
        })
    }),
    case("fewer choices than demanded", "ballot-bounds", |s| {
        s.bits(|voter, bits| {
            for (index, bit) in bits[0].iter_mut().enumerate() {
                *bit = voter.bit_with(0, Scalar::from(50 + index as u64));
            }
        })
    }),
    case("a proof of the bounds changed", "ballot-bounds", |s| {
        s.ballot(|raw| {
            replace_value(
                raw,
                "\"overall_proof\":[{\"challenge\":\"",
                0,
                another_digit,
            )
        })
    }),
    case(
        "the proof of the bounds of another contest",
        "ballot-bounds",
        |s| {
            (!s.world.questions[0].blank).then_some(())?;
            s.ballot(|raw| {
                let field = "\"overall_proof\":[{\"challenge\":\"";
                let second = raw.match_indices(field).nth(1).unwrap().0 + field.len();
                let value = raw[second..].split('"').next().unwrap().to_owned();
                replace_value(raw, field, 0, |_| value)
            })
        },
    ),
    case("a blank answer with choices", "ballot-blank", |s| {
        s.world.questions[0].blank.then_some(())?;
        s.bits(|voter, bits| bits[0][0] = voter.bit_with(1, Scalar::from(97u64)))
    }),
    case("a proof of a blank answer changed", "ballot-blank", |s| {
        s.world.questions[0].blank.then_some(())?;
        s.ballot(|raw| replace_value(raw, "\"blank_proof\":[{\"challenge\":\"", 0, another_digit))
    }),
    case("the same ballot twice", "ballot-replayed", |s| {
        s.ballots(&At::Data(FIRST + 1, 0), |ballots| {
            ballots.insert(1, ballots[0].clone())
        })
    }),
    case(
        "an old ballot brought back after a later one",
        "ballot-replayed",
        |s| {
            s.ballots(&At::Data(LAST + 1, 0), |ballots| {
                ballots.push(ballots[0].clone())
            })
        },
    ),
];
