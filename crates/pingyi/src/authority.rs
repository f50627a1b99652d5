//! The credential authority's work: draw secrets, derive public credentials, lay out slips.
//!
//! # Security
//! Secrets exist here and on paper. Public credentials are sorted for each box, so that their order tells nothing;
//! slips are shuffled before they are laid out, and none has a number.

use crate::failure::{Doing, Result};
use pingyi_app::slip::{CredentialRequest, CredentialUpload, UploadedElection, UploadedGroup};
use pingyi_ballot::{Credential, ElectionId};
use pingyi_documents::slips::{Slip, SlipGroup, SlipSheet};
use rand::{CryptoRng, seq::SliceRandom};

/// The slips of one box.
pub(crate) struct MadeGroup {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) slips: Vec<Credential>,
    pub(crate) spares: Vec<Credential>,
}

/// Draws the secrets of every box asked for.
pub(crate) fn make(request: &CredentialRequest, rng: &mut impl CryptoRng) -> Vec<MadeGroup> {
    request
        .groups
        .iter()
        .map(|group| {
            let mut draw =
                |n: u32| -> Vec<Credential> { (0..n).map(|_| Credential::generate(rng)).collect() };
            let (slips, spares) = (draw(group.entitled), draw(group.spares));
            MadeGroup {
                code: group.code.clone(),
                label: group.label.clone(),
                slips,
                spares,
            }
        })
        .collect()
}

/// What the server receives: public credentials only.
pub(crate) fn upload(request: &CredentialRequest, made: &[MadeGroup]) -> Result<CredentialUpload> {
    let mut groups = Vec::new();
    for (group, made) in request.groups.iter().zip(made) {
        let mut elections = Vec::new();
        for id in &group.elections {
            let election = ElectionId::parse(id).doing("the request names a box that is none")?;
            let all = made.slips.iter().chain(&made.spares);
            let mut public_credentials: Vec<String> = all
                .map(|secret| secret.public(&election).to_hex())
                .collect();
            public_credentials.sort_unstable();
            elections.push(UploadedElection {
                id: id.clone(),
                public_credentials,
            });
        }
        let count = |list: &[Credential]| u32::try_from(list.len()).unwrap_or(u32::MAX);
        groups.push(UploadedGroup {
            code: made.code.clone(),
            printed: count(&made.slips),
            spares: count(&made.spares),
            elections,
        });
    }
    Ok(CredentialUpload { groups })
}

/// The sheets to print.
pub(crate) fn sheets(
    request: &CredentialRequest,
    made: &[MadeGroup],
    rng: &mut impl CryptoRng,
) -> SlipSheet {
    let mut lay_out = |list: &[Credential]| {
        let mut slips: Vec<Slip> = list
            .iter()
            .map(|secret| Slip {
                url: format!("{}#{}", request.voter_url, secret.expose()),
                code: secret.expose().to_owned(),
            })
            .collect();
        slips.shuffle(rng);
        slips
    };
    let groups = made
        .iter()
        .map(|group| SlipGroup {
            label: group.label.clone(),
            box_label: group.label.clone(),
            slips: lay_out(&group.slips),
            spares: lay_out(&group.spares),
        })
        .collect();
    SlipSheet {
        event: request.event.clone(),
        groups,
        synthetic: request.synthetic,
    }
}
