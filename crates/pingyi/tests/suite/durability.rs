//! The power fails: what was acknowledged is on the board, and the meeting goes on.

use crate::support::{
    meeting::{BallotBox, Meeting},
    program::run,
    server::Server,
};
use reqwest::Method;
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashSet},
    fs,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Ballots of everybody who may vote in a round, with the box each goes to.
fn ballots(meeting: &Meeting, boxes: &[BallotBox]) -> Vec<(usize, Vec<u8>)> {
    // One person of the third area is absent.
    let groups = [
        ("organiser", 0),
        ("village-2", 0),
        ("village-3", 1),
        ("village-4", 0),
    ];
    let slips: Vec<&str> = groups
        .iter()
        .flat_map(|(group, absent)| meeting.slips(group).into_iter().skip(*absent))
        .collect();
    let seal = |code: &&str| {
        let found = boxes
            .iter()
            .enumerate()
            .find_map(|(index, one)| Some((index, one.ballot(code)?)));
        found.expect("a box for every slip")
    };
    std::thread::scope(|scope| {
        let halves = slips.chunks(slips.len().div_ceil(2));
        let workers: Vec<_> = halves
            .map(|half| scope.spawn(move || half.iter().map(seal).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|one| one.join().expect("sealed"))
            .collect()
    })
}

fn cast(
    server: &Server,
    boxes: &[BallotBox],
    (index, ballot): &(usize, Vec<u8>),
) -> Option<(u16, String)> {
    let path = format!("/api/boxes/{}/ballots", boxes[*index].id);
    let (status, body) = server
        .anybody()
        .ask(Method::POST, &path, Some(ballot.clone()))?;
    let answer: Value = serde_json::from_slice(&body).ok()?;
    Some((status, answer["tracker"].as_str()?.to_owned()))
}

#[test]
fn every_acknowledged_ballot_survives_a_kill_in_the_middle_of_voting() {
    const PHONES: usize = 6;
    const KILLED_AFTER: usize = 35;
    let mut meeting = Meeting::rehearsed();
    assert_eq!(meeting.run(1, "open").0, 200);
    let boxes = meeting.boxes(1);
    let ballots = ballots(&meeting, &boxes);
    assert_eq!(ballots.len(), 16 + 76);

    let next = AtomicUsize::new(0);
    let acknowledged: Mutex<BTreeMap<usize, String>> = Mutex::default();
    let server = Mutex::new(&mut meeting.server);
    let phones = server.lock().expect("no panic").anybody();
    std::thread::scope(|scope| {
        for _ in 0..PHONES {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((index, ballot)) = ballots.get(at) else {
                        return;
                    };
                    let path = format!("/api/boxes/{}/ballots", boxes[*index].id);
                    // No answer: the power is gone.
                    let Some((status, body)) =
                        phones.ask(Method::POST, &path, Some(ballot.clone()))
                    else {
                        return;
                    };
                    assert_eq!(status, 201);
                    let answer: Value = serde_json::from_slice(&body).expect("an acknowledgement");
                    let mut acknowledged = acknowledged.lock().expect("no panic");
                    acknowledged.insert(
                        at,
                        answer["tracker"].as_str().expect("a tracker").to_owned(),
                    );
                    if acknowledged.len() == KILLED_AFTER {
                        server.lock().expect("no panic").kill();
                    }
                }
            });
        }
    });
    let acknowledged = acknowledged.into_inner().expect("no panic");
    assert!(
        (KILLED_AFTER..ballots.len()).contains(&acknowledged.len()),
        "killed in the middle: {}",
        acknowledged.len()
    );

    meeting.server.restart();
    let board: HashSet<String> = boxes
        .iter()
        .flat_map(|one| meeting.board(&one.id))
        .collect();
    for tracker in acknowledged.values() {
        assert!(
            board.contains(tracker),
            "{tracker} was acknowledged and is lost"
        );
    }
    assert!(
        board.len() <= acknowledged.len() + PHONES,
        "at most the ballots under way besides"
    );

    // Everybody sends again: the same bytes get the same tracker, and nobody votes twice.
    let mut trackers = HashSet::new();
    for (at, ballot) in ballots.iter().enumerate() {
        let (status, tracker) = cast(&meeting.server, &boxes, ballot).expect("the server answers");
        assert_eq!(
            status,
            if board.contains(&tracker) { 200 } else { 201 },
            "ballot {at}"
        );
        if let Some(earlier) = acknowledged.get(&at) {
            assert_eq!((status, earlier), (200, &tracker));
        }
        trackers.insert(tracker);
    }
    assert_eq!(trackers.len(), ballots.len());
    let board: HashSet<String> = boxes
        .iter()
        .flat_map(|one| meeting.board(&one.id))
        .collect();
    assert_eq!(board, trackers);

    // The chain was not broken: trustees verify the boards, and the round completes.
    meeting.finish(1);
    for one in &boxes {
        let file = meeting.folder.path().join(format!("{}.bel", one.id));
        fs::write(
            &file,
            meeting
                .server
                .anybody()
                .bytes(&format!("/api/boxes/{}/archive", one.id)),
        )
        .expect("written");
        run("verify", &[&file]).good();
    }
}

#[test]
fn a_round_closed_when_the_power_fails_is_sealed_when_it_returns() {
    let mut meeting = Meeting::rehearsed();
    assert_eq!(meeting.run(1, "open").0, 200);
    let boxes = meeting.boxes(1);
    for ballot in ballots(&meeting, &boxes) {
        assert_eq!(
            cast(&meeting.server, &boxes, &ballot).expect("an answer").0,
            201
        );
    }
    meeting.server.kill();
    let voted = tempfile::tempdir().expect("a folder");
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        for name in ["pingyi.db", "pingyi.db-wal", "pingyi.db-shm"] {
            if from.join(name).exists() {
                fs::copy(from.join(name), to.join(name)).expect("copied");
            } else if to.join(name).exists() {
                fs::remove_file(to.join(name)).expect("removed");
            }
        }
    };
    copy(meeting.folder.path(), voted.path());
    // Closing takes some hundredths of a second; the moments of failure are spread over and beyond it.
    let mut states = Vec::new();
    for milliseconds in [0, 6, 12, 25, 50, 120] {
        meeting.server.kill();
        copy(voted.path(), meeting.folder.path());
        meeting.server.restart();
        let host = meeting.session("host");
        let id = meeting.round(1)["id"].as_str().expect("an id").to_owned();
        let closing = std::thread::spawn(move || {
            host.ask(
                Method::POST,
                &format!("/api/rounds/{id}/close"),
                Some(b"{}".to_vec()),
            )
        });
        std::thread::sleep(Duration::from_millis(milliseconds));
        meeting.server.kill();
        let answered = closing.join().expect("no panic").is_some();
        meeting.server.restart();
        let state = meeting.round(1)["state"]
            .as_str()
            .expect("a state")
            .to_owned();
        assert!(
            state == "closed" || (state == "open" && !answered),
            "{milliseconds} ms: {state}"
        );
        if state == "open" {
            assert_eq!(meeting.run(1, "close").0, 200);
        }
        let (login, ..) = meeting.trustees()[0];
        let trustee = meeting.session(login);
        let tasks = trustee.get(&format!("/api/cycles/{}/trustee-tasks", meeting.cycle()));
        let waiting = tasks
            .as_array()
            .expect("tasks")
            .iter()
            .filter(|task| task["done"] == false);
        assert_eq!(
            waiting.count(),
            2,
            "both boxes are sealed: {milliseconds} ms"
        );
        for one in &boxes {
            let file = meeting.folder.path().join("sealed.bel");
            fs::write(
                &file,
                trustee.bytes(&format!("/api/boxes/{}/archive", one.id)),
            )
            .expect("written");
            let said = run("verify", &[&file]).good();
            assert!(said.contains("16 票") || said.contains("76 票"), "{said}");
        }
        states.push((milliseconds, state, answered));
    }
    assert!(
        states.iter().any(|(_, state, _)| state == "closed"),
        "{states:?}"
    );
    // The last of them plays on to the end.
    meeting.finish_sealed(1);
}
