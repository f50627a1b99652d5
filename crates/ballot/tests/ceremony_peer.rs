//! One key ceremony, some members with this program and some with `belenios-tool`.

mod support;

use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Input, Output, Polynomial, Polynomials, Seed,
};
use pingyi_ballot::{PartialDecryption, Trustee, TrusteeKey, Trustees, sha256_hex};
use support::Seeded;
use support::peer::{Peer, line, play, template, trim};

/// Whose program a member uses, or who computes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Us,
    Them,
}
use By::{Them, Us};

/// What both programs made of a ceremony.
struct Made {
    peer: Peer,
    seeds: Vec<Seed>,
    /// Names of the members' files.
    ids: Vec<String>,
    certificates: Certificates,
    outputs: Vec<Output>,
    group: Trustee,
}

/// Runs a ceremony; every message is checked by both programs, and the server's part done by both.
fn ceremony(members: &[By], threshold: u32) -> Made {
    let rng = &mut Seeded::new(&format!("{members:?} {threshold}"));
    let peer = Peer::new();
    let size = u32::try_from(members.len()).unwrap();
    let step = |options: &str, input: &[u8]| {
        let line = format!("setup generate-trustee-key-threshold --group Ed25519 {options}");
        trim(&peer.run(&line, input)).to_vec()
    };
    let lines = |parts: &[Vec<u8>]| parts.iter().map(|part| line(part)).collect::<Vec<_>>();
    let place = |index: u32| format!("--threshold-context {index}/{threshold}/{size}");

    // Certificates.
    let (mut seeds, mut ids, mut raws) = (Vec::new(), Vec::new(), Vec::new());
    for (index, by) in (1..).zip(members) {
        let context = Context {
            size,
            threshold,
            index,
        };
        let (seed, raw) = if *by == Us {
            let seed = Seed::generate(rng);
            let raw = Certificate::make(&seed, context, rng).to_json();
            (seed, raw.into_bytes())
        } else {
            let id = step(&format!("{} --step 1", place(index)), b"");
            let id = String::from_utf8(id).unwrap();
            let key = String::from_utf8(peer.read(&format!("{id}.key"))).unwrap();
            let raw = trim(&peer.read(&format!("{id}.cert"))).to_vec();
            (Seed::parse(&key).unwrap(), raw)
        };
        let certificate = Certificate::parse(&raw, context).unwrap();
        assert!(certificate.is_of(&seed));
        let parsed: serde_json::Value = serde_json::from_slice(&raw).unwrap();
        let id = sha256_hex(parsed["message"].as_str().unwrap().as_bytes());
        if *by == Us {
            peer.write(&format!("{id}.key"), seed.expose());
        }
        seeds.push(seed);
        ids.push(id);
        raws.push(raw);
    }
    peer.write("certs.jsons", lines(&raws).concat());
    step("--certs certs.jsons --step 2", b"");
    let certificates = [b"[".as_slice(), &raws.join(&b','), b"]"].concat();
    let certificates = Certificates::parse(&certificates).unwrap();

    // Polynomials.
    let mut list = Vec::new();
    for (index, by) in (1..).zip(members) {
        let member = index as usize - 1;
        let raw = if *by == Us {
            let made = Polynomial::make(&seeds[member], &certificates, index, rng);
            made.unwrap().to_json().into_bytes()
        } else {
            let id = &ids[member];
            let options = format!("--certs certs.jsons --key {id}.key --step 3");
            step(&format!("{} {options}", place(index)), b"")
        };
        list.push(Polynomial::parse(&raw, &certificates, index).unwrap());
    }
    let raws: Vec<_> = list.iter().map(|one| one.to_json().into_bytes()).collect();
    peer.write("polynomials.jsons", lines(&raws).concat());
    step(
        "--certs certs.jsons --step 4 --polynomials polynomials.jsons",
        b"",
    );
    let polynomials = Polynomials::new(certificates.clone(), list).unwrap();

    // Keys.
    let mut outputs = Vec::new();
    for (index, by) in (1..).zip(members) {
        let id = &ids[index as usize - 1];
        let theirs = peer.read(&format!("{id}.vinput"));
        let input = polynomials.input(index);
        assert_eq!(Input::parse(trim(&theirs)).unwrap(), input);
        assert_eq!(input.to_json().as_bytes(), trim(&theirs));
        let raw = if *by == Us {
            let seed = &seeds[index as usize - 1];
            let made = Output::make(seed, &certificates, &input, index, rng);
            made.unwrap().to_json().into_bytes()
        } else {
            let options = format!("--certs certs.jsons --key {id}.key --step 5");
            step(&options, input.to_json().as_bytes())
        };
        outputs.push(Output::parse(&raw, &polynomials, index).unwrap());
    }
    let raws: Vec<_> = outputs
        .iter()
        .map(|one| one.to_json().into_bytes())
        .collect();
    let options = "--certs certs.jsons --step 6 --polynomials polynomials.jsons";
    let theirs = step(options, &lines(&raws).concat());
    let group = Trustee::Pedersen(Box::new(polynomials.finish(outputs.clone()).unwrap()));
    let ours = Trustees::new(vec![group.clone()]).unwrap().to_bytes();
    let theirs = [b"[[\"Pedersen\",".as_slice(), &theirs, b"]]"].concat();
    assert_eq!(ours, theirs);
    Made {
        peer,
        seeds,
        ids,
        certificates,
        outputs,
        group,
    }
}

impl Made {
    /// The share of a member, computed by either program from the member's seed, put on the board.
    fn decrypt(&self, member: usize, owner: u32, by: By) {
        let peer = &self.peer;
        if by == Them {
            let id = &self.ids[member];
            let files = format!("--key {id}.key --decryption-key {id}.dkey");
            let line = format!("election decrypt-threshold {files} --trustee-id {owner}");
            peer.event("PartialDecryption", &peer.run(&line, b""));
            return;
        }
        let index = u32::try_from(member).unwrap() + 1;
        let (seed, output) = (&self.seeds[member], &self.outputs[member]);
        let key = output.private_key(seed, &self.certificates, index).unwrap();
        self.put(&key, owner);
    }

    fn put(&self, key: &TrusteeKey, owner: u32) {
        let verified = self.peer.verify();
        let tally = verified.tally.unwrap();
        let rng = &mut Seeded::new("share");
        let share: PartialDecryption = key.decrypt(&verified.election, &tally, rng);
        let mut head = verified.head;
        let records = head.partial_decryption(owner, &share);
        let both = [line(&records[0].bytes), line(&records[1].bytes)].concat();
        self.peer.event("PartialDecryption", &both);
    }

    /// Plays an election of these trustees; both programs verify it.
    fn play(&self, list: Vec<Trustee>, decrypt: impl Fn()) {
        let trustees = Trustees::new(list).unwrap();
        self.peer.write("trustees.json", trustees.to_bytes());
        self.peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
        let sums = play(&self.peer, |_| decrypt());
        let verified = self.peer.verify();
        assert_eq!(verified.sums, Some(sums));
        assert_eq!(verified.trustees, trustees);
    }
}

#[test]
fn members_with_either_program_sit_in_one_ceremony_and_any_two_of_three_open_the_sums() {
    for (members, shares) in [
        ([Us, Us, Us], [(0, Us), (1, Us)]),
        ([Us, Us, Us], [(1, Them), (2, Them)]),
        ([Us, Them, Them], [(0, Us), (2, Them)]),
        ([Them, Us, Us], [(0, Us), (1, Them)]),
        ([Them, Them, Them], [(1, Us), (2, Us)]),
    ] {
        let made = ceremony(&members, 2);
        made.play(vec![made.group.clone()], || {
            for (member, by) in shares {
                made.decrypt(member, u32::try_from(member).unwrap() + 1, by);
            }
        });
    }
}

#[test]
fn a_mixed_group_sits_beside_a_single_trustee() {
    let rng = &mut Seeded::new("single");
    let single = TrusteeKey::generate(rng);
    let public = Trustee::Single(single.public(rng));
    let made = ceremony(&[Us, Them, Us], 2);
    let list = vec![public, made.group.clone()];
    made.play(list, || {
        made.put(&single, 1);
        made.decrypt(2, 4, Them);
        made.decrypt(1, 3, Us);
    });
    // What we write is what we read, and every part of it is proved.
    let published = made.peer.verify().trustees.to_bytes();
    for at in (0..published.len()).step_by(41) {
        let mut changed = published.clone();
        changed[at] ^= 1;
        assert!(Trustees::parse(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn one_of_two_and_three_of_four_are_groups_too() {
    for (members, threshold) in [(vec![Them, Us], 1), (vec![Us, Them, Them, Us], 3)] {
        let made = ceremony(&members, threshold);
        made.play(vec![made.group.clone()], || {
            for owner in 1..=threshold {
                made.decrypt(owner as usize - 1, owner, Us);
            }
        });
    }
}

/// The peer refuses what we refuse: a share sealed for another member.
#[test]
fn a_wrong_share_is_refused_by_both() {
    let made = ceremony(&[Us, Them, Us], 2);
    let input = made.peer.read(&format!("{}.vinput", made.ids[1]));
    let input = String::from_utf8(trim(&input).to_vec()).unwrap();
    let other = made.peer.read(&format!("{}.vinput", made.ids[0]));
    let [good, bad] = [input.as_bytes(), trim(&other)].map(|raw| {
        let parsed: serde_json::Value = serde_json::from_slice(raw).unwrap();
        parsed["secrets"][0].to_string()
    });
    let wrong = input.replace(&good, &bad);
    let id = &made.ids[1];
    let options = format!("--group Ed25519 --certs certs.jsons --key {id}.key --step 5");
    let line = format!("setup generate-trustee-key-threshold {options}");
    let attempt = |input: &str| made.peer.attempt(&line, input.as_bytes()).is_ok();
    assert!(attempt(&input) && !attempt(&wrong));
    let ours = |input: &str| {
        let input = Input::parse(input.as_bytes()).unwrap();
        let rng = &mut Seeded::new("any");
        Output::make(&made.seeds[1], &made.certificates, &input, 2, rng)
    };
    assert!(ours(&input).is_ok());
    let fault = ours(&wrong).unwrap_err();
    assert_eq!((fault.code(), fault.member), ("ceremony-sealed", Some(1)));
}
