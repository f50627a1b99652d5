//! Forged elections and rolls. Where the election is another one, everybody votes and decrypts in it.

use super::{At, Case, FIRST, Forged, SETUP, Scene, Step, World, case};
use super::{replace_value, torsion};
use crate::prover::public_of;
use crate::support::Seeded;
use crate::support::forge::{hex, point};
use curve25519_dalek::scalar::Scalar;
use pingyi_ballot::{Credential, sha256_hex};

const ELECTION: At = At::Data(SETUP, 0);
const TRUSTEES: At = At::Data(SETUP, 1);
const ROLL: At = At::Data(SETUP, 2);

fn election(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.world(&ELECTION, |world| world.election = change(&world.election))
}

fn roll(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<Forged> {
    scene.world(&ROLL, |world| world.roll = change(&world.roll))
}

/// A roll with one more key, or another key of the voter who stayed away; sorted.
fn roll_of(
    scene: &Scene,
    last: impl Fn(&World) -> curve25519_dalek::EdwardsPoint,
) -> Option<Forged> {
    scene.world(&ROLL, |world| {
        let others = world.credentials[..4]
            .iter()
            .map(|one| public_of(&world.uuid, one));
        let keys: Vec<_> = others.chain([last(world)]).collect();
        world.roll = world.roll_with(keys);
    })
}

fn setup(
    scene: &Scene,
    at: &At,
    data: impl FnOnce([Vec<u8>; 3]) -> Vec<Vec<u8>>,
) -> Option<Forged> {
    scene.steps(at, |steps| {
        let Step::Setup {
            election,
            trustees,
            roll,
        } = steps[SETUP].clone()
        else {
            unreachable!()
        };
        let data = data([election, trustees, roll]);
        steps[SETUP] = Step::Other {
            kind: "Setup",
            data,
        };
    })
}

fn references(fields: [(&str, &[u8]); 3], more: &str) -> Vec<u8> {
    let fields = fields.map(|(name, bytes)| format!("\"{name}\":\"{}\"", sha256_hex(bytes)));
    format!("{{{}{more}}}", fields.join(",")).into_bytes()
}

fn certified(scene: &Scene, certificate: fn(&[Vec<u8>; 3]) -> Vec<u8>) -> Option<Forged> {
    setup(scene, &At::Data(SETUP, 3), |data| {
        let certificate = certificate(&data);
        let more = format!(
            ",\"credentials_certificate\":\"{}\"",
            sha256_hex(&certificate)
        );
        let [e, t, r] = &data;
        let last = references(
            [("election", e), ("trustees", t), ("credentials", r)],
            &more,
        );
        data.into_iter().chain([certificate, last]).collect()
    })
}

pub const CASES: &[Case] = &[
    case("white space in the election", "election-form", |s| {
        election(s, |text| text.replacen(',', ", ", 1))
    }),
    case("a newline after the election", "election-form", |s| {
        election(s, |text| format!("{text}\n"))
    }),
    case("a field more in the election", "election-form", |s| {
        election(s, |text| {
            text.replacen("\"name\":", "\"note\":\"\",\"name\":", 1)
        })
    }),
    case("a field of the election twice", "election-form", |s| {
        election(s, |text| {
            text.replacen("\"name\":", "\"name\":\"\",\"name\":", 1)
        })
    }),
    case(
        "fields of a question in another order",
        "election-form",
        |s| {
            election(s, |text| {
                let from = text.find("\"min\":").unwrap();
                let (min, max) = (&text[from..from + 7], &text[from + 8..from + 15]);
                text.replacen(&format!("{min},{max}"), &format!("{max},{min}"), 1)
            })
        },
    ),
    case("a character escaped without need", "election-form", |s| {
        election(s, |text| text.replacen("Ed25519", "\\u0045d25519", 1))
    }),
    case(
        "a character of the title escaped without need",
        "election-form",
        |s| election(s, |text| text.replacen('村', "\\u6751", 1)),
    ),
    case("an election of another version", "election-form", |s| {
        election(s, |text| text.replace("\"version\":1", "\"version\":2"))
    }),
    case("an election on another group", "election-protocol", |s| {
        election(s, |text| text.replace("\"Ed25519\"", "\"Ed448\""))
    }),
    case("an identifier that is too short", "election-id", |s| {
        s.world(&ELECTION, |world| {
            let short = world.uuid[..13].to_owned();
            world.election = world.election.replace(&world.uuid, &short);
            world.uuid = short;
            world.roll = world.roll_with(
                world
                    .credentials
                    .iter()
                    .map(|one| public_of(&world.uuid, one)),
            );
        })
    }),
    case(
        "an identifier with a character outside Base58",
        "election-form",
        |s| {
            s.world(&ELECTION, |world| {
                let other = format!("0{}", &world.uuid[1..]);
                world.election = world.election.replace(&world.uuid, &other);
                world.uuid = other;
                world.roll = world.roll_with(
                    world
                        .credentials
                        .iter()
                        .map(|one| public_of(&world.uuid, one)),
                );
            })
        },
    ),
    case("an election without questions", "election-question", |s| {
        s.world(&ELECTION, |world| {
            world.questions.clear();
            world
                .votes
                .iter_mut()
                .for_each(|(_, choices)| choices.clear());
            let keep = world.clone();
            world.publish();
            (world.trustees, world.roll) = (keep.trustees, keep.roll);
        })
    }),
    case("a question without answers", "election-question", |s| {
        s.world(&ELECTION, |world| {
            let question = &mut world.questions[1];
            question.answers.clear();
            (question.min, question.max) = (0, 0);
            let bits = question.bits();
            world
                .votes
                .iter_mut()
                .for_each(|(_, choices)| choices[1] = vec![0; bits]);
            world.publish();
        })
    }),
    case(
        "more choices allowed than there are answers",
        "election-question",
        |s| {
            s.world(&ELECTION, |world| {
                world.questions[0].max = 5;
                world.publish();
            })
        },
    ),
    case(
        "more choices demanded than allowed",
        "election-question",
        |s| election(s, |text| text.replacen("\"min\":", "\"min\":4", 1)),
    ),
    case(
        "an election key outside the subgroup",
        "election-point",
        |s| {
            election(s, |text| {
                replace_value(text, "\"public_key\":\"", 0, |key| {
                    hex(&(point(key) + torsion(4)))
                })
            })
        },
    ),
    case("the identity as election key", "election-point", |s| {
        s.world(&ELECTION, |world| {
            // The trustees' keys cancel each other, so that this is their product indeed.
            let secret = world.secret();
            world.singles[0] -= secret;
            world.publish();
        })
    }),
    case("an election key in upper case", "election-form", |s| {
        election(s, |text| {
            replace_value(text, "\"public_key\":\"", 0, str::to_uppercase)
        })
    }),
    case(
        "an election key that is not the trustees'",
        "election-key",
        |s| {
            s.world(&TRUSTEES, |world| {
                let trustees = world.trustees.clone();
                world.singles[0] += Scalar::ONE;
                world.publish();
                world.trustees = trustees;
            })
        },
    ),
    case("a roll out of order", "roll-order", |s| {
        roll(s, |text| {
            let mut entries: Vec<&str> = text[1..text.len() - 1].split(',').collect();
            if s.world.weights.is_some() {
                // Two parts of each entry.
                entries.rotate_left(2);
            } else {
                entries.swap(0, 1);
            }
            format!("[{}]", entries.join(","))
        })
    }),
    case("a credential twice on the roll", "roll-repeated", |s| {
        roll_of(s, |world| public_of(&world.uuid, &world.credentials[0]))
    }),
    case("a credential outside the subgroup", "roll-point", |s| {
        roll_of(s, |world| {
            public_of(&world.uuid, &world.credentials[4]) + torsion(4)
        })
    }),
    case("a torsion point as credential", "roll-point", |s| {
        roll_of(s, |_| torsion(1))
    }),
    case("the identity as credential", "roll-point", |s| {
        roll_of(s, |_| torsion(0))
    }),
    case("a credential that is no point", "roll-point", |s| {
        roll(s, |text| {
            let last = hex(&public_of(&s.world.uuid, &s.world.credentials[4]));
            let none = (1..=255).map(|n| format!("{}{n:02x}", &last[..62]));
            let is_point = |text: &String| {
                pingyi_ballot::Point::parse(text) != Err(pingyi_ballot::PointFault::NotOnCurve)
            };
            let mut none = none.filter(|text| !is_point(text));
            text.replace(&last, &none.next().unwrap())
        })
    }),
    case("a credential in upper case", "roll-point", |s| {
        roll(s, |text| {
            let key = hex(&public_of(&s.world.uuid, &s.world.credentials[4]));
            text.replace(&key, &key.to_uppercase())
        })
    }),
    case("white space in the roll", "roll-form", |s| {
        roll(s, |text| text.replacen("\",\"", "\", \"", 1))
    }),
    case("a weight with a leading zero", "roll-form", |s| {
        s.world.weights.as_ref()?;
        roll(s, |text| text.replace(",40\"", ",040\""))
    }),
    case("a weight left out among weights", "roll-form", |s| {
        s.world.weights.as_ref()?;
        roll(s, |text| text.replace(",1\"", "\""))
    }),
    case("a negative weight", "roll-form", |s| {
        s.world.weights.as_ref()?;
        roll(s, |text| text.replace(",2\"", ",-2\""))
    }),
    case("a weight among voters without", "roll-form", |s| {
        if s.world.weights.is_some() {
            return None;
        }
        roll(s, |text| text.replacen("\",", ",1\",", 1))
    }),
    case("weights that overflow", "roll-weight", |s| {
        let most = u64::MAX;
        if s.world.weights.is_some() {
            roll(s, |text| text.replace(",2\"", &format!(",{most}\"")))
        } else {
            roll(s, |text| {
                text.replace('"', "")
                    .replace(',', &format!(",{most}\",\""))
                    .replace('[', "[\"")
                    .replace(']', &format!(",{most}\"]"))
            })
        }
    }),
    case("weights nobody could count", "roll-weight", |s| {
        s.world.weights.as_ref()?;
        roll(s, |text| {
            text.replace(",2\"", &format!(",{}\"", 1u64 << 38))
        })
    }),
    case("another weight of a voter", "tally-product", |s| {
        s.world.weights.as_ref()?;
        s.world(&At::Data(super::TALLY, 0), |world| {
            world.roll = world.roll.replace(",40\"", ",41\"");
        })
    }),
    case(
        "a voter taken off the roll after voting",
        "ballot-credential",
        |s| {
            s.world(&At::Data(FIRST, 0), |world| {
                let others = world.credentials[1..]
                    .iter()
                    .map(|one| public_of(&world.uuid, one));
                let keys: Vec<_> = others.collect();
                world.roll = world.roll_with(keys);
            })
        },
    ),
    case(
        "a stranger in the place of a voter",
        "ballot-credential",
        |s| {
            s.world(&At::Data(FIRST, 0), |world| {
                world.credentials[0] = Credential::generate(&mut Seeded::new("stranger"));
            })
        },
    ),
    case("setup data that refer elsewhere", "setup-reference", |s| {
        setup(s, &At::Data(SETUP, 3), |data| {
            let none: &[u8] = b"";
            let last = references(
                [
                    ("election", none),
                    ("trustees", none),
                    ("credentials", none),
                ],
                "",
            );
            data.into_iter().chain([last]).collect()
        })
    }),
    case("setup data before another roll", "setup-reference", |s| {
        setup(s, &At::Data(SETUP, 3), |[e, t, r]| {
            let last = references(
                [("election", &e), ("trustees", &t), ("credentials", &r)],
                "",
            );
            let mut other = s.world.clone();
            other.credentials.pop();
            other.publish();
            vec![e, t, other.roll.into_bytes(), last]
        })
    }),
    case("setup data in another order", "setup-form", |s| {
        setup(s, &At::Data(SETUP, 3), |[e, t, r]| {
            let last = references(
                [("trustees", &t), ("election", &e), ("credentials", &r)],
                "",
            );
            vec![e, t, r, last]
        })
    }),
    case("a field more in the setup data", "setup-form", |s| {
        setup(s, &At::Data(SETUP, 3), |[e, t, r]| {
            let last = references(
                [("election", &e), ("trustees", &t), ("credentials", &r)],
                ",\"x\":1",
            );
            vec![e, t, r, last]
        })
    }),
    case(
        "a certificate of the roll that nobody refers to",
        "setup-reference",
        |s| {
            setup(s, &At::Data(SETUP, 4), |[e, t, r]| {
                let last = references(
                    [("election", &e), ("trustees", &t), ("credentials", &r)],
                    "",
                );
                vec![e, t, r, b"{}".to_vec(), last]
            })
        },
    ),
    case(
        "the election again as certificate of the roll",
        "data-repeated",
        |s| certified(s, |[election, _, _]| election.clone()),
    ),
];
