//! Forged tallies, shares and results. What follows a forged tally is made again from it.

use super::{
    At, Case, FIRST, Forged, SHARE, Scene, Step, TALLY, another_digit, case, replace_value, sized,
    torsion,
};
use crate::scene::Tally;
use crate::support::forge::{hex, point};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity as _;
use pingyi_ballot::sha256_hex;

/// Another tally, decrypted by all who must, and its result.
fn tally(scene: &Scene, change: impl FnOnce(&mut Tally)) -> Option<Forged> {
    let mut tally = scene.tally();
    change(&mut tally);
    scene.steps(&At::Data(TALLY, 0), |steps| {
        steps.truncate(TALLY);
        steps.extend(scene.world.counted(&tally));
    })
}

/// The tally with other counts beside it.
fn counts(scene: &Scene, change: impl FnOnce(&mut u64, &mut u64)) -> Option<Forged> {
    scene.steps(&At::Data(TALLY, 1), |steps| {
        let Step::Tally {
            ballots, weight, ..
        } = &mut steps[TALLY]
        else {
            unreachable!()
        };
        change(ballots, weight);
    })
}

/// The counts spelt otherwise.
fn counts_text(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.steps(&At::Data(TALLY, 1), |steps| {
        let Step::Tally {
            tally,
            ballots,
            weight,
        } = steps[TALLY].clone()
        else {
            unreachable!()
        };
        let text = String::from_utf8(sized(&tally, ballots, weight)).unwrap();
        steps[TALLY] = Step::Other {
            kind: "EncryptedTally",
            data: vec![tally, change(&text).into_bytes()],
        };
    })
}

/// The owner of the first share spelt otherwise.
fn owner_text(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.steps(&At::Data(SHARE, 1), |steps| {
        let Step::Share { owner, share } = steps[SHARE].clone() else {
            unreachable!()
        };
        let text = format!(
            "{{\"owner\":{owner},\"payload\":\"{}\"}}",
            sha256_hex(&share)
        );
        steps[SHARE] = Step::Other {
            kind: "PartialDecryption",
            data: vec![share, change(&text).into_bytes()],
        };
    })
}

fn owner(scene: &Scene, owner: u32) -> Option<Forged> {
    scene.share(&At::Data(SHARE, 1), |who, _| *who = owner)
}

fn share(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.share(&At::Data(SHARE, 0), |_, text| *text = change(text))
}

fn result(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    let height = scene.result();
    scene.steps(&At::Data(height, 0), |steps| {
        steps[height] = Step::Result(change(scene.text(height)).into_bytes());
    })
}

fn proofs_only(text: &str) -> &str {
    &text[text.find(",\"decryption_proofs\"").unwrap()..]
}

pub const CASES: &[Case] = &[
    case("a wrong number of ballots", "tally-counts", |s| {
        counts(s, |ballots, _| *ballots += 1)
    }),
    case("replaced ballots among the number", "tally-counts", |s| {
        counts(s, |ballots, _| *ballots = s.ballots.len() as u64)
    }),
    case("a wrong total weight", "tally-counts", |s| {
        counts(s, |_, weight| *weight += 1)
    }),
    case(
        "a leading zero in the number of ballots",
        "tally-counts",
        |s| counts_text(s, |text| text.replacen(':', ":0", 1)),
    ),
    case("a small weight written as text", "tally-counts", |s| {
        counts_text(s, |text| {
            let from = text.find("\"total_weight\":").unwrap() + 15;
            let end = from + text[from..].find(',').unwrap();
            format!("{}\"{}\"{}", &text[..from], &text[from..end], &text[end..])
        })
    }),
    case("counts of another tally", "tally-counts", |s| {
        counts_text(s, |text| {
            replace_value(text, "\"encrypted_tally\":\"", 0, |_| "0".repeat(64))
        })
    }),
    case("a ballot left out of the tally", "tally-product", |s| {
        tally(s, |tally| *tally = s.world.tally(&s.ballots[1..3], true))
    }),
    case("all ballots of a voter counted", "tally-product", |s| {
        tally(s, |tally| *tally = s.world.tally(&s.ballots, false))
    }),
    case(
        "the first ballot of a voter counted instead of the last",
        "tally-product",
        |s| tally(s, |tally| *tally = s.world.tally(&s.ballots[..3], true)),
    ),
    case("a ballot counted twice", "tally-product", |s| {
        tally(s, |tally| {
            let (once, ..) = s.world.tally(&s.ballots[1..2], true);
            for (sum, more) in tally.0.iter_mut().flatten().zip(once.iter().flatten()) {
                *sum = (sum.0 + more.0, sum.1 + more.1);
            }
        })
    }),
    case("a vote added without a ballot", "tally-product", |s| {
        tally(s, |tally| tally.0[0][1].1 += crate::prover::power(1))
    }),
    case("the weights of the voters ignored", "tally-product", |s| {
        s.world.weights.as_ref()?;
        let mut world = s.world.clone();
        world.weights = None;
        tally(s, |tally| *tally = world.tally(&s.ballots, true))
    }),
    case("a tally outside the subgroup", "tally-product", |s| {
        tally(s, |tally| tally.0[0][0].0 += torsion(4))
    }),
    case("the identity as a sum", "tally-product", |s| {
        tally(s, |tally| {
            tally.0[0][0] = (EdwardsPoint::identity(), EdwardsPoint::identity())
        })
    }),
    case("two sums exchanged", "tally-product", |s| {
        tally(s, |tally| tally.0[0].swap(0, 1))
    }),
    case("a tally of one question less", "tally-product", |s| {
        tally(s, |tally| drop(tally.0.pop()))
    }),
    case("white space in the tally", "tally-product", |s| {
        s.steps(&At::Data(TALLY, 0), |steps| {
            let Step::Tally { tally, .. } = &mut steps[TALLY] else {
                unreachable!()
            };
            super::bytes_of(tally, |text| text.replacen(':', ": ", 1));
        })
    }),
    case(
        "a share under another trustee's number",
        "share-proof",
        |s| s.share(&At::Data(SHARE, 0), |owner, _| *owner = 2),
    ),
    case("a share of nobody", "share-owner", |s| owner(s, 9)),
    case("a share of trustee 0", "share-owner", |s| owner(s, 0)),
    case("a share by a key of one's own", "share-proof", |s| {
        share(s, |_| {
            let secret = curve25519_dalek::Scalar::from(123_456_789u64);
            s.world
                .share(&secret, &s.tally().0, EdwardsPoint::identity(), "own")
        })
    }),
    case("a proof of a share changed", "share-proof", |s| {
        share(s, |text| {
            replace_value(text, "\"response\":\"", 2, another_digit)
        })
    }),
    case("a factor of a share changed", "share-proof", |s| {
        share(s, |text| {
            replace_value(text, "[[\"", 0, |value| hex(&(point(value) + point(value))))
        })
    }),
    case("the identity as a factor", "share-proof", |s| {
        share(s, |text| {
            replace_value(text, "[[\"", 0, |_| hex(&torsion(0)))
        })
    }),
    case("a share of another tally", "share-proof", |s| {
        share(s, |_| {
            let (sums, ..) = s.world.tally(&s.ballots[..1], true);
            let (_, secret) = s.world.decrypters[0];
            s.world
                .share(&secret, &sums, EdwardsPoint::identity(), "one ballot")
        })
    }),
    case(
        "shares outside the subgroup, together inside",
        "share-point",
        |s| {
            // With the coefficients of Lagrange only single trustees cancel each other.
            (s.world.singles.len() == 2).then_some(())?;
            s.steps(&At::Data(SHARE, 0), |steps| {
                let sums = s.tally().0;
                for (index, shift) in [1, 7].into_iter().enumerate() {
                    let (owner, secret) = s.world.decrypters[index];
                    let share = s
                        .world
                        .share(&secret, &sums, torsion(shift), "shifted")
                        .into_bytes();
                    steps[SHARE + index] = Step::Share { owner, share };
                }
            })
        },
    ),
    case("a share outside the subgroup", "share-point", |s| {
        share(s, |_| {
            let (_, secret) = s.world.decrypters[0];
            s.world.share(&secret, &s.tally().0, torsion(4), "shifted")
        })
    }),
    case("a factor that is no point", "share-point", |s| {
        share(s, |text| {
            replace_value(text, "[[\"", 0, |_| format!("{:064x}", 2))
        })
    }),
    case("a share of one question only", "share-shape", |s| {
        share(s, |text| {
            let factors = &text[..text.find("],[").unwrap()];
            format!("{factors}]]{}", proofs_only(text))
        })
    }),
    case("a proof of a share missing", "share-shape", |s| {
        share(s, |text| {
            let last = text.rfind(",{").unwrap();
            let end = last + text[last..].find('}').unwrap() + 1;
            format!("{}{}", &text[..last], &text[end..])
        })
    }),
    case("white space in a share", "share-form", |s| {
        share(s, |text| format!(" {text}"))
    }),
    case("upper-case hexadecimal in a share", "share-form", |s| {
        share(s, |text| replace_value(text, "[[\"", 0, str::to_uppercase))
    }),
    case("a leading zero in a proof of a share", "share-form", |s| {
        share(s, |text| {
            replace_value(text, "\"response\":\"", 0, |value| format!("0{value}"))
        })
    }),
    case("a field more in a share", "share-form", |s| {
        share(s, |text| format!("{},\"x\":1}}", &text[..text.len() - 1]))
    }),
    case("the same share twice", "data-repeated", |s| {
        s.steps(&At::Data(SHARE + 1, 0), |steps| {
            steps.insert(SHARE + 1, steps[SHARE].clone())
        })
    }),
    case("another share of the same trustee", "share-repeated", |s| {
        s.steps(&At::Data(SHARE + 1, 1), |steps| {
            let (owner, secret) = s.world.decrypters[0];
            let none = EdwardsPoint::identity();
            let share = s
                .world
                .share(&secret, &s.tally().0, none, "again")
                .into_bytes();
            steps.insert(SHARE + 1, Step::Share { owner, share });
        })
    }),
    case("a share missing", "share-missing", |s| {
        s.steps(&At::Data(s.result() - 1, 0), |steps| {
            drop(steps.remove(SHARE))
        })
    }),
    case("too few shares of a group", "share-missing", |s| {
        s.world.group.as_ref()?;
        s.steps(&At::Data(s.result() - 1, 0), |steps| {
            drop(steps.remove(SHARE + 1))
        })
    }),
    case("an owner that refers elsewhere", "owned-reference", |s| {
        owner_text(s, |text| {
            replace_value(text, "\"payload\":\"", 0, |_| "0".repeat(64))
        })
    }),
    case("an owner by name", "owned-form", |s| {
        owner_text(s, |text| text.replacen("\"owner\":1", "\"owner\":\"1\"", 1))
    }),
    case("an owner with a leading zero", "owned-form", |s| {
        owner_text(s, |text| text.replacen("\"owner\":1", "\"owner\":01", 1))
    }),
    case("a field more in an owner", "owned-form", |s| {
        owner_text(s, |text| text.replacen('}', ",\"x\":1}", 1))
    }),
    case("a mark moved in the result", "result-sums", |s| {
        result(s, |text| {
            let mut sums: serde_json::Value = serde_json::from_str(text).unwrap();
            let row = sums["result"][0].as_array_mut().unwrap();
            let (from, to) = (row.len() - 1, row.len() - 3);
            let (less, more) = (
                row[from].as_u64().unwrap() - 1,
                row[to].as_u64().unwrap() + 1,
            );
            row[from] = less.into();
            row[to] = more.into();
            sums.to_string()
        })
    }),
    case(
        "a result whose questions are exchanged",
        "result-sums",
        |s| {
            s.world.group.as_ref()?;
            // Both questions have the same shape and, by the votes, different sums.
            result(s, |text| {
                let mut sums: serde_json::Value = serde_json::from_str(text).unwrap();
                let row = sums["result"][0].as_array_mut().unwrap();
                row.reverse();
                sums.to_string()
            })
        },
    ),
    case(
        "a sum that is the order of the group more",
        "result-form",
        |s| {
            result(s, |text| {
                text.replacen("[[0", "[[\"7237005577332262213973186563042994240857116359379907606001950938285454250989\"", 1)
                .replacen("[[1", "[[\"7237005577332262213973186563042994240857116359379907606001950938285454250990\"", 1)
            })
        },
    ),
    case("a result of one question less", "result-shape", |s| {
        result(s, |text| {
            format!("{}]}}", &text[..text.rfind(",[").unwrap()])
        })
    }),
    case("a result of one answer more", "result-shape", |s| {
        result(s, |text| text.replacen("[[", "[[0,", 1))
    }),
    case("a sum with a leading zero", "result-form", |s| {
        result(s, |text| text.replacen("[[", "[[0", 1))
    }),
    case("a small sum written as text", "result-form", |s| {
        result(s, |text| {
            format!("{}\"{}\"{}", &text[..12], &text[12..13], &text[13..])
        })
    }),
    case("white space in a result", "result-form", |s| {
        result(s, |text| text.replacen(',', ", ", 1))
    }),
    case("a field more in a result", "result-form", |s| {
        result(s, |text| format!("{},\"x\":1}}", &text[..text.len() - 1]))
    }),
    case("no result, where one is asked for", "result-missing", |s| {
        let height = s.result();
        s.steps(&At::Height(height), |steps| drop(steps.pop()))
    }),
    case(
        "no ballots tallied, where a result is asked for",
        "result-missing",
        |s| s.steps(&At::Height(FIRST), |steps| steps.truncate(FIRST)),
    ),
];
