//! Boards out of order.

use super::{At, Case, END, FIRST, Forged, LAST, SETUP, SHARE, Scene, Step, TALLY, case};

/// An event of this kind put in at the given height.
fn inserted(scene: &Scene, height: usize, kind: &'static str, data: &[&[u8]]) -> Option<Forged> {
    let data = data.iter().map(|bytes| bytes.to_vec()).collect();
    scene.steps(&At::Event(height), |steps| {
        steps.insert(height, Step::Other { kind, data });
    })
}

/// The event of this height with other data.
fn replaced(
    scene: &Scene,
    height: usize,
    kind: &'static str,
    data: Vec<Vec<u8>>,
) -> Option<Forged> {
    scene.steps(&At::Event(height), |steps| {
        steps[height] = Step::Other { kind, data }
    })
}

/// The step at a height put in again elsewhere.
fn again(scene: &Scene, height: usize, at: usize) -> Option<Forged> {
    scene.steps(&At::Event(at), |steps| {
        steps.insert(at, steps[height].clone())
    })
}

pub const CASES: &[Case] = &[
    case("no events", "no-setup", |s| {
        s.board(&At::Height(0), &[]).map(|mut forged| {
            // The file has one entry, and it is a good one.
            "BELENIOS".clone_into(&mut forged.entry);
            forged
        })
    }),
    case("no setup", "event-order", |s| {
        s.steps(&At::Event(0), |steps| drop(steps.remove(SETUP)))
    }),
    case("two setups", "event-order", |s| again(s, SETUP, 1)),
    case("a ballot after the end of voting", "event-order", |s| {
        s.steps(&At::Event(END), |steps| steps.swap(LAST, END))
    }),
    case("a ballot after the tally", "event-order", |s| {
        again(s, FIRST, SHARE)
    }),
    case("a ballot after the result", "event-order", |s| {
        again(s, FIRST, s.result() + 1)
    }),
    case("the end of voting twice", "event-order", |s| {
        again(s, END, END + 1)
    }),
    case("no end of voting", "event-order", |s| {
        s.steps(&At::Event(END), |steps| drop(steps.remove(END)))
    }),
    case("a tally before the end of voting", "event-order", |s| {
        s.steps(&At::Event(END), |steps| steps.swap(END, TALLY))
    }),
    case("two tallies", "event-order", |s| again(s, TALLY, SHARE)),
    case("no tally", "event-order", |s| {
        s.steps(&At::Event(TALLY), |steps| drop(steps.remove(TALLY)))
    }),
    case("a share before the tally", "event-order", |s| {
        s.steps(&At::Event(TALLY), |steps| steps.swap(TALLY, SHARE))
    }),
    case("a share after the result", "event-order", |s| {
        again(s, SHARE, s.result() + 1)
    }),
    case("a result without shares", "event-order", |s| {
        s.steps(&At::Event(SHARE), |steps| {
            drop(steps.drain(SHARE..s.result()))
        })
    }),
    case("two results", "event-order", |s| {
        again(s, s.result(), s.result() + 1)
    }),
    case("a shuffle", "event-kind", |s| {
        inserted(s, SHARE, "Shuffle", &[b"{}", b"{ }"])
    }),
    case("the end of shuffles before the tally", "event-order", |s| {
        inserted(s, TALLY, "EndShuffles", &[])
    }),
    case("the end of shuffles twice", "event-order", |s| {
        let mut said = s.steps.clone();
        for _ in 0..2 {
            said.insert(
                SHARE,
                Step::Other {
                    kind: "EndShuffles",
                    data: vec![],
                },
            );
        }
        s.board(&At::Event(SHARE + 1), &said)
    }),
    case("an event nobody knows", "event-kind", |s| {
        inserted(s, END, "Coffee", &[])
    }),
    case("a kind of event in small letters", "event-kind", |s| {
        replaced(s, END, "endballots", vec![])
    }),
    case("an end of voting with data", "event-data", |s| {
        replaced(s, END, "EndBallots", vec![b"{}".to_vec()])
    }),
    case("a ballot event without a ballot", "event-data", |s| {
        replaced(s, FIRST, "Ballot", vec![])
    }),
    case("a ballot event with two ballots", "event-data", |s| {
        let ballots = s.ballots[..2].to_vec();
        s.steps(&At::Event(FIRST), |steps| {
            steps[FIRST] = Step::Other {
                kind: "Ballot",
                data: ballots,
            };
            steps.remove(FIRST + 1);
        })
    }),
    case("a result event with two results", "event-data", |s| {
        let result = s.text(s.result()).as_bytes().to_vec();
        replaced(s, s.result(), "Result", vec![b"{}".to_vec(), result])
    }),
];
