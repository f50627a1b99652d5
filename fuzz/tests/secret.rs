//! Secrets leave nothing behind: not in memory that was given back, not in what is printed about them.

use std::fmt::{Debug, Display};
use std::sync::Mutex;

use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Output, Polynomial, Polynomials, Seed,
};
use pingyi_ballot::group::{decimal_of_scalar, scalar_of_decimal};
use pingyi_ballot::{Credential, EncryptedTally, Scalar, TrusteeKey, check_ballot, encrypt_ballot};
use pingyi_fuzz::allocator::Watch;
use pingyi_fuzz::support::{Meeting, Seeded, grades, varied};
use rand::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};
use std::convert::Infallible;

#[global_allocator]
static WATCH: Watch = Watch::new();

/// One watch at a time, when the tests share a process.
static ALONE: Mutex<()> = Mutex::new(());

/// What a secret looks like in memory: its text, its number, in both orders of bytes, and the digits of it.
struct Secret {
    name: String,
    bytes: Vec<u8>,
}

fn text(name: &str, text: &str) -> Secret {
    Secret {
        name: name.into(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn scalar(name: &str, scalar: &Scalar) -> [Secret; 2] {
    [
        Secret {
            name: format!("{name} as a number"),
            bytes: scalar.as_bytes().to_vec(),
        },
        // The first digits may be formatted apart from the others.
        text(
            &format!("{name} in decimal"),
            &decimal_of_scalar(scalar)[4..40],
        ),
    ]
}

/// Runs the work and looks for the secrets in every block of memory that it gave back. What it returns is dropped
/// before the watch ends.
fn leaves_nothing<T>(what: &str, secrets: &[Secret], work: impl FnOnce() -> T) {
    let _alone = ALONE.lock();
    let patterns: Vec<&[u8]> = secrets
        .iter()
        .map(|secret| secret.bytes.as_slice())
        .collect();
    let ((), found) = WATCH.leaks_of(&patterns, || drop(work()));
    let leaks: Vec<&str> = secrets
        .iter()
        .zip(found)
        .filter_map(|(secret, count)| (count > 0).then_some(secret.name.as_str()))
        .collect();
    assert_eq!(leaks, Vec::<&str>::new(), "{what} leaves behind");
}

/// The exponent of a credential, computed beside the crate.
fn exponent(credential: &str, election: &str) -> Scalar {
    let half = |index: u8| {
        Sha256::digest(format!("derive_credential|{election}|{index}|{credential}")).to_vec()
    };
    let mut wide = [half(0), half(1)].concat();
    wide.reverse();
    Scalar::from_bytes_mod_order_wide(&wide.try_into().expect("64 bytes"))
}

/// Remembers all scalars it gave: 64 bytes, reduced.
struct Remembering {
    inner: Seeded,
    given: Vec<Scalar>,
}

impl TryRng for Remembering {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.inner.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.inner.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.inner.try_fill_bytes(bytes)?;
        if let Ok(wide) = <[u8; 64]>::try_from(&*bytes) {
            self.given.push(Scalar::from_bytes_mod_order_wide(&wide));
        }
        Ok(())
    }
}

impl TryCryptoRng for Remembering {}

fn remembering(seed: &str) -> Remembering {
    Remembering {
        inner: Seeded::new(seed),
        given: Vec::with_capacity(4096),
    }
}

#[test]
fn the_watch_finds_what_is_left_behind() {
    let _alone = ALONE.lock();
    let secret = b"a secret of some length".as_slice();
    let ((), found) = WATCH.leaks_of(&[secret], || drop(secret.to_vec()));
    assert_eq!(found, [1]);
    let ((), found) = WATCH.leaks_of(&[secret], || {
        let mut grows = secret.to_vec();
        grows.reserve(1000);
        grows.fill(0);
    });
    assert_eq!(found, [1], "a block that moved");
    let ((), found) = WATCH.leaks_of(&[secret], || {
        let mut wiped = secret.to_vec();
        wiped.fill(0);
    });
    assert_eq!(found, [0]);
}

#[test]
fn credentials() {
    let mut rng = Seeded::new("secret credentials");
    let meeting = Meeting::new("secret credentials", grades(1, 1), 1, 1);
    let id = meeting.election.id();
    let code = Credential::generate(&mut rng).expose().to_owned();
    let plain = code.replace('-', "");
    let mut secrets = vec![
        text("the code", &code),
        text("the code without hyphens", &plain),
    ];
    secrets.extend(scalar("the exponent", &exponent(&code, id.as_str())));
    leaves_nothing("reading a code", &secrets, || Credential::parse(&code));
    leaves_nothing("deriving a public credential", &secrets, || {
        Credential::parse(&code).expect("a code").public(id)
    });
    leaves_nothing("cloning", &secrets, || {
        Credential::parse(&code).expect("a code").clone()
    });
    leaves_nothing("drawing", &secrets, || {
        Credential::generate(&mut Seeded::new("secret credentials"))
    });
    let wrong = format!("{code}!");
    leaves_nothing("refusing a mistyped code", &secrets, || {
        Credential::parse(&wrong).err()
    });
}

#[test]
fn ballots() {
    for (seed, questions) in [("secret grades", grades(2, 1)), ("secret bounds", varied())] {
        let mut meeting = Meeting::new(seed, questions, 1, 1);
        let choices = meeting.choices();
        // The same ballot once before, to know what was drawn for it.
        let mut rng = remembering(seed);
        let ballot = |rng: &mut Remembering| {
            encrypt_ballot(&meeting.election, &meeting.credentials[0], &choices, rng)
        };
        let raw = ballot(&mut rng).expect("a ballot");
        assert!(check_ballot(&meeting.election, &meeting.roll, &raw).is_ok());
        let published = String::from_utf8(raw).expect("UTF-8");
        let code = meeting.credentials[0].expose();
        let mut all = vec![text("the code", code)];
        all.extend(scalar(
            "the exponent",
            &exponent(code, meeting.election.id().as_str()),
        ));
        for (index, drawn) in rng.given.iter().enumerate() {
            // Challenges of branches that are not true are drawn and published.
            if !published.contains(&decimal_of_scalar(drawn)) {
                all.extend(scalar(&format!("random number {index}"), drawn));
            }
        }
        assert!(all.len() > 40, "the randomness was seen");
        for secrets in all.chunks(32) {
            let mut again = remembering(seed);
            leaves_nothing("making a ballot", secrets, || ballot(&mut again));
        }
    }
}

#[test]
fn trustees() {
    let mut meeting = Meeting::new("secret trustees", grades(1, 1), 1, 1);
    let raw = meeting.encrypt(0, &[vec![0, 0, 1, 0]]);
    let checked = meeting.check(&raw);
    let tally = EncryptedTally::sum(&meeting.election, std::iter::once(&checked));
    let mut rng = remembering("secret trustees");
    let key = TrusteeKey::generate(&mut rng);
    let public = key.public(&mut rng);
    let share = key.decrypt(&meeting.election, &tally, &mut rng);
    let (file, sheet) = (key.to_private_key_file(), key.to_backup());
    let mut secrets = vec![
        text("the sheet", &sheet),
        text("the sheet without spaces", &sheet.replace(' ', "")),
    ];
    for (index, drawn) in rng.given.iter().enumerate() {
        secrets.extend(scalar(&format!("random number {index}"), drawn));
    }
    drop(key);
    for spelling in [&file, &sheet, &sheet.replace(' ', "\n")] {
        leaves_nothing("reading a key", &secrets, || {
            TrusteeKey::from_backup(spelling)
        });
    }
    let mistyped = format!("{}1", &sheet[..sheet.len() - 1]);
    leaves_nothing("refusing a key", &secrets[2..], || {
        TrusteeKey::from_backup(&mistyped).err()
    });
    leaves_nothing("drawing, publishing and decrypting", &secrets, || {
        let mut rng = remembering("secret trustees");
        let key = TrusteeKey::generate(&mut rng);
        assert_eq!(key.public(&mut rng).to_json(), public.to_json());
        assert_eq!(
            key.decrypt(&meeting.election, &tally, &mut rng).to_bytes(),
            share.to_bytes()
        );
        rng.given.fill(Scalar::ZERO);
    });
    // What is written for its owner is the owner's to wipe; nothing else of it may stay.
    let number = scalar_of_decimal(file.trim_matches('"')).expect("a number");
    let secrets = scalar("the key", &number);
    leaves_nothing("writing a file", &secrets, || {
        let mut file = TrusteeKey::from_backup(&file)
            .expect("a key")
            .to_private_key_file()
            .into_bytes();
        file.fill(0);
    });
    let secrets = [
        text("the sheet", &sheet),
        text("its last digits", &sheet[sheet.len() - 17..]),
    ];
    leaves_nothing("writing a sheet", &secrets, || {
        let mut sheet = TrusteeKey::from_backup(&file)
            .expect("a key")
            .to_backup()
            .into_bytes();
        sheet.fill(0);
    });
}

#[test]
fn ceremonies() {
    const SIZE: u32 = 3;
    let ceremony = |seeds: &[Seed], rng: &mut Remembering| {
        let certificates = (1..).zip(seeds).map(|(index, seed)| {
            let context = Context {
                size: SIZE,
                threshold: 2,
                index,
            };
            Certificate::make(seed, context, rng)
        });
        let certificates = Certificates::new(certificates.collect()).expect("certificates");
        let polynomials = (1..)
            .zip(seeds)
            .map(|(index, seed)| {
                Polynomial::make(seed, &certificates, index, rng).expect("a polynomial")
            })
            .collect();
        let polynomials = Polynomials::new(certificates.clone(), polynomials).expect("polynomials");
        for (index, seed) in (1..).zip(seeds) {
            let input = polynomials.input(index);
            let output = Output::make(seed, &certificates, &input, index, rng).expect("an output");
            drop(
                output
                    .private_key(seed, &certificates, index)
                    .expect("a key"),
            );
        }
    };
    let texts: Vec<String> = {
        let mut rng = Seeded::new("secret seeds");
        (0..SIZE)
            .map(|_| Seed::generate(&mut rng).expose().to_owned())
            .collect()
    };
    let seeds = || {
        texts
            .iter()
            .map(|seed| Seed::parse(seed).expect("a seed"))
            .collect::<Vec<_>>()
    };
    let mut rng = remembering("secret ceremony");
    ceremony(&seeds(), &mut rng);
    let mut all: Vec<Secret> = texts.iter().map(|seed| text("a seed", seed)).collect();
    for (seed, kind) in texts.iter().flat_map(|seed| [(seed, "sk"), (seed, "dk")]) {
        let mut digest: [u8; 32] = Sha256::digest(format!("{kind}|{seed}")).into();
        digest.reverse();
        all.extend(scalar(
            &format!("the {kind} of a seed"),
            &Scalar::from_bytes_mod_order(digest),
        ));
    }
    for (index, drawn) in rng.given.iter().enumerate() {
        all.extend(scalar(&format!("random number {index}"), drawn));
    }
    for secrets in all.chunks(32) {
        let mut again = remembering("secret ceremony");
        leaves_nothing("a key ceremony", secrets, || {
            ceremony(&seeds(), &mut again);
            again.given.fill(Scalar::ZERO);
        });
    }
    let sheet = Seed::parse(&texts[0]).expect("a seed").to_backup();
    let secrets = [text("a seed", &texts[0]), text("its sheet", &sheet)];
    leaves_nothing("reading a seed's sheet", &secrets, || Seed::parse(&sheet));
}

/// Nothing that can be printed says the secret.
#[test]
fn nothing_printed_tells_a_secret() {
    fn both(value: &(impl Debug + Display)) -> String {
        format!("{value:?} {value:#?} {value}")
    }
    fn debug(value: &impl Debug) -> String {
        format!("{value:?} {value:#?}")
    }
    let mut rng = Seeded::new("printed");
    let mut meeting = Meeting::new("printed", varied(), 2, 2);
    let choices = meeting.choices();
    let raw = meeting.encrypt(0, &choices);
    let checked = meeting.check(&raw);
    let (records, result) = meeting.board(std::slice::from_ref(&raw));
    let tally = EncryptedTally::sum(&meeting.election, std::iter::once(&checked));
    let share = meeting.keys[0].decrypt(&meeting.election, &tally, &mut rng);
    let verified = pingyi_ballot::verify_archive(
        pingyi_fuzz::support::archive(records).as_slice(),
        pingyi_ballot::VerifyOptions::default(),
    )
    .expect("a board");
    let seed = Seed::generate(&mut rng);
    let context = Context {
        size: 1,
        threshold: 1,
        index: 1,
    };
    let certificates =
        Certificates::new(vec![Certificate::make(&seed, context, &mut rng)]).expect("one");
    let polynomial = Polynomial::make(&seed, &certificates, 1, &mut rng).expect("a polynomial");
    let polynomials =
        Polynomials::new(certificates.clone(), vec![polynomial.clone()]).expect("one");
    let input = polynomials.input(1);
    let output = Output::make(&seed, &certificates, &input, 1, &mut rng).expect("an output");
    let key = output.private_key(&seed, &certificates, 1).expect("a key");

    let code = meeting.credentials[0].expose();
    let sheet = meeting.keys[0].to_backup();
    let file = meeting.keys[0].to_private_key_file();
    let changed = |secret: &str, with: &str| format!("{}{with}", &secret[..secret.len() - 1]);
    let printed = [
        debug(&meeting.credentials[0]),
        debug(&meeting.keys[0]),
        debug(&key),
        debug(&seed),
        debug(&meeting.election),
        debug(&meeting.trustees),
        debug(&meeting.roll),
        debug(&checked),
        debug(&result),
        debug(&tally),
        debug(&share),
        debug(&verified),
        debug(&certificates),
        debug(&polynomial),
        debug(&polynomials),
        debug(&input),
        debug(&output),
        // Faults about secrets that were nearly right.
        both(&Credential::parse(&changed(code, "0")).expect_err("a character")),
        both(&Credential::parse(&changed(code, "")).expect_err("a length")),
        Credential::parse(&changed(code, "0"))
            .expect_err("a character")
            .zh(),
        both(&TrusteeKey::from_backup(&changed(&sheet, "1")).expect_err("a sheet")),
        both(&TrusteeKey::from_backup(&changed(&file, "x")).expect_err("a file")),
        both(&Seed::parse(&changed(&seed.to_backup(), "0")).expect_err("a seed")),
        both(
            &output
                .private_key(&Seed::generate(&mut rng), &certificates, 1)
                .expect_err("another seed"),
        ),
    ]
    .join("\n");
    let compact = |text: &str| text.replace([' ', '-', '"'], "");
    let exponent = exponent(code, meeting.election.id().as_str());
    let hex = |scalar: &Scalar| pingyi_fuzz::mutate::encode(scalar.as_bytes());
    let number = scalar_of_decimal(file.trim_matches('"')).expect("a number");
    let secrets = [
        code[..17].to_owned(),
        compact(code)[..16].to_owned(),
        sheet[4..27].to_owned(),
        compact(&sheet)[3..23].to_owned(),
        compact(&file)[..20].to_owned(),
        hex(&number),
        key.to_private_key_file().trim_matches('"')[..20].to_owned(),
        seed.expose()[..16].to_owned(),
        decimal_of_scalar(&exponent)[..20].to_owned(),
        hex(&exponent),
        format!("{:?}", exponent.as_bytes()),
        format!("{:?}", number.as_bytes()),
    ];
    for secret in secrets {
        assert!(!printed.contains(&secret), "{secret} is printed");
    }
}
