//! What people type: codes of slips, backup sheets, private key files.

use pingyi_ballot::{Credential, ElectionId, TrusteeKey};

use super::ACCEPTED;
use crate::seed::Scene;

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let scene = &Scene::all()[1];
    let codes = scene
        .meeting
        .credentials
        .iter()
        .map(|code| code.expose().to_owned());
    let sheets = scene.meeting.keys.iter().map(TrusteeKey::to_backup);
    let files = scene
        .meeting
        .keys
        .iter()
        .map(TrusteeKey::to_private_key_file);
    let id = std::iter::once(scene.meeting.election.id().to_string());
    codes
        .chain(sheets)
        .chain(files)
        .chain(id)
        .map(String::into_bytes)
        .collect()
}

/// What is read is written in one way, and reads the same again.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let plain: String = text
        .chars()
        .filter(|character| *character != '-' && !character.is_whitespace())
        .collect();
    let is_code =
        plain.chars().count() == 22 && plain.chars().all(|character| base58.contains(character));
    let mut verdict = ACCEPTED;
    match Credential::parse(&text) {
        Ok(credential) => {
            assert!(is_code);
            assert_eq!(credential.expose().replace('-', ""), plain);
            let again = Credential::parse(credential.expose()).expect("its own text");
            assert_eq!(again.expose(), credential.expose());
        }
        Err(fault) => {
            assert!(!is_code);
            assert!(!fault.zh().is_empty());
            verdict = fault.code();
        }
    }
    if let Ok(key) = TrusteeKey::from_backup(&text) {
        verdict = ACCEPTED;
        for form in [key.to_backup(), key.to_private_key_file()] {
            let again = TrusteeKey::from_backup(&form).expect("its own text");
            assert_eq!(again.public_key(), key.public_key());
        }
        let value = crate::plain::scalar(plain.trim_matches('"'));
        let sheet = key.to_backup().replace(' ', "");
        assert!(
            value.is_some() || plain.eq_ignore_ascii_case(&sheet),
            "neither file nor sheet"
        );
    }
    if let Ok(id) = ElectionId::parse(&text) {
        assert_eq!(id.as_str(), text);
    }
    verdict
}
