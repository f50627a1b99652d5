//! Awards by share of the ranked villages (`docs/scoring.md` §4.9).

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use crate::card::AwardTie;
use crate::place::{Field, Placed};
use crate::trace::{Draft, Op, Recorder};

/// For each village of the data the index of its award.
pub(crate) fn awards<R: Recorder>(
    field: &Field<'_>,
    placed: &[Placed],
    awarded: &mut [Option<usize>],
    recorder: &mut R,
) {
    let ranked: usize = placed.iter().map(|set| set.villages.len()).sum();
    for (index, award) in field.scene.plan.awards.iter().enumerate() {
        let quota = (award.share.numerator() * BigInt::from(ranked))
            .div_floor(award.share.denominator())
            .to_usize()
            .unwrap_or(ranked);
        let mut out = Vec::new();
        for set in placed {
            if out.len() >= quota {
                break;
            }
            let left = || {
                let members = set.villages.iter().copied();
                members.filter(|village| {
                    let scored = field.scored[*village].as_ref();
                    awarded[*village].is_none() && scored.is_some_and(|scored| !scored.no_award)
                })
            };
            let fits = out.len() + left().count() <= quota;
            if !fits && award.tie == AwardTie::Exclude {
                break;
            }
            out.extend(left());
            if !fits {
                break;
            }
        }
        for village in &out {
            awarded[*village] = Some(index);
        }
        recorder.step(|| {
            let op = Op::Award {
                group: field.group.code.clone(),
                award: award.label.clone(),
                quota: quota as u64,
                of: ranked as u64,
                out: out
                    .iter()
                    .map(|village| field.scene.name(*village))
                    .collect(),
            };
            Draft::new(field.scene.rule(&format!("awards/{index}")), op)
        });
    }
}
