//! Forged tallies, shares and results.

use super::*;

#[test]
fn forged_tallies_and_results_are_refused() {
    let scene = Scene::new();
    let tally_of = |heights: &[usize]| {
        let ballots = heights
            .iter()
            .map(|&height| scene.text(height).into_bytes());
        pingyi_ballot::EncryptedTally::sum_raw(&scene.meeting.election, ballots)
            .unwrap()
            .to_bytes()
    };
    let with_tally = |change: &dyn Fn(&mut Vec<u8>, &mut u64, &mut u64)| {
        scene.forged(|steps| {
            let Step::Tally {
                tally,
                ballots,
                weight,
            } = &mut steps[TALLY]
            else {
                unreachable!()
            };
            change(tally, ballots, weight);
        })
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a wrong number of ballots",
            with_tally(&|_, ballots, _| *ballots = 4),
            "tally-counts",
        ),
        (
            "a wrong total weight",
            with_tally(&|_, _, weight| *weight = 4),
            "tally-counts",
        ),
        (
            "a ballot left out of the product",
            with_tally(&|tally, _, _| *tally = tally_of(&[2, 3])),
            "tally-product",
        ),
        (
            "the first ballot of a voter who voted twice",
            with_tally(&|tally, _, _| *tally = tally_of(&[1, 2, 3])),
            "tally-product",
        ),
        (
            "white space in the tally",
            with_tally(&|tally, _, _| bytes_of(tally, |text| text.replacen(':', ": ", 1))),
            "tally-product",
        ),
        (
            "a share by another trustee",
            scene.with_share(|owner, _| *owner = 2),
            "share-proof",
        ),
        (
            "a share of nobody",
            scene.with_share(|owner, _| *owner = 3),
            "share-owner",
        ),
        (
            "a share of trustee 0",
            scene.with_share(|owner, _| *owner = 0),
            "share-owner",
        ),
        (
            "a proof of a share changed",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "\"response\":\"", 2, another_digit)
                });
            }),
            "share-proof",
        ),
        (
            "a factor of a share changed",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "[[\"", 0, |value| hex(&(point(value) + point(value))))
                });
            }),
            "share-proof",
        ),
        (
            "a factor with a torsion point",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "[[\"", 0, |value| {
                        hex(&(point(value) + EIGHT_TORSION[4]))
                    })
                });
            }),
            "point",
        ),
        (
            "a share of one question only",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    let factors = &text[..text.find("],[").unwrap()];
                    let proofs = &text[text.find(",\"decryption_proofs\"").unwrap()..];
                    format!("{factors}]]{proofs}")
                });
            }),
            "share-shape",
        ),
        (
            "white space in a share",
            scene.with_share(|_, share| bytes_of(share, |text| format!(" {text}"))),
            "form",
        ),
        (
            "a share twice",
            scene.forged(|steps| steps.insert(SHARE, steps[SHARE].clone())),
            "share-repeated",
        ),
        (
            "a share missing",
            scene.forged(|steps| drop(steps.remove(SHARE))),
            "share-missing",
        ),
        (
            "a mark moved in the result",
            scene.forged(|steps| {
                steps[RESULT] = Step::Result(b"{\"result\":[[1,1,0,1],[0,1,1,1]]}".to_vec());
            }),
            "result-sums",
        ),
        (
            "a result of another shape",
            scene
                .forged(|steps| steps[RESULT] = Step::Result(b"{\"result\":[[0,1,1,1]]}".to_vec())),
            "result-sums",
        ),
        (
            "a result written otherwise",
            scene.forged(|steps| {
                steps[RESULT] = Step::Result(b"{\"result\":[[0,1,1,1],[0,1,1,01]]}".to_vec());
            }),
            "form",
        ),
    ];
    assert_eq!(scene.text(RESULT), "{\"result\":[[0,1,1,1],[0,1,1,1]]}");
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}
