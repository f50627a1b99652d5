//! Boards that grow, verified as they do.

use super::{
    At, FIRST, Scene, Step, another_digit, archive, build, corpus, replace_value, told, verify,
};
use pingyi_ballot::{BoardOutline, Verifier, VerifyFault, VerifyOptions, verify_archive};

const LARGEST: u64 = 1 << 28;

/// Ends of the archive at each height.
fn ends(scene: &Scene) -> Vec<usize> {
    let heights = 1..=scene.steps.len();
    heights
        .map(|height| archive(build(&scene.steps[..height])).len())
        .collect()
}

#[test]
fn a_board_verified_as_it_grows_says_at_every_height_what_it_says_from_scratch() {
    for scene in Scene::all() {
        let whole = scene.archive();
        for threads in [1, 2] {
            let options = || VerifyOptions {
                threads,
                ..VerifyOptions::default()
            };
            let (mut by_tail, mut by_whole) = (Verifier::new(options()), Verifier::new(options()));
            for end in ends(&scene) {
                let from_scratch = told(&verify_archive(&whole[..end], options()).unwrap());
                let start = usize::try_from(by_tail.position()).unwrap();
                by_tail.read(&whole[start..end]).unwrap();
                by_whole.grow(&whole[..end]).unwrap();
                for grown in [&by_tail, &by_whole] {
                    assert_eq!(grown.position(), end as u64);
                    assert_eq!(told(&grown.verified().unwrap()), from_scratch);
                }
                // Nothing new is nothing new.
                by_whole.grow(&whole[..end]).unwrap();
                by_tail.read(&[][..]).unwrap();
            }
        }
    }
}

#[test]
fn a_fault_is_the_same_whether_the_board_grew_or_came_at_once() {
    let scenes = Scene::all();
    for (index, case) in corpus().enumerate() {
        // One of the three for each kind, in turn.
        let in_turn = scenes.iter().cycle().skip(index).take(3);
        for (scene, forged) in in_turn
            .filter_map(|scene| Some((scene, (case.forge)(scene)?)))
            .take(1)
        {
            let options = || VerifyOptions {
                require_finished: true,
                ..VerifyOptions::default()
            };
            let expected = verify(&forged.bytes, 1, true).unwrap_err();
            // In pieces that end anywhere.
            let mut verifier = Verifier::new(options());
            let mut found = None;
            for end in [2000, 9000, 9001, 30_000, 50_000, 70_000, usize::MAX] {
                let end = forged.bytes.len().min(end);
                found = verifier.grow(&forged.bytes[..end]).err();
            }
            let found = found.or_else(|| verifier.verified().err());
            assert_eq!(
                found,
                Some(expected),
                "{} ({})",
                case.what,
                scene.world.kind
            );
        }
    }
}

#[test]
fn half_an_entry_is_no_fault_of_a_board_that_is_being_written() {
    let scene = &Scene::all()[0];
    let (whole, ends) = (scene.archive(), ends(scene));
    let mut verifier = Verifier::new(VerifyOptions::default());
    for end in (0..whole.len()).step_by(777).chain([whole.len()]) {
        let read = verifier.grow(&whole[..end]);
        if let Err(fault) = &read {
            assert!(
                ["archive-truncated", "data-stray", "no-setup"].contains(&fault.code),
                "{fault}"
            );
        }
        let complete = ends.iter().filter(|&&one| one <= end).max().copied();
        // The header alone is kept too.
        assert_eq!(
            usize::try_from(verifier.position()).unwrap(),
            complete.unwrap_or(if end < 1024 { 0 } else { 1024 })
        );
    }
    let grown = told(&verifier.verified().unwrap());
    assert_eq!(grown, told(&verify(&whole, 1, true).unwrap()));
}

#[test]
fn a_board_found_wrong_stays_wrong() {
    let scene = &Scene::all()[0];
    let forged = scene
        .ballot(|raw| replace_value(raw, "\"response\":\"", 0, another_digit))
        .unwrap();
    let mut verifier = Verifier::new(VerifyOptions::default());
    let fault = verifier.read(forged.bytes.as_slice()).unwrap_err();
    assert_eq!(fault.code, "ballot-choice");
    assert_eq!(verifier.read(&[][..]).unwrap_err(), fault);
    assert_eq!(verifier.verified().unwrap_err(), fault);
}

/// Whether `later` begins with `earlier`, by every way there is to ask.
fn extends(earlier: &[u8], later: &[u8]) -> Result<(), VerifyFault> {
    let outline = BoardOutline::read(earlier, LARGEST).unwrap();
    let options = VerifyOptions {
        extends: Some(outline),
        ..VerifyOptions::default()
    };
    let by_outline = verify_archive(later, options).map(drop);
    let mut verifier = Verifier::new(VerifyOptions::default());
    verifier.grow(earlier).unwrap();
    let by_growth = verifier.grow(later);
    assert_eq!(by_growth, by_outline);
    by_outline
}

#[test]
fn a_later_board_extends_an_earlier_one_or_it_is_said_where_they_part() {
    for scene in Scene::all() {
        let at_height = |steps: &[Step]| archive(build(steps));
        for height in 1..=scene.steps.len() {
            extends(&at_height(&scene.steps[..height]), &scene.archive()).unwrap();
        }
        let place = |earlier: &[u8], later: &[u8]| {
            let fault = extends(earlier, later).unwrap_err();
            (fault.code, fault.height)
        };
        // Voting goes on in two ways: the same voters, another order.
        let mut other = scene.steps[..4].to_vec();
        other.swap(FIRST + 1, FIRST + 2);
        assert_eq!(
            place(&scene.archive(), &at_height(&other)),
            ("board-parted", Some(2))
        );
        assert_eq!(
            place(&at_height(&other), &scene.archive()),
            ("board-parted", Some(2))
        );
        // A ballot gone from the end.
        let shorter = at_height(&scene.steps[..4]);
        assert_eq!(
            place(&scene.archive(), &shorter),
            ("board-shortened", Some(4))
        );
        // Another election.
        let another = &Scene::all()[usize::from(scene.world.kind == "single")];
        assert_eq!(
            place(&scene.archive(), &another.archive()),
            ("board-parted", Some(0))
        );
        // The same events at another time.
        let mut late = Vec::new();
        pingyi_ballot::write_archive(7, scene.records.clone(), &mut late).unwrap();
        assert_eq!(place(&scene.archive(), &late), ("board-parted", None));
    }
}

#[test]
fn an_outline_is_made_of_an_archive_that_ends_with_an_event() {
    let scene = &Scene::all()[0];
    let whole = scene.archive();
    let outline = BoardOutline::read(whole.as_slice(), LARGEST).unwrap();
    assert_eq!(outline.events(), scene.steps.len() as u64);
    let mut verifier = Verifier::new(VerifyOptions::default());
    verifier.read(whole.as_slice()).unwrap();
    assert_eq!(*verifier.outline(), outline);
    let refuse = |bytes: &[u8]| BoardOutline::read(bytes, LARGEST).unwrap_err();
    assert_eq!(refuse(&[]).code, "archive-truncated");
    assert_eq!(refuse(&whole[..whole.len() - 1]).code, "archive-truncated");
    let stray = scene
        .records(&At::Height(0), |records| drop(records.pop()))
        .unwrap();
    assert_eq!(refuse(&stray.bytes).code, "data-stray");
    let renamed = scene
        .records(&At::Height(0), |records| records[5].bytes[9] ^= 1)
        .unwrap();
    let fault = refuse(&renamed.bytes);
    assert_eq!((fault.code, fault.height), ("entry-name", Some(1)));
}

#[test]
fn a_board_that_lost_a_witnessed_event_is_refused() {
    let scene = &Scene::all()[0];
    let events = scene
        .records
        .iter()
        .filter(|record| record.name.ends_with("event.json"));
    let witnessed: Vec<String> = events.map(|record| record.hash().to_owned()).collect();
    let options = || VerifyOptions {
        witnessed: witnessed.clone(),
        ..VerifyOptions::default()
    };
    verify_archive(scene.archive().as_slice(), options()).unwrap();
    let shorter = archive(build(&scene.steps[..4]));
    let fault = verify_archive(shorter.as_slice(), options()).unwrap_err();
    assert_eq!(fault.code, "witness-missing");
}
