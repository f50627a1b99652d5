//! Forged elections, trustees and rolls.

use super::*;

#[test]
fn forged_setups_are_refused() {
    let scene = Scene::new();
    let another = Meeting::new("another", grades(2, 1), 2, 2);
    let swap_first_two =
        |text: &str| format!("[{},{},{}", &text[68..134], &text[1..67], &text[135..]);
    let cases: Vec<(&str, Vec<u8>, &str)> =
        vec![
        (
            "an election with white space",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen(',', ", ", 1));
            }),
            "form",
        ),
        (
            "an election with a newline",
            scene.with_setup(|election, _, _| election.push(b'\n')),
            "form",
        ),
        (
            "an election of another version",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| {
                    text.replace("\"version\":1", "\"version\":2")
                });
            }),
            "form",
        ),
        (
            "an election on another group",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replace("Ed25519", "Ed448"));
            }),
            "protocol",
        ),
        (
            "more choices than answers",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen("\"max\":1", "\"max\":5", 1));
            }),
            "question",
        ),
        (
            "fewest above most",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen("\"min\":1", "\"min\":2", 1));
            }),
            "question",
        ),
        (
            "an election key outside the group",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| {
                    replace_value(text, "\"public_key\":\"", 0, |key| {
                        hex(&(point(key) + EIGHT_TORSION[4]))
                    })
                });
            }),
            "point",
        ),
        (
            "a trustee key without proof",
            scene.with_setup(|_, trustees, _| {
                bytes_of(trustees, |text| {
                    replace_value(text, "\"response\":\"", 1, another_digit)
                });
            }),
            "trustee-proof",
        ),
        (
            "trustees of another election",
            scene.with_setup(|_, trustees, _| *trustees = another.trustees.to_bytes()),
            "election-key",
        ),
        (
            "trustees with white space",
            scene.with_setup(|_, trustees, _| trustees.push(b' ')),
            "trustee-form",
        ),
        (
            "a trustee twice",
            scene.with_setup(|_, trustees, _| {
                bytes_of(trustees, |text| {
                    let first = &text[1..=text.find("],[").unwrap()];
                    format!("[{first},{first}]")
                });
            }),
            "trustee-repeated",
        ),
        (
            "no trustees",
            scene.with_setup(|_, trustees, _| *trustees = b"[]".to_vec()),
            "trustee-none",
        ),
        (
            "a roll out of order",
            scene.with_setup(|_, _, roll| bytes_of(roll, swap_first_two)),
            "roll-order",
        ),
        (
            "a credential twice",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| format!("{},{}", &text[..67], &text[1..]));
            }),
            "roll-repeated",
        ),
        (
            "a credential outside the group",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| {
                    replace_value(text, "[\"", 0, |key| hex(&(point(key) + EIGHT_TORSION[2])))
                });
            }),
            "point",
        ),
        (
            "the identity as a credential",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| {
                    replace_value(text, "[\"", 0, |_| format!("{:064x}", 1))
                });
            }),
            "point",
        ),
        (
            "weights that overflow",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| text.replace("\",", &format!(",{}\",", u64::MAX)));
            }),
            "roll-weight",
        ),
        (
            "a roll with white space",
            scene.with_setup(|_, _, roll| bytes_of(roll, |text| text.replacen(',', ", ", 1))),
            "form",
        ),
        (
            "a voter removed after voting",
            scene.with_setup(|_, _, roll| {
                let voted = scene.meeting.credentials[0]
                    .public(scene.meeting.election.id())
                    .to_hex();
                bytes_of(roll, |text| {
                    text.replace(&format!("\"{voted}\","), "")
                        .replace(&format!(",\"{voted}\""), "")
                });
            }),
            "ballot-credential",
        ),
        (
            "setup data that refer elsewhere",
            scene.forged(|steps| {
                let Step::Setup {
                    election,
                    trustees,
                    roll,
                } = steps[SETUP].clone()
                else {
                    unreachable!()
                };
                let hash = "0".repeat(64);
                let setup = format!(
                    "{{\"election\":\"{hash}\",\"trustees\":\"{hash}\",\"credentials\":\"{hash}\"}}"
                );
                steps[SETUP] = Step::Other {
                    kind: "Setup",
                    data: vec![election, trustees, roll, setup.into_bytes()],
                };
            }),
            "setup-reference",
        ),
        (
            "setup data that are none",
            scene.forged(|steps| {
                let Step::Setup {
                    election,
                    trustees,
                    roll,
                } = steps[SETUP].clone()
                else {
                    unreachable!()
                };
                steps[SETUP] = Step::Other {
                    kind: "Setup",
                    data: vec![election, trustees, roll, b"{}".to_vec()],
                };
            }),
            "setup-form",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}
