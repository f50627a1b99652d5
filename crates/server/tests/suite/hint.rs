//! Hints: kept when a ballot arrives, given out with the archive, believed by nobody.

use crate::{
    engine::on_both,
    hall::{Hall, card},
};
use pingyi_app::package::Audience;
use pingyi_ballot::{Verified, VerifyOptions, verify_archive};
use pingyi_store::Store;
use serde_json::json;

fn verified(archive: &[u8], mut hints: &[u8]) -> Verified {
    let options = VerifyOptions {
        hints: Some(&mut hints),
        ..VerifyOptions::default()
    };
    verify_archive(archive, options).expect("it verifies, whatever the hints say")
}

/// Round 1 revealed, with a ballot that was replaced, and round 2 annulled.
async fn revealed(store: Store) -> (Hall, String) {
    let mut last = card();
    last["submission"] = json!("last");
    let hall = Hall::ready_with(store, &last).await;
    hall.open(1).await.ok();
    let slip = crate::hall::copy(&hall.group("organiser").slips[0]);
    hall.vote(1, "town", &slip, &[3, 3]).await.ok();
    hall.vote_all([[0, 1]; 4], [[0, 1]; 4]).await;
    let id = hall.ballot_box(1, "town").await;
    let early = hall.phone().get(&format!("/api/boxes/{id}/hints")).await;
    early.refused(409, "not_revealed");
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let annul = hall.round_path(2, "annul").await;
    let reason = json!({ "reason": "停电了" });
    hall.organiser().post(&annul, reason).await.ok();
    (hall, id)
}

async fn hints_of_every_ballot_are_given_out_beside_the_archive(store: Store) {
    let (hall, id) = revealed(store).await;
    let get = async |what: &str| {
        let answer = hall.phone().get(&format!("/api/boxes/{id}/{what}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let name = answer.header("content-disposition").to_owned();
        (answer.body, name)
    };
    let (archive, _) = get("archive").await;
    let (hints, name) = get("hints").await;
    assert_eq!(name, format!("attachment; filename=\"{id}.bel.hints\""));
    let with = verified(&archive, &hints);
    assert_eq!(with.hinted, 5, "the replaced ballot has one too");
    let without = verified(&archive, b"");
    assert_eq!((without.hinted, &without.sums), (0, &with.sums));
    let mut wrong = hints.clone();
    let end = wrong.len() - 1;
    wrong[end] ^= 1;
    let doubted = verified(&archive, &wrong);
    assert!(doubted.hinted < 5 && doubted.sums == with.sums);
}

async fn the_package_holds_hints_beside_every_archive(store: Store) {
    let (hall, _) = revealed(store).await;
    let folder = tempfile::tempdir().unwrap();
    let cycle = crate::hall::CYCLE;
    let files =
        pingyi_app::package::write(&hall.app, cycle, folder.path(), None, Audience::Published)
            .await
            .unwrap();
    let mut names: Vec<_> = files
        .iter()
        .map(|file| {
            let name = file.strip_prefix(folder.path()).unwrap();
            name.to_str().unwrap().to_owned()
        })
        .collect();
    names.sort();
    let expected = [
        "archives/round-1-town.bel",
        "archives/round-1-town.bel.hints",
        "archives/round-1-village.bel",
        "archives/round-1-village.bel.hints",
        "data/sums.csv",
        "data/turnout.csv",
        "data/villages.csv",
        "ranking.json",
        "recompute.py",
        "result.json",
        "rule-card.json",
        "trace.jsonl",
    ];
    assert_eq!(names, expected);
    for (class, ballots) in [("town", 5), ("village", 4)] {
        let file = folder.path().join(format!("archives/round-1-{class}.bel"));
        let archive = std::fs::read(&file).unwrap();
        let hints = std::fs::read(file.with_extension("bel.hints")).unwrap();
        assert_eq!(verified(&archive, &hints).hinted, ballots);
    }
}

on_both!(
    hints_of_every_ballot_are_given_out_beside_the_archive,
    the_package_holds_hints_beside_every_archive,
);
