//! Crossings with `belenios-tool`, the program of the authors of the protocol: what one makes, the other
//! accepts. `tools/belenios-tool.sh` finds or fetches it.

mod support;

use pingyi_ballot::{
    EncryptedTally, PartialDecryption, TrusteeKey, TrusteePublicKey, check_ballot,
};
use support::peer::{Peer, line, play, template, trim};
use support::{Meeting, Seeded, archive, grades, varied};

#[test]
fn the_peer_accepts_our_archives_and_every_ballot_in_them() {
    for (seed, questions) in [
        ("8 contests", grades(8, 1)),
        ("blank contests", grades(2, 0)),
        ("varied", varied()),
    ] {
        let mut meeting = Meeting::new(seed, questions, 4, 3);
        let mut ballots = Vec::new();
        for voter in [0, 1, 2, 1] {
            let choices = meeting.choices();
            ballots.push(meeting.encrypt(voter, &choices));
        }
        let name = format!("{}.bel", meeting.election.id());
        let peer = Peer::new();
        let (_, opened) = meeting.open(&[]);
        peer.write(&name, archive(opened));
        for raw in &ballots {
            assert!(peer.accepts_ballot(raw), "{seed}");
        }
        assert!(
            !peer.accepts_ballot(&ballots[0][1..]),
            "the peer can refuse"
        );
        let (records, _) = meeting.board(&ballots);
        peer.write(&name, archive(records.clone()));
        assert!(peer.accepts_archive(), "{seed}");
        let without_tally = &records[..records.len() - 2 - 3 * 3 - 3];
        peer.write(&name, archive(without_tally.to_vec()));
        assert!(peer.accepts_archive(), "{seed}, before the tally");
        assert_eq!(peer.verify().sums, None);
    }
}

#[test]
fn we_accept_ballots_the_peer_makes_with_our_credentials() {
    for (seed, questions) in [("grades", grades(8, 1)), ("varied", varied())] {
        let mut meeting = Meeting::new(seed, questions, 2, 1);
        let peer = Peer::new();
        let (_, opened) = meeting.open(&[]);
        peer.write(&format!("{}.bel", meeting.election.id()), archive(opened));
        for _ in 0..3 {
            let choices = meeting.choices();
            peer.write("code", meeting.credentials[1].expose())
                .write("choices", serde_json::to_string(&choices).unwrap());
            let raw = peer.run(
                "election generate-ballot --privcred code --choice choices",
                b"",
            );
            let ballot = check_ballot(&meeting.election, &meeting.roll, trim(&raw)).unwrap();
            assert_eq!(
                ballot.credential,
                meeting.credentials[1].public(meeting.election.id())
            );
            let (_, result) = meeting.board(&[trim(&raw).to_vec()]);
            let expected: Vec<Vec<u64>> = choices
                .iter()
                .map(|bits| bits.iter().map(|&bit| bit.into()).collect())
                .collect();
            assert_eq!(result.sums(), expected);
        }
    }
}

#[test]
fn we_accept_an_archive_the_peer_made_alone() {
    let peer = Peer::new();
    for _ in 0..2 {
        peer.run("setup generate-trustee-key --group Ed25519", b"");
    }
    let keys: Vec<u8> = peer
        .files(".pubkey")
        .iter()
        .flat_map(|name| peer.read(name))
        .collect();
    peer.write("public_keys.jsons", keys)
        .run("setup make-trustees", b"");
    peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
    let sums = play(&peer, |peer| {
        for (index, key) in peer.files(".privkey").iter().enumerate() {
            let owner = index + 1;
            let share = peer.run(
                &format!("election decrypt --privkey {key} --trustee-id {owner}"),
                b"",
            );
            peer.event("PartialDecryption", &share);
        }
    });
    let verified = peer.verify();
    assert_eq!(verified.sums, Some(sums));
    assert_eq!(
        (verified.ballots, verified.revotes, verified.roll.len()),
        (4, 1, 5)
    );
}

#[test]
fn we_accept_a_weighted_archive_of_the_peer() {
    let peer = Peer::new();
    peer.run("setup generate-trustee-key --group Ed25519", b"");
    peer.write("public_keys.jsons", peer.read(&peer.files(".pubkey")[0]))
        .run("setup make-trustees", b"");
    peer.set_up(&template(), "a@example.com,v1,3\na@example.com,v2,2000000000\na@example.com,v3,1\na@example.com,v4,40\n");
    let sums = play(&peer, |peer| {
        let key = &peer.files(".privkey")[0];
        peer.event(
            "PartialDecryption",
            &peer.run(
                &format!("election decrypt --privkey {key} --trustee-id 1"),
                b"",
            ),
        );
    });
    let verified = peer.verify();
    assert_eq!(verified.sums.as_ref(), Some(&sums));
    assert_eq!(verified.tally.unwrap().total_weight, 2_000_000_044);
}

#[test]
fn keys_and_decryptions_cross_both_ways() {
    let mut rng = Seeded::new("crossing keys");
    let peer = Peer::new();
    peer.run("setup generate-trustee-key --group Ed25519", b"");
    let (their_public, their_private) = (
        peer.files(".pubkey").remove(0),
        peer.files(".privkey").remove(0),
    );
    let theirs = TrusteePublicKey::parse(trim(&peer.read(&their_public))).unwrap();
    let their_key =
        TrusteeKey::from_backup(&String::from_utf8(peer.read(&their_private)).unwrap()).unwrap();
    assert_eq!(their_key.public_key(), *theirs.key());
    let our_key = TrusteeKey::generate(&mut rng);
    let ours = our_key.public(&mut rng).with_name("监票人");
    peer.write(
        "public_keys.jsons",
        [peer.read(&their_public), line(ours.to_json().as_bytes())].concat(),
    );
    peer.run("setup make-trustees", b"");
    peer.write("our.key", our_key.to_private_key_file());
    let election = peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
    let sums = play(&peer, |peer| {
        let verified = peer.verify();
        let tally: EncryptedTally = verified.tally.unwrap();
        // Each key in the other program.
        let by_us = our_key.decrypt(&election, &tally, &mut Seeded::new("share"));
        let by_them = peer.run("election decrypt --privkey our.key --trustee-id 2", b"");
        let by_them: Vec<&[u8]> = by_them.split(|&byte| byte == b'\n').collect();
        PartialDecryption::parse(by_them[0])
            .unwrap()
            .check(&election, &tally, &ours)
            .unwrap();
        let of_them = their_key.decrypt(&election, &tally, &mut Seeded::new("their share"));
        let mut head = verified.head;
        for (owner, share) in [(1, of_them), (2, by_us)] {
            let records = head.partial_decryption(owner, &share);
            peer.event(
                "PartialDecryption",
                &[line(&records[0].bytes), line(&records[1].bytes)].concat(),
            );
        }
    });
    let verified = peer.verify();
    assert_eq!(verified.sums, Some(sums));
    assert_eq!(verified.trustees.owner(2).unwrap().name(), Some("监票人"));
}

#[test]
fn an_election_without_ballots_is_tallied_by_both() {
    let mut meeting = Meeting::new("nobody came", grades(2, 1), 2, 2);
    let (records, result) = meeting.board(&[]);
    assert_eq!(result.sums(), [[0; 4]; 2]);
    let peer = Peer::new();
    peer.write(&format!("{}.bel", meeting.election.id()), archive(records));
    assert!(peer.accepts_archive());
    assert_eq!(peer.verify().sums, Some(vec![vec![0; 4]; 2]));
}
